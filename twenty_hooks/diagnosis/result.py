"""What a search found: a cause with its proof, or what it looks like without one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from twenty_hooks.console.escape import visible
from twenty_hooks.diagnosis import causes

_SHOWN_DIGITS = 12
_SHOWN_BYTES = 12


@dataclass(frozen=True, slots=True)
class Possibility:
    """Something that would explain it, and that nothing proves."""

    slug: str
    detail: str
    fix: str

    @property
    def sentence(self) -> str:
        """What it would be, in one sentence without a full stop."""
        return causes.sentence(self.slug)

    def to_json(self) -> dict[str, Any]:
        return {"slug": self.slug, "detail": self.detail, "fix": self.fix}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a signature is not valid.

    cause: `a`, or `a+b` for changes that came together; None unless a recomputed
    digest equals the signature. detail: the evidence, in one sentence. fix: what to
    mend. possible: what is likely, and not proved. tried: how many digests were
    computed. Holds no secret.
    """

    cause: str | None
    detail: str
    fix: str
    possible: tuple[Possibility, ...] = ()
    tried: int = 0

    @property
    def headline(self) -> str:
        """The whole in half a line: the cause's sentence, or what there is instead."""
        if self.cause is not None:
            return causes.sentence(self.cause)
        if self.possible:
            return f"possible: {self.possible[0].sentence}"
        return self.detail

    def to_json(self) -> dict[str, Any]:
        """`cause`, `detail`, `fix`, `possible`, `tried`."""
        return {
            "cause": self.cause,
            "detail": self.detail,
            "fix": self.fix or None,
            "possible": [possibility.to_json() for possibility in self.possible],
            "tried": self.tried,
        }


def proved(
    slugs: Sequence[str],
    recomputed: str,
    digest: bytes,
    received: bytes,
    original: bytes | None,
    *,
    tried: int,
) -> Diagnosis:
    """A finding. recomputed: over what, and with what, the digest was recomputed.
    original: the signed body, where it is another than the one that came."""
    cause = "+".join(slugs)
    gives = f"{digest.hex()[:_SHOWN_DIGITS]}..., which is the signature that came"
    detail = f"recomputing {recomputed} gives {gives}"
    if original is not None and original != received:
        detail += f"; {first_difference(received, original)}"
    return Diagnosis(cause, detail, causes.fix(cause), tried=tried)


def undecided(
    evidence: Iterable[tuple[str, str]],
    *,
    tried: int,
    signed: bool = True,
    out_of_time: bool = False,
) -> Diagnosis:
    """No finding: what was tried, what is left, and what it looks like."""
    possible = tuple(
        Possibility(slug, detail, causes.fix(slug))
        for slug, detail in dict(evidence).items()
    )
    fix = ""
    if out_of_time and tried == 0:
        detail = "not diagnosed: the time for searching in one run is used up"
        fix = "Verify this delivery alone."
    elif out_of_time:
        detail = f"not diagnosed to the end: time ran out after {tried} combinations"
        fix = "Verify this delivery alone."
    elif signed:
        detail = (
            f"none of {tried} combinations of body, text, secret and headers gives "
            "this signature"
        )
        if not possible:
            detail += "; most likely it was made with another secret"
        fix = (
            "Compare the secret with Twenty's: `hooks show WEBHOOK --show-secrets`, "
            "for the webhookId of the body."
        )
    else:
        detail = "there is no signature to recompute"
    return Diagnosis(None, detail, fix, possible, tried)


def nothing_wrong() -> Diagnosis:
    """What there is to say of a signature that is right."""
    return Diagnosis(None, "the signature is right: there is nothing to diagnose", "")


def first_difference(received: bytes, signed: bytes) -> str:
    """Where two bodies part, with what stands there, safe to show."""
    at = _common_length(received, signed)
    return (
        f"first difference at byte {at}: "
        f"received {_excerpt(received, at)}, signed {_excerpt(signed, at)}"
    )


def _common_length(one: bytes, other: bytes) -> int:
    # Bisecting on slices: the comparing is done in C.
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
        return "the end"
    text = visible(piece.decode("utf-8", "backslashreplace"))
    return f"'{text}'" if len(data) <= at + _SHOWN_BYTES else f"'{text}...'"
