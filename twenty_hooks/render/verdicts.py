"""Show the verdicts of `hooks verify`, with the cause of each invalid signature.

       0  ✓ valid      person.created  Ada Lovelace
       1  ✗ mismatch   person.updated  Ada Lovelace  (the signature does not match ...)
          cause: the body was pretty-printed after it was signed (body-pretty-printed)

`hooks verify` starts fast, so this module must not import rich.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from twenty_hooks.console.escape import shorten, visible
from twenty_hooks.console.output import Output
from twenty_hooks.console.wrapping import width_of, wrap
from twenty_hooks.deliveries.verification import VerifiedDelivery

if TYPE_CHECKING:
    from twenty_hooks.diagnosis import Diagnosis

# Most verdicts; longer ones push the rest of their row aside.
_USUAL_VERDICT = len("no-secret")
_LONGEST_TEXT = 60
_INDENT = "      "
# Width of the lines of a diagnosis in a pipe.
_PIPED_WIDTH = 88


class VerdictLines:
    """Turns results into lines. Does not repeat an explanation within one run."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._width = width_of(sys.stdout)
        self._seen: set[str] = set()
        self._has_named_frameworks = False

    def lines(
        self, index: int, verified: VerifiedDelivery, diagnosis: Diagnosis | None
    ) -> Iterator[str]:
        """Yield the lines for one verified delivery. The index counts from 0."""
        row = self._row(verified)
        room = None if self._width is None else self._width - len(_INDENT)
        first, *others = wrap(row, room, "  ").split("\n")
        yield f"{index:>4}  {first}"
        yield from (_INDENT + line for line in others)
        if diagnosis is not None:
            for label, text in self._diagnosis(diagnosis):
                yield from self._paragraph(label, text)

    def _row(self, verified: VerifiedDelivery) -> str:
        verdict, event = verified.verdict, verified.event
        mark, color = ("✓", "green") if verdict else ("✗", "red")
        if verdict.name in ("unsigned", "no-secret", "redacted"):
            mark, color = "!", "yellow"
        verdict_text = f"{mark} {verdict.name:<{_USUAL_VERDICT}}"
        name = visible(shorten(event.name or "(no event name)", _LONGEST_TEXT))
        label = visible(shorten(event.label, _LONGEST_TEXT))
        return (
            self._output.style(verdict_text, fg=color)
            + f"  {name}"
            + (f"  {label}" if label else "")
            + ("" if verdict else f"  ({verdict.reason})")
        )

    def _diagnosis(self, diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
        """Yield labels and sentences."""
        if diagnosis.cause is not None:
            yield "cause", f"{diagnosis.headline} ({diagnosis.cause})"
            yield "proof", diagnosis.detail
            yield from self._fix(diagnosis.fix)
            return
        if diagnosis.tried or not diagnosis.possible:
            yield "no proof", diagnosis.detail
        for possible in diagnosis.possible:
            name = f"{possible.sentence} ({possible.slug})"
            if name in self._seen:
                name = possible.slug
            self._seen.add(name)
            yield "possible", f"{name}: {possible.detail}"
            yield from self._fix(possible.fix)
        if not diagnosis.possible:
            yield from self._fix(diagnosis.fix)

    def _fix(self, fix: str) -> Iterator[tuple[str, str]]:
        from twenty_hooks.diagnosis import without_frameworks

        short = without_frameworks(fix)
        if not fix or short in self._seen:
            return
        self._seen.add(short)
        yield "fix", short if self._has_named_frameworks else fix
        self._has_named_frameworks = self._has_named_frameworks or short != fix

    def _paragraph(self, label: str, text: str) -> Iterator[str]:
        width = min(_PIPED_WIDTH, self._width or _PIPED_WIDTH) - len(_INDENT)
        for line in wrap(visible(f"{label}: {text}"), width, "  ").split("\n"):
            yield _INDENT + line
