"""The public Python API: sign, verify, diagnose, parse and sample.

Bodies are bytes, exactly as received: Twenty signs bytes, and decoding or parsing them
can lose what was signed. All times are Unix milliseconds.

The package, and so every command, imports this module. Therefore each function imports
what it needs when it is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from twenty_hooks.deliveries.delivery import Delivery, Headers
    from twenty_hooks.diagnosis import Diagnosis
    from twenty_hooks.protocol.events import Event
    from twenty_hooks.protocol.signature import Verdict

BodyBytes = bytes | bytearray | memoryview
# As frameworks have them: mappings, lists of pairs, and pairs of bytes (ASGI).
HeadersOfAnyKind = Mapping[str, Any] | Iterable[tuple[Any, Any]]
OneOrMoreSecrets = str | Sequence[str]

TOLERANCE_MS = 300_000


def sign(
    body: BodyBytes, secret: str, timestamp_ms: int | None = None
) -> dict[str, str]:
    """Return the three headers that Twenty would send with this body.

    Args:
        body: the exact bytes of the request body.
        secret: the secret of the webhook, as Twenty shows it.
        timestamp_ms: the time of signing in Unix milliseconds; now if left out.

    Returns:
        `X-Twenty-Webhook-Timestamp`, `X-Twenty-Webhook-Signature` and
        `X-Twenty-Webhook-Nonce`, in this order.

    Raises:
        TypeError: the body is not bytes, or the secret is not text.
        ValueError: the secret is empty, or `timestamp_ms` is not a whole number of at
            least 0.
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
    body: BodyBytes,
    headers: HeadersOfAnyKind,
    secrets: OneOrMoreSecrets,
    *,
    now_ms: int | None = None,
    tolerance_ms: int | None = TOLERANCE_MS,
) -> Verdict:
    """Verify that Twenty signed exactly this body with one of these secrets.

    Args:
        body: the exact bytes of the request body.
        headers: a mapping, or (name, value) pairs; names are case-insensitive. Names
            and values may be bytes, and a value may be a list of values.
        secrets: one secret, or several while a secret is being rotated.
        now_ms: the current time in Unix milliseconds; read from the clock if left out.
        tolerance_ms: how many milliseconds old, or in the future, the signature may be;
            5 minutes if left out. None accepts any age.

    Returns:
        A `Verdict`: true if the delivery is valid. `name` and `reason` say why it is
        not; see `protocol.signature.Verdict` for the names.

    Raises:
        TypeError: the body is not bytes, or a secret is not text.
        ValueError: there is no secret, or only empty ones; or `now_ms` or
            `tolerance_ms` is NaN or infinite.
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
    body: BodyBytes,
    headers: HeadersOfAnyKind,
    secrets: OneOrMoreSecrets,
    *,
    known: Mapping[str, str] | None = None,
    received_at_ms: int | None = None,
) -> Diagnosis:
    """Find out why a signature does not match.

    Takes milliseconds for most deliveries, and about ten seconds at most; up to twice
    that for a body of several megabytes.

    Args:
        body, headers, secrets: as for `verify`.
        known: further secrets by webhook id, to find out whether one of them signed it.
        received_at_ms: when the delivery was received, in Unix milliseconds; helps to
            find a lost or replaced timestamp.

    Returns:
        A `Diagnosis`. Its `cause` is set only if a recomputed signature proves it;
        `detail` is the proof, `fix` says what to do, and `possible` has causes that
        are likely but not proved.

    Raises:
        TypeError, ValueError: as `verify`.
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


def parse(body: BodyBytes) -> Event:
    """Parse the body of a record or metadata event of any release.

    Never fails on bytes: for other JSON the `kind` of the event is `unknown`, for other
    bytes it is `not-json`, and `problem` says why.

    Raises:
        TypeError: the body is not bytes.
    """
    from twenty_hooks.protocol import events

    return events.parse(_bytes(body))


def sample(
    event: str,
    *,
    secret: str | None = None,
    set: Mapping[str, Any] | None = None,  # noqa: A002 - named like `hooks sample --set`
    unset: Sequence[str] = (),
    era: Literal["2.x", "1.8", "0.55", "documented"] = "2.x",
    actor: Literal["key", "user"] = "key",
    target_url: str = "https://example.com/hooks/twenty",
    timestamp_ms: int | None = None,
    seed: int | str | None = None,
) -> Delivery:
    """Make a realistic delivery of an event, as Twenty would send it.

    Args:
        event: such as `person.created` or `metadata.view.updated`.
        secret: signs the delivery. Without one it is unsigned, as from a webhook that
            has no secret.
        set: new values by path. A path starts at the record (`name.firstName`), or at
            the body if it begins with a slash (`/workspaceId`).
        unset: paths to remove.
        era: the release whose bodies to make; `documented` is the body of Twenty's
            documentation, which no release sends.
        actor: who made the change: an API key, or a user.
        target_url: the URL of the webhook.
        timestamp_ms: the time of the event and of the signature, in Unix milliseconds;
            now if left out.
        seed: the same seed and `timestamp_ms` make the same body.

    Raises:
        twenty_hooks.errors.UsageError: the era does not send this event, or a path
            can't be set.
    """
    from random import Random
    from urllib.parse import urlsplit

    from twenty_hooks import samples
    from twenty_hooks.deliveries.delivery import Delivery, headers_as_twenty
    from twenty_hooks.text import units

    moment = units.now_ms() if timestamp_ms is None else timestamp_ms
    made = samples.compose(
        event,
        random=Random(seed),  # noqa: S311 - makes up records, not keys
        now_ms=moment,
        era=era,
        actor=actor,
        overrides=samples.Overrides.of(set or {}, unset),
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
        f"the body must be the bytes of the request, not {type(body).__name__}: Twenty "
        "signs bytes, and decoding or parsing them can lose what was signed"
    )


def _pairs(headers: HeadersOfAnyKind) -> Headers:
    items = headers.items() if hasattr(headers, "items") else headers
    pairs: list[tuple[str, str]] = []
    for name, value in items:
        # Some frameworks have all values of a name in one list, and None for a header
        # that is missing.
        values = value if isinstance(value, (list, tuple)) else (value,)
        pairs.extend((_text(name), _text(item)) for item in values if item is not None)
    return tuple(pairs)


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _secrets(secrets: OneOrMoreSecrets) -> tuple[str, ...]:
    several = (secrets,) if isinstance(secrets, (str, bytes)) else tuple(secrets)
    for secret in several:
        if not isinstance(secret, str):
            raise TypeError(
                f"a secret must be text, not {type(secret).__name__}: Twenty uses it "
                "as it is shown, and does not decode it"
            )
    if not any(several):
        raise ValueError("there is no secret: anybody could sign with an empty one")
    return several
