"""Deliveries without the secrets in them, fit to be shown to others.

Masked are the values under keys that name a secret (`accessToken`,
`connectionParameters`, `passwords`, ...), however deep; user, password and query of
`targetUrl`, and the query of the path that repeats it; and the headers that carry
credentials. The body is then written as Twenty writes it, so that nothing else in it
changes; but it is no longer what was signed, and the delivery says so.
"""

from __future__ import annotations

import re
from typing import Any

from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.text import js_json

MASK = "[redacted]"
# Brackets mean something in a URL, to curl at least.
URL_MASK = "redacted"

# Compared in lower case, without - and _, and without the s of a plural.
_KEYS = frozenset(
    {
        "connectionparameter",
        "credential",
        "authorization",
        "cookie",
    }
)
_ENDINGS = ("token", "password", "passwd", "secret", "apikey", "privatekey")
_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"}
)
_URL_KEYS = frozenset({"targeturl"})
_URL = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)?"
    r"(?P<user>[^/?#@]*@)?(?P<rest>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?\Z",
    re.DOTALL,
)


def redact(delivery: Delivery) -> Delivery:
    """The delivery with its secrets masked; the very same one if it has none.

    A body that is not JSON is left as it is.
    """
    body = _body(delivery.body)
    headers = _headers(delivery.headers)
    path = url(delivery.path)
    if (body, headers, path) == (delivery.body, delivery.headers, delivery.path):
        return delivery
    return delivery._replace(body=body, headers=headers, path=path, is_redacted=True)


def is_secret(key: str) -> bool:
    """Whether what stands under this key is not to be shown."""
    plain = key.lower().replace("_", "").replace("-", "").removesuffix("s")
    return plain in _KEYS or plain.endswith(_ENDINGS)


def mask(value: Any, keys: tuple[str, ...] = ()) -> Any:
    """The value with what is secret in it masked. keys: where it stands itself."""
    if any(map(is_secret, keys)):
        return value if _is_count(value, keys) else _masked(value)
    if keys and _is_url(keys[-1]) and isinstance(value, str):
        return url(value)
    if isinstance(value, dict):
        return {key: mask(item, (key,)) for key, item in value.items()}
    if isinstance(value, list):
        return [mask(item) for item in value]
    return value


def is_masked(value: Any) -> bool:
    """Whether something in the value was masked."""
    if isinstance(value, dict):
        return any(map(is_masked, value.values()))
    if isinstance(value, list):
        return any(map(is_masked, value))
    return bool(value == MASK)


def url(text: str) -> str:
    """The URL, or the target of a request, without user, password and query."""
    found = _URL.match(text)
    if not found:
        return text
    user = f"{URL_MASK}@" if found["user"] and found["scheme"] else found["user"]
    query = (
        f"?{URL_MASK}" if found["query"] and found["query"] != "?" else found["query"]
    )
    parts = (found["scheme"], user, found["rest"], query, found["fragment"])
    return "".join(part or "" for part in parts)


def _is_count(value: Any, keys: tuple[str, ...]) -> bool:
    """Whether it says how many there are: `totalInputTokens` of an agent."""
    *above, key = keys
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and key.lower().endswith("s") and not any(map(is_secret, above))


def _masked(value: Any) -> Any:
    """Whether there is a secret may be seen, not what it is."""
    return value if value in (None, "", [], {}) or value is False else MASK


def _body(body: bytes) -> bytes:
    try:
        value = js_json.parse(body)
        masked = mask(value)
        return body if masked == value else js_json.stringify(masked).encode()
    except (ValueError, RecursionError):
        return body


def _headers(headers: Headers) -> Headers:
    return tuple(
        (name, MASK if name.lower() in _HEADERS and value else value)
        for name, value in headers
    )


def _is_url(key: str) -> bool:
    return key.lower() in _URL_KEYS
