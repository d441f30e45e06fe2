"""Find the word that a mistyped one most likely means."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, choices: Iterable[str], cutoff: float = 0.7) -> str | None:
    """Return the choice that is spelled most like the word, in any case of letters.

    Args:
        cutoff: how alike the two must be, from 0 to 1. None is returned below it.
    """
    from difflib import get_close_matches  # only mistakes pay for it

    by_lower_case = {choice.lower(): choice for choice in choices}
    found = get_close_matches(word.lower(), by_lower_case, 1, cutoff)
    return by_lower_case[found[0]] if found else None
