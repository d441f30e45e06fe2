"""The right spelling of the objects and actions that people write in other ways.

Both the operations of a webhook and the events of a sample are checked with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from twenty_hooks.protocol.events import ACTIONS
from twenty_hooks.protocol.objects import PLURALS
from twenty_hooks.text.suggest import closest

# What people write for an action, where the nearest spelling would mislead.
_SYNONYMS = {
    "add": "created",
    "added": "created",
    "archive": "deleted",
    "archived": "deleted",
    "change": "updated",
    "changed": "updated",
    "destroyed": "deleted",  # for metadata events, which have no `destroyed`
    "insert": "created",
    "inserted": "created",
    "modified": "updated",
    "new": "created",
    "remove": "deleted",
    "removed": "deleted",
    "trashed": "deleted",
    "undeleted": "restored",
    "upsert": "created",
    "upserted": "created",
}
_SPELLINGS = {
    **{f"{name.lower()}s": name for name in PLURALS},
    **{plural.lower(): name for name, plural in PLURALS.items()},
    **{name.lower(): name for name in PLURALS},
}
# Short names are easily alike: `node` is not meant as `note`.
_NAME_CUTOFF = 0.8


def nearest_action(word: str, actions: Iterable[str] = ACTIONS) -> str | None:
    """Return the action that a word means: `created` for `create` or `insert`."""
    actions = tuple(actions)
    lower = word.lower()
    if lower in actions:
        return lower
    synonym = _SYNONYMS.get(lower)
    return synonym if synonym in actions else closest(lower, actions)


def nearest_object(word: str) -> str:
    """Return the API name that a word spells: `person` for people, Person or persons.

    A word that spells no standard object is taken for a custom one, in camelCase.
    """
    spelled = _SPELLINGS.get(re.sub(r"[-_ ]", "", word).lower())
    if spelled is not None:
        return spelled
    return word.lower() if word.isupper() else word[:1].lower() + word[1:]


def nearest_name(word: str, names: Iterable[str]) -> str | None:
    """Return the name of an object that is spelled much like the word."""
    return closest(word, names, _NAME_CUTOFF)
