"""The result of a diagnosis: a proved cause, or unproven possibilities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from twenty_hooks.console.escape import visible
from twenty_hooks.diagnosis import causes

_SHOWN_DIGITS = 12
_SHOWN_BYTES = 12


@dataclass(frozen=True, slots=True)
class PossibleCause:
    """A cause that would explain the verdict, but that is not proved.

    Attributes:
        slug: a name from `causes.CAUSES`.
        detail: what points to it, in one sentence without a full stop.
        fix: how to fix it, in whole sentences.
    """

    slug: str
    detail: str
    fix: str

    @property
    def sentence(self) -> str:
        """The cause in one sentence without a full stop."""
        return causes.sentence(self.slug)

    def to_json(self) -> dict[str, Any]:
        """Return `slug`, `detail` and `fix`."""
        return {"slug": self.slug, "detail": self.detail, "fix": self.fix}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a signature is not valid. Contains no secret.

    Attributes:
        cause: a slug, such as `body-pretty-printed`, or several joined by `+`. None
            unless a recomputed signature equals the received one.
        detail: the proof; without a cause, what was tried.
        fix: how to fix it, in whole sentences; may be empty.
        possible: causes that are likely, but not proved.
        tried: how many signatures were computed.
    """

    cause: str | None
    detail: str
    fix: str
    possible: tuple[PossibleCause, ...] = ()
    tried: int = 0

    @property
    def headline(self) -> str:
        """The result in half a line: the cause, else the first possible one."""
        if self.cause is not None:
            return causes.sentence(self.cause)
        if self.possible:
            return f"possible: {self.possible[0].sentence}"
        return self.detail

    def to_json(self) -> dict[str, Any]:
        """Return `cause`, `detail`, `fix`, `possible` and `tried`."""
        return {
            "cause": self.cause,
            "detail": self.detail,
            "fix": self.fix or None,
            "possible": [possible.to_json() for possible in self.possible],
            "tried": self.tried,
        }


def proved(
    slugs: Sequence[str],
    inputs: str,
    digest: bytes,
    received: bytes,
    signed: bytes | None,
    *,
    tried: int,
) -> Diagnosis:
    """Return the diagnosis of a signature that was recomputed.

    Args:
        inputs: what it was recomputed from: "the compact form of the body with ...".
        received: the body that was received.
        signed: the body that was signed, if it is not the received one.
    """
    cause = "+".join(slugs)
    digits = digest.hex()[:_SHOWN_DIGITS]
    in_hex = " in hex" if "signature-base64" in slugs else ""
    detail = (
        f"recomputing the signature over {inputs} gives {digits}..., "
        f"the received signature{in_hex}"
    )
    if signed is not None and signed != received:
        detail += f"; {first_difference(received, signed)}"
    return Diagnosis(cause, detail, causes.fix(cause), tried=tried)


def unproved(
    evidence: Iterable[tuple[str, str]],
    *,
    tried: int,
    signed: bool = True,
    out_of_time: bool = False,
) -> Diagnosis:
    """Return a diagnosis without a cause.

    Args:
        evidence: slugs of possible causes, each with what points to it.
        signed: whether there was a signature to recompute.
        out_of_time: whether the search ended early.
    """
    possible = tuple(
        PossibleCause(slug, detail, causes.fix(slug))
        for slug, detail in dict(evidence).items()
    )
    fix = ""
    if out_of_time and tried == 0:
        detail = "not diagnosed: the time limit for diagnoses in one run is used up"
        fix = "Verify this delivery on its own."
    elif out_of_time:
        detail = (
            f"the search stopped at its time limit after {tried} combinations, "
            "without finding the cause"
        )
        fix = "Verify this delivery on its own."
    elif signed:
        detail = (
            f"none of {tried} combinations of body, signed text, secret and headers "
            "gives the received signature"
        )
        if not possible:
            detail = f"probably signed with another secret: {detail}"
        fix = (
            "Compare your secret with Twenty's: run `hooks show WEBHOOK "
            "--show-secrets` with the webhookId in the body."
        )
    else:
        detail = "there is no signature to recompute"
    return Diagnosis(None, detail, fix, possible, tried)


def nothing_wrong() -> Diagnosis:
    """Return the diagnosis of a signature that matches."""
    detail = "the signature matches: there is nothing to diagnose"
    return Diagnosis(None, detail, "")


def first_difference(received: bytes, signed: bytes) -> str:
    """Say where two bodies differ first, quoting both, safe to print."""
    at = _common_length(received, signed)
    return (
        f"first difference at byte {at}: "
        f"received {_excerpt(received, at)}, signed {_excerpt(signed, at)}"
    )


def _common_length(one: bytes, other: bytes) -> int:
    # Bisecting on slices compares in C.
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _excerpt(data: bytes, at: int) -> str:
    piece = data[at : at + _SHOWN_BYTES]
    if not piece:
        return "(end of body)"
    text = visible(piece.decode("utf-8", "backslashreplace"))
    return f"'{text}'" if len(data) <= at + _SHOWN_BYTES else f"'{text}...'"
