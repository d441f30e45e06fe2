"""Target URLs as Twenty parses them: by the WHATWG rules, http or https only.

From 1.3 on Twenty parses a target with JavaScript's `URL` and stores the result: the
host in lower case and punycode, without the default port, with a `/` after a bare host,
with spaces and non-ASCII characters percent-encoded. Its REST API refuses other URLs
without a reason; this module finds the reason. Two URLs are the same target if they are
equal once normalized.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

DEFAULT_PORTS = {"http": 80, "https": 443}

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE | re.ASCII)
_HOST_AND_PORT = re.compile(r"[\w.-]+(:[0-9]{1,5})?([/?#].*)?\Z", re.DOTALL)
_EDGES = "".join(map(chr, range(0x21)))  # C0 controls and the space
_FORBIDDEN_IN_HOST = frozenset("\0\t\n\r #/:<>?@[\\]^|%\x7f") | set(_EDGES)
# The percent-encode sets of https://url.spec.whatwg.org/#percent-encoded-bytes.
_QUERY_SET = frozenset(" \"#<>'")
_PATH_SET = frozenset(' "#<>?`{}')
_FRAGMENT_SET = frozenset(' "<>`')
_USERINFO_SET = _PATH_SET | frozenset("/:;=@[\\]^|")
_SINGLE_DOT = frozenset({".", "%2e"})
_DOUBLE_DOT = frozenset({"..", ".%2e", "%2e.", "%2e%2e"})


class BadUrl(ValueError):  # noqa: N818
    """A URL that Twenty does not accept.

    Attributes:
        code: `empty-url`, `url-without-scheme`, `url-scheme` or `bad-url`.
        suggestion: the URL that was probably meant; may be empty.
    """

    def __init__(self, code: str, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class TargetUrl:
    """A normalized http or https URL. Its str() is what Twenty stores.

    Attributes:
        host: in lower case and punycode; an IPv6 address is in brackets.
        port: None if it is the default port of the scheme.
        userinfo: `user:password`, percent-encoded; usually empty.
        rest: path, query and fragment, as sent.
    """

    scheme: str
    host: str
    port: int | None
    userinfo: str
    rest: str

    def __str__(self) -> str:
        userinfo = f"{self.userinfo}@" if self.userinfo else ""
        return f"{self.scheme}://{userinfo}{self.netloc}{self.rest}"

    @property
    def netloc(self) -> str:
        """Host and port: `example.com`, `localhost:8020`, `[::1]:8020`."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: `https://example.com`. A key belongs to an origin."""
        return f"{self.scheme}://{self.netloc}"


def parse(text: str) -> TargetUrl:
    """Parse a URL as Twenty does. Raises BadUrl, which says why Twenty refuses it."""
    text = re.sub(r"[\t\n\r]", "", text.strip(_EDGES))
    if not text:
        raise BadUrl("empty-url", "the URL is empty")
    found = _SCHEME.match(text)
    if found is None or _is_host_and_port(text, found[1]):
        raise _without_scheme(text)
    scheme = found[1].lower()
    if scheme not in DEFAULT_PORTS:
        raise BadUrl(
            "url-scheme",
            f"Twenty calls only http and https URLs, not '{scheme}:'",
        )
    authority, rest = _split_authority(text[found.end() :].lstrip("/\\"))
    userinfo, _, host_and_port = authority.rpartition("@")
    host_text, port_text = _split_port(host_and_port)
    return TargetUrl(
        scheme,
        _host(host_text),
        _port(port_text, DEFAULT_PORTS[scheme]),
        _userinfo(userinfo),
        _rest(rest),
    )


def same(one: str, other: str) -> bool:
    """Whether two URLs are the same target; invalid URLs are compared as text."""
    return one == other or normalised(one) == normalised(other)


def normalised(text: str) -> str:
    """Return the URL as Twenty stores it; an invalid URL is returned unchanged."""
    try:
        return str(parse(text))
    except BadUrl:
        return text


def _is_host_and_port(text: str, scheme: str) -> bool:
    # `localhost:9911` would parse as the scheme "localhost".
    after = text[len(scheme) + 1 :]
    return scheme.lower() not in DEFAULT_PORTS and bool(
        re.match(r"[0-9]{1,5}(?:[/?#]|\Z)", after)
    )


def _without_scheme(text: str) -> BadUrl:
    shown = text.lstrip("/")
    if not _HOST_AND_PORT.match(shown):
        return BadUrl("url-without-scheme", f"'{text}' is not a URL: it has no scheme")
    host = re.split(r"[:/?#]", shown, maxsplit=1)[0]
    local = host == "localhost" or host.replace(".", "").isdigit()
    return BadUrl(
        "url-without-scheme",
        f"'{text}' has no scheme: a URL starts with http:// or https://",
        f"{'http' if local else 'https'}://{shown}",
    )


