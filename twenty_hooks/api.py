"""The public Python API: sign, verify, diagnose, parse, sample.

The one place beside the commands that reads the clock and makes random numbers; what
it calls is pure. Bodies are bytes, as they came; whoever has text has decoded it, and
what was signed may be lost. Every command imports this module with the package, so
each function imports what it needs when it is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from twenty_hooks.deliveries.delivery import Delivery, Headers
    from twenty_hooks.diagnosis import Diagnosis
    from twenty_hooks.protocol.events import Event
    from twenty_hooks.protocol.signature import Verdict

Body = bytes | bytearray | memoryview
# What frameworks have: mappings, lists of pairs, names and values in bytes (ASGI).
HeadersOfAnyKind = Mapping[str, Any] | Iterable[tuple[Any, Any]]
Secrets = str | Sequence[str]

TOLERANCE_MS = 300_000


def sign(body: Body, secret: str, timestamp_ms: int | None = None) -> dict[str, str]:
    """The three headers that Twenty would send with these bytes.

    timestamp_ms: when it is signed, Unix ms; now if left out. Raises ValueError for
    an empty secret, TypeError for a body that is not bytes.
    """
    from twenty_hooks.protocol import signature

    if timestamp_ms is not None and (
        isinstance(timestamp_ms, bool)
        or not isinstance(timestamp_ms, int)
        or timestamp_ms < 0
    ):
        raise ValueError("timestamp_ms must be a whole number of Unix milliseconds")
    (key,) = _secrets([secret])
    return dict(signature.sign_now(_bytes(body), key, timestamp_ms=timestamp_ms))


def verify(
    body: Body,
    headers: HeadersOfAnyKind,
    secrets: Secrets,
    *,
    now_ms: int | None = None,
    tolerance_ms: int | None = TOLERANCE_MS,
) -> Verdict:
    """Whether Twenty signed exactly these bytes with (one of) these secrets.

    headers: a mapping or pairs, in any case of letters. secrets: one, or several
    while one is being rotated. now_ms: Unix ms; the clock's if left out.
    tolerance_ms: how old, or how far ahead, the signature may be; None accepts any
    age. The verdict is true when it is valid, and says why when it is not.

    Raises TypeError for a body that is text, ValueError when there is no secret.
    """
    from twenty_hooks.protocol import signature
    from twenty_hooks.text import units

    return signature.verify(
        _bytes(body),
        _pairs(headers),
        _secrets(secrets),
        now_ms=units.now_ms() if now_ms is None else now_ms,
        tolerance_ms=tolerance_ms,
    )


def diagnose(
    body: Body,
    headers: HeadersOfAnyKind,
    secrets: Secrets,
    *,
    known: Mapping[str, str] | None = None,
    received_at_ms: int | None = None,
) -> Diagnosis:
    """Why the signature does not match: `cause` only where recomputing proves it.

    known: further secrets by webhookId, to find the one that did sign.
    received_at_ms: when it came, Unix ms, if that is known. Takes milliseconds for
    most deliveries, ten seconds at most. Raises like `verify`.
    """
    import time

    from twenty_hooks.deliveries.delivery import Delivery
    from twenty_hooks.diagnosis import Diagnoser, KnownSecret

    delivery = Delivery(_pairs(headers), _bytes(body), received_at_ms=received_at_ms)
    return Diagnoser(clock=time.monotonic).diagnose(
        delivery,
        _secrets(secrets),
        others=[
            KnownSecret(secret, f"webhook {webhook_id}")
            for webhook_id, secret in (known or {}).items()
        ],
    )


def parse(body: Body) -> Event:
    """What a body says: of any release, record or metadata event, or none at all.

    Never raises on bytes; TypeError for text.
    """
    from twenty_hooks.protocol import events

    return events.parse(_bytes(body))


def sample(
    event: str,
    *,
    secret: str | None = None,
    set: Mapping[str, Any] | None = None,  # noqa: A002 - the word of `hooks sample`
    unset: Sequence[str] = (),
    era: Literal["2.x", "1.8", "0.55", "documented"] = "2.x",
    actor: Literal["key", "user"] = "key",
    target_url: str = "https://example.com/hooks/twenty",
    timestamp_ms: int | None = None,
    seed: int | str | None = None,
) -> Delivery:
    """A realistic delivery of this event, as Twenty would send it now.

    secret: what signs it; without one it is unsigned, as from a webhook that has
    none. set, unset: paths that start at the record (`name.firstName`), or at the
    body with a slash (`/workspaceId`). era: whose bodies. seed: the same one gives
    the same body at the same timestamp_ms.

    Raises twenty_hooks.errors.UsageError for an event that the era never sends.
    """
    from random import Random
    from urllib.parse import urlsplit

    from twenty_hooks import samples
    from twenty_hooks.deliveries.delivery import Delivery, headers_as_twenty
    from twenty_hooks.text import units

    moment = units.now_ms() if timestamp_ms is None else timestamp_ms
    made = samples.compose(
        event,
        random=Random(seed),  # noqa: S311 - invented records, not keys
        now_ms=moment,
        era=era,
        actor=actor,
        edits=samples.Edits.of(set or {}, unset),
        target_url=target_url,
    )
    signed = () if secret is None else tuple(sign(made.body, secret, moment).items())
    target = urlsplit(target_url)
    path = target.path or "/"
    return Delivery(
        headers_as_twenty(
            made.body, signed, user_agent=made.user_agent, host=target.netloc
        ),
        made.body,
        path=f"{path}?{target.query}" if target.query else path,
        received_at_ms=moment,
    )


def _bytes(body: Any) -> bytes:
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    raise TypeError(
        f"the body is {type(body).__name__}, and has to be the bytes of the request: "
        "Twenty signs bytes, and decoding or parsing them can lose what was signed"
    )


def _pairs(headers: HeadersOfAnyKind) -> Headers:
    items = headers.items() if hasattr(headers, "items") else headers
    pairs: list[tuple[str, str]] = []
    for name, value in items:
        # Some give every value of a name in one list.
        values = value if isinstance(value, (list, tuple)) else (value,)
        # A header that was asked for and is not there did not come.
        pairs.extend((_text(name), _text(one)) for one in values if one is not None)
    return tuple(pairs)


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _secrets(secrets: Secrets) -> tuple[str, ...]:
    several = (secrets,) if isinstance(secrets, (str, bytes)) else tuple(secrets)
    for secret in several:
        if not isinstance(secret, str):
            raise TypeError(
                f"a secret is text, not {type(secret).__name__}: Twenty uses it as it "
                "is shown, not decoded"
            )
    if not any(several):
        raise ValueError("there is no secret: an empty one would let anybody sign")
    return several
