"""Mask the secrets in a delivery, so that it can be shown to others.

These are masked:
- values under keys that name a secret (`accessToken`, `connectionParameters`,
  `passwords`, ...), at any depth of the body;
- user, password and query of `targetUrl`, and the query of the request path, which
  repeats it;
- headers with credentials.

The masked body is written as Twenty writes JSON, so that nothing else in it changes. It
is no longer the signed one, and the delivery says so (`is_redacted`).

A body that can't be parsed strictly (cut off, with duplicate keys, nested too deeply,
...) is masked as text. If a secret could remain in it, the whole body is withheld:
redaction never lets through what it does not understand.
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote_plus

from twenty_hooks.deliveries.delivery import Delivery, Headers
from twenty_hooks.text import js_json

MASK = "[redacted]"
# Brackets have a meaning in URLs, for curl at least.
URL_MASK = "redacted"
WITHHELD = (
    "[body withheld: it can't be parsed, so secrets in it can't be masked; "
    "--no-redact shows it]"
)

Outcome = Literal["unchanged", "masked", "withheld"]

# Names are compared in lower case, with letters and digits only. These match the whole
# name, in singular or plural.
_NAMES = frozenset({"connectionparameter", "credential", "authorization", "cookie"})
# These match the end of a name, also before `Hash` or `Value`.
_NAME_END = re.compile(
    r"(?:token|password|passwd|passphrase|secret|sessionid"
    r"|(?:api|private|secret|signing|access|encryption)key)(?:hash|value)?s?\Z"
)
# These match the last word of a name: `userPwd`, but not `laptop`.
_LAST_WORDS = frozenset({"pwd", "otp", "bearer", "jwt"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_HEADERS = frozenset({"cookie", "set-cookie", "authorization", "proxy-authorization"})
_URL_KEYS = frozenset({"targeturl"})
_URL = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)?"
    r"(?P<user>[^/?#@]*@)?(?P<rest>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?\Z",
    re.DOTALL,
)

# For bodies that are masked as text. A string without an end goes to the end of it.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.DOTALL)
_COLON = re.compile(r"\s*:\s*")
_SCALAR = re.compile(r"[^,\]}]*+")
_AFTER_VALUE = re.compile(r"\s*(?:[,}\]]|\Z)")
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
_DEPTH = {"{": 1, "[": 1, "}": -1, "]": -1}
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ESCAPE = re.compile(r"\\+u([0-9a-fA-F]{4})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}\Z")
_MAX_DECODINGS = 3


class Redaction(NamedTuple):
    """A delivery that can be shown, and what was done to it.

    Attributes:
        delivery: the same object if there was nothing to mask.
        outcome: `unchanged`, `masked`, or `withheld`: its body is WITHHELD.
    """

    delivery: Delivery
    outcome: Outcome


def redact(delivery: Delivery) -> Redaction:
    """Mask the secrets in a delivery, or withhold its body."""
    body = _body(delivery.body)
    headers = _headers(delivery.headers)
    path = url(delivery.path)
    if body is None:
        withheld = delivery._replace(
            body=WITHHELD.encode(), headers=headers, path=path, is_redacted=True
        )
        return Redaction(withheld, "withheld")
    if (body, headers, path) == (delivery.body, delivery.headers, delivery.path):
        return Redaction(delivery, "unchanged")
    masked = delivery._replace(body=body, headers=headers, path=path, is_redacted=True)
    return Redaction(masked, "masked")


def is_withheld(delivery: Delivery) -> bool:
    """Whether `redact` has withheld the body of a delivery."""
    return delivery.is_redacted and delivery.body == WITHHELD.encode()


def is_secret(name: str) -> bool:
    """Whether a key, header or other name is that of a secret."""
    plain = _NOT_ALPHANUMERIC.sub("", name).lower()
    if _NAME_END.search(plain) or plain.removesuffix("s") in _NAMES:
        return True
    words = [word.lower().removesuffix("s") for word in _WORD.findall(name)]
    while words and words[-1] in ("hash", "value"):
        words.pop()
    return bool(words) and words[-1] in _LAST_WORDS


def mask(value: Any, keys: tuple[str, ...] = ()) -> Any:
    """Return a JSON value with the secrets in it masked.

    Args:
        keys: the path of the value itself.
    """
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
    """Whether a value in a JSON value was masked."""
    if isinstance(value, dict):
        return any(map(is_masked, value.values()))
    if isinstance(value, list):
        return any(map(is_masked, value))
    return bool(value == MASK)


def url(text: str) -> str:
    """Return a URL, or a request target, with user, password and query masked."""
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
    """Whether a number only counts secrets: `totalInputTokens` of an agent."""
    *parents, key = keys
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_plural = key.lower().endswith("s")
    return is_number and is_plural and not any(map(is_secret, parents))


def _masked(value: Any) -> Any:
    """Mask a value, unless it says that there is no secret."""
    return value if value in (None, "", [], {}) or value is False else MASK


def _body(body: bytes) -> bytes | None:
    """Return a body with its secrets masked; None to withhold it."""
    try:
        value = js_json.parse(body)
    except ValueError:
        return _unparsable(body)
    if not isinstance(value, (dict, list)) or _has_duplicate_keys(body):
        return _unparsable(body)
    masked = mask(value)
    return body if masked == value else js_json.stringify(masked).encode()


def _has_duplicate_keys(body: bytes) -> bool:
    """Whether an object has a key twice; a parsed value only has the last one."""
    found = False

    def check(pairs: list[tuple[str, Any]]) -> None:
        nonlocal found
        found = found or len({key for key, _ in pairs}) < len(pairs)

    json.loads(body, object_pairs_hook=check, parse_int=str)
    return found


def _unparsable(body: bytes) -> bytes | None:
    """Mask a body as text; None to withhold it."""
    text = body.decode("utf-8", "surrogateescape")
    if _CONTROL.search(text):
        return None  # binary, compressed, or in another encoding
    masked = _mask_text(text)
    return None if masked is None else masked.encode("utf-8", "surrogateescape")


def _mask_text(text: str) -> str | None:
    """Mask the values of secret keys in text that is almost JSON.

    Returns None if it is not clear where such a value ends, or if the name of a secret
    occurs anywhere but in such a key, so that its value may be anywhere, too.
    """
    masked: list[str] = []
    unmasked: list[str] = []
    done = at = 0
    while found := _STRING.search(text, at):
        at = found.end()
        colon = _COLON.match(text, at)
        key = _string_value(found[0])
        if colon is None or not (is_secret(key) or _is_url(key)):
            continue
        end = _end_of_value(text, colon.end())
        value = _mask_value(text[colon.end() : end], key)
        if value is None or not _AFTER_VALUE.match(text, end):
            return None
        masked += text[done : colon.end()], value
        unmasked.append(text[done : found.start()])
        done = at = end
    masked.append(text[done:])
    unmasked.append(text[done:])
    return None if _names_secret("\n".join(unmasked)) else "".join(masked)


def _mask_value(text: str, key: str) -> str | None:
    """Mask the JSON text of the value of a key; None if it is not JSON."""
    if not text.strip():
        return text
    try:
        value = js_json.parse(text)
    except ValueError:
        # Strings, objects and arrays may be cut off.
        return f'"{MASK}"' if text.startswith(('"', "{", "[")) else None
    masked = mask(value, (key,))
    return text if masked == value else js_json.stringify(masked)


def _end_of_value(text: str, start: int) -> int:
    """Return where a value ends; at the end of the text if it is cut off."""
    if text.startswith(("{", "["), start):
        depth = 0
        for bracket in _BRACKET.finditer(text, start):
            depth += _DEPTH.get(bracket[0], 0)
            if depth == 0:
                return bracket.end()
        return len(text)
    found = (_STRING if text.startswith('"', start) else _SCALAR).match(text, start)
    return found.end() if found else len(text)


def _string_value(text: str) -> str:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return text


def _names_secret(text: str) -> bool:
    """Whether the name of a secret occurs in a text, as it is or encoded."""
    for decoded in _decodings(text):
        words = _IDENTIFIER.findall(decoded)
        if any(map(is_secret, {*words, *map(" ".join, pairwise(words))})):  # "api key"
            return True
    return False


def _decodings(text: str) -> Iterator[str]:
    """Yield a text, and the text after one and more decodings."""
    for _ in range(_MAX_DECODINGS):
        yield text
        decoded = html.unescape(unquote_plus(text))
        decoded = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), decoded)
        packed = "".join(decoded.split()).strip('"')
        if _BASE64.match(packed):
            packed = packed.rstrip("=").replace("-", "+").replace("_", "/")
            try:
                data = base64.b64decode(packed + "=" * (-len(packed) % 4))
            except (binascii.Error, ValueError):
                data = b""
            decoded += "\n" + data.decode("utf-8", "replace")
        if decoded == text:
            return
        text = decoded


def _headers(headers: Headers) -> Headers:
    return tuple(
        (name, MASK if value and _is_secret_header(name) else value)
        for name, value in headers
    )


def _is_secret_header(name: str) -> bool:
    return name.lower() in _HEADERS or is_secret(name)


def _is_url(key: str) -> bool:
    return key.lower() in _URL_KEYS