def _split_authority(text: str) -> tuple[str, str]:
    found = re.search(r"[/\\?#]", text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def _split_port(text: str) -> tuple[str, str]:
    inside = text.rfind("]")
    colon = text.find(":", inside + 1)
    return (text, "") if colon < 0 else (text[:colon], text[colon + 1 :])


def _port(text: str, default: int) -> int | None:
    if not text:
        return None
    digits = text.lstrip("0") or "0"
    # int() refuses thousands of digits.
    is_number = text.isascii() and text.isdigit() and len(digits) <= 5
    if not is_number or int(digits) > 0xFFFF:
        raise BadUrl("bad-url", f"'{text[:20]}' is not a port (0 to 65535)")
    return None if int(digits) == default else int(digits)


def _userinfo(text: str) -> str:
    user, _, password = text.partition(":")
    encoded = _encode(user, _USERINFO_SET)
    return f"{encoded}:{_encode(password, _USERINFO_SET)}" if password else encoded


def _host(text: str) -> str:
    if text.startswith("["):
        try:
            if not text.endswith("]") or "%" in text:
                raise ValueError
            return f"[{_ipv6_text(ipaddress.IPv6Address(text[1:-1]))}]"
        except ValueError:
            raise BadUrl("bad-url", f"'{text}' is not an IPv6 address") from None
    try:
        name = unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise BadUrl("bad-url", f"the host '{text}' is not UTF-8 text") from None
    name = _ascii_name(name)
    if not name:
        raise BadUrl("bad-url", "the URL has no host")
    wrong = sorted(_FORBIDDEN_IN_HOST & set(name))
    if wrong:
        what = "a space" if wrong[0] in _EDGES else f"'{wrong[0]}'"
        raise BadUrl("bad-url", f"the host '{text}' contains {what}")
    return _ipv4_text(name) if _ends_in_number(name) else name


def _ascii_name(name: str) -> str:
    """Return a host name in lower case and punycode, close to UTS 46 as in WHATWG."""
    if name.isascii() and "xn--" not in name.lower():
        return name.lower()
    mapped = unicodedata.normalize("NFKC", name.replace("\xad", "")).lower()
    mapped = unicodedata.normalize("NFKC", mapped)
    labels = re.split("[.。]", mapped)
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        for label in labels
    )


def _ends_in_number(name: str) -> bool:
    last = name.removesuffix(".").rpartition(".")[2]
    return bool(last) and (
        (last.isascii() and last.isdigit()) or _ipv4_number(last) is not None
    )


def _ipv4_text(name: str) -> str:
    """Return dotted decimal; also for `0x7f.1`, `2130706433` and `0177.0.0.1`."""
    parts = name.removesuffix(".").split(".")
    numbers = [_ipv4_number(part) for part in parts]
    problem = BadUrl("bad-url", f"'{name}' is not an IPv4 address")
    if len(parts) > 4 or None in numbers:
        raise problem
    *first, last = [number for number in numbers if number is not None]
    if any(number > 255 for number in first) or last >= 256 ** (5 - len(parts)):
        raise problem
    value = last + sum(number << 8 * (3 - place) for place, number in enumerate(first))
    return str(ipaddress.IPv4Address(value))


def _ipv4_number(text: str) -> int | None:
    try:
        if text[:2] in ("0x", "0X"):
            digits = text[2:]
            if not re.fullmatch("[0-9a-fA-F]*", digits, re.ASCII):
                return None
            return int(digits or "0", 16)
        if not re.fullmatch("[0-9]+", text, re.ASCII):
            return None
        return int(text, 8 if text[0] == "0" and len(text) > 1 else 10)
    except ValueError:
        return None


def _ipv6_text(address: ipaddress.IPv6Address) -> str:
    # WHATWG writes mapped addresses in hex (::ffff:7f00:1), unlike Python 3.13.
    mapped = address.ipv4_mapped
    if mapped is None:
        return address.compressed
    return f"::ffff:{int(mapped) >> 16:x}:{int(mapped) & 0xFFFF:x}"


def _rest(text: str) -> str:
    text, hash_mark, fragment = text.partition("#")
    path, question, query = text.partition("?")
    shown = _path(path)
    if question:
        shown += "?" + _encode(query, _QUERY_SET)
    if hash_mark:
        shown += "#" + _encode(fragment, _FRAGMENT_SET)
    return shown


def _path(text: str) -> str:
    segments: list[str] = []
    parts = re.split(r"[/\\]", text)[1:]
    for place, part in enumerate(parts):
        is_last = place == len(parts) - 1
        if part.lower() in _DOUBLE_DOT:
            segments = segments[:-1] + ([""] if is_last else [])
        elif part.lower() in _SINGLE_DOT:
            segments += [""] if is_last else []
        else:
            segments.append(_encode(part, _PATH_SET))
    return "/" + "/".join(segments)


def _encode(text: str, encoded: frozenset[str]) -> str:
    return "".join(
        character
        if "\x20" <= character <= "\x7e" and character not in encoded
        else "".join(
            f"%{byte:02X}"
            for byte in character.encode("utf-16", "surrogatepass")
            .decode("utf-16", "replace")
            .encode("utf-8")
        )
        for character in text
    )
