"""Hypotheses of how a received signature was made.

A hypothesis has one part of each kind: the signature as read from the headers, a key, a
format of the signed message, and a body. From these one signature can be computed.

Every part has the `slugs` of the causes that it stands for (none if the part is as
Twenty has it), a `description` for the proof, and a `recipe` that names how it was
made, so that the recipe that explained one delivery is tried first for the next.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Algorithm = Literal["sha256", "sha1", "sha512"]
Recipe = tuple[str, str, str, str]
AS_IS = "as-is"


@dataclass(frozen=True, slots=True)
class ReceivedSignature:
    """A signature that the headers may contain, with its timestamp and nonce.

    Attributes:
        digest: the signature as bytes.
        timestamp: empty if the headers have none.
    """

    digest: bytes
    timestamp: str
    nonce: str | None = None
    algorithm: Algorithm = "sha256"
    slugs: tuple[str, ...] = ()
    description: str = ""
    recipe: str = AS_IS


@dataclass(frozen=True, slots=True)
class CandidateKey:
    """Bytes that may have been the HMAC key, and the secret they are made from."""

    data: bytes = field(repr=False)
    secret: str = field(repr=False)
    slugs: tuple[str, ...] = ()
    description: str = ""
    recipe: str = AS_IS


@dataclass(frozen=True, slots=True)
class CandidateBody:
    """Bytes that may have been signed as the body.

    Attributes:
        before: the JSON text that was parsed, if the body was rewritten.
        rewritten: what `JSON.stringify` makes of `before`. The slugs of the differences
            between the two are only determined once the body has matched.
    """

    data: bytes
    slugs: tuple[str, ...] = ()
    description: str = ""
    recipe: str = AS_IS
    before: str | None = None
    rewritten: str | None = None


class MessageParts(NamedTuple):
    """What a signed message is built from; a tuple, since a search makes thousands."""

    timestamp: str
    body: bytes
    nonce: str | None
    secret: str


@dataclass(frozen=True, slots=True)
class MessageFormat:
    """A way to build the signed message.

    Attributes:
        build: returns None if the parts can't be put into this format.
    """

    build: Callable[[MessageParts], bytes | None]
    slugs: tuple[str, ...] = ()
    description: str = ""
    recipe: str = AS_IS


class Hypothesis(NamedTuple):
    """One combination of parts that may have made the received signature."""

    signature: ReceivedSignature
    key: CandidateKey
    message_format: MessageFormat
    body: CandidateBody

    @property
    def recipe(self) -> Recipe:
        """How the parts were made."""
        return (
            self.signature.recipe,
            self.key.recipe,
            self.message_format.recipe,
            self.body.recipe,
        )

    def compute(self) -> bytes | None:
        """Compute the signature; None if the parts don't fit the message format."""
        signature, key = self.signature, self.key
        message = self.message_format.build(
            MessageParts(
                signature.timestamp, self.body.data, signature.nonce, key.secret
            )
        )
        if message is None:
            return None
        return hmac.digest(key.data, message, signature.algorithm)


def text_bytes(text: str) -> bytes:
    """Encode text of a header or a body; what UTF-8 can't encode becomes `?`."""
    return text.encode("utf-8", "replace")


def _twentys_message(parts: MessageParts) -> bytes:
    return text_bytes(parts.timestamp) + b":" + parts.body


TWENTYS_FORMAT = MessageFormat(_twentys_message)
