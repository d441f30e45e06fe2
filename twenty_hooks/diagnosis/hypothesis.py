"""The parts that a signature could have been made of.

An attempt takes one of each (a reading of the headers, a key, a way to build the
text, a body) and computes one digest. `recipe` names where a part comes from, so
that what matched once is tried first the next time; `how` ends the sentence
"recomputing ...".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Algorithm = Literal["sha256", "sha1", "sha512"]
AS_IS = "as-is"


@dataclass(frozen=True, slots=True)
class Reading:
    """The signature as bytes, read from the headers in some way."""

    digest: bytes
    timestamp: str
    nonce: str | None = None
    algorithm: Algorithm = "sha256"
    slugs: tuple[str, ...] = ()
    how: str = ""
    recipe: str = AS_IS


@dataclass(frozen=True, slots=True)
class Key:
    """Bytes that may have been the HMAC key. secret: the text it comes from."""

    data: bytes = field(repr=False)
    secret: str = field(repr=False)
    slugs: tuple[str, ...] = ()
    how: str = ""
    recipe: str = AS_IS


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes that may have been signed in the place of the body that came.

    before, rewritten: JSON text that was read, and what `JSON.stringify` makes of
    it, where that is how this body came about. What differs between them is named
    only once the body has matched.
    """

    data: bytes
    slugs: tuple[str, ...] = ()
    how: str = ""
    recipe: str = AS_IS
    before: str | None = None
    rewritten: str | None = None


class Material(NamedTuple):
    """What a signed text can be built of (a tuple: thousands are made per search)."""

    timestamp: str
    body: bytes
    nonce: str | None
    secret: str


@dataclass(frozen=True, slots=True)
class Text:
    """A way to build the signed text; None where the material does not allow it."""

    build: Callable[[Material], bytes | None]
    slugs: tuple[str, ...] = ()
    how: str = ""
    recipe: str = AS_IS


def text_bytes(text: str) -> bytes:
    """Text of a header or a body, whatever it holds, as bytes to hash."""
    return text.encode("utf-8", "replace")


def _as_twenty_builds_it(material: Material) -> bytes:
    return text_bytes(material.timestamp) + b":" + material.body


TWENTYS_TEXT = Text(_as_twenty_builds_it)
