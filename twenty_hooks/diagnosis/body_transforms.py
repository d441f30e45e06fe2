"""Bodies that may have been signed, made from the received one.

Each recipe reverses one kind of change. Encodings of the whole body (base64, a byte
order mark, form data) are reversed before changes of its text; `pairs` reverses two
changes, one after the other. The work is bounded: a few dozen bodies at most, and
decompression stops at a maximum size.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import unquote_plus, unquote_to_bytes

from twenty_hooks.diagnosis import json_transforms
from twenty_hooks.diagnosis.hypothesis import CandidateBody
from twenty_hooks.text import js_json

# Far more than a body of Twenty has; protects against decompression bombs.
_MAX_DECOMPRESSED = 16_000_000
_BOM = b"\xef\xbb\xbf"
_UTF_16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_FORM_KEY = re.compile(rb"[A-Za-z0-9_.\[\]%-]{1,60}=")
_ENTITY = re.compile(r"&(?:(quot|apos|lt|gt|amp)|#(?:x([0-9a-fA-F]{1,6})|(\d{1,7})));")
_ENTITIES = {"quot": '"', "apos": "'", "lt": "<", "gt": ">", "amp": "&"}
# A string without an end matches to the end of the text, so that hostile quotes cost
# one pass only.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")
_SHORT_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Bytes that cp1252 leaves undefined are control characters, as in browsers.
_CP1252 = codecs.charmap_build(
    "".join(
        bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))
        for byte in range(256)
    )
)

Recipe = Callable[[bytes], Iterator[CandidateBody]]


def compact(body: bytes) -> Iterator[CandidateBody]:
    """Yield the body as compact JSON."""
    return _as_text(body, json_transforms.compact)


def key_order(body: bytes) -> Iterator[CandidateBody]:
    """Yield the body with its keys in Twenty's order."""
    return _as_text(body, json_transforms.key_order)


def objects(body: bytes) -> Iterator[CandidateBody]:
    """Yield the body with empty objects in place of empty arrays."""
    if b"[]" in body:
        yield from _as_text(body, json_transforms.objects)


def wrapped(body: bytes) -> Iterator[CandidateBody]:
    """Yield the body without something that was added, or decoded."""
    if body.startswith(_BOM):
        description = "the body without its byte order mark"
        yield CandidateBody(body[3:], ("body-bom",), description)
    if body.endswith((b"\n", b"\r")):
        for shorter in dict.fromkeys(
            (body.removesuffix(b"\n").removesuffix(b"\r"), body.rstrip(b"\r\n"))
        ):
            description = "the body without its final newline"
            yield CandidateBody(shorter, ("body-newline-added",), description)
    yield from _html(body)
    yield from _form(body)
    yield from _base64(body)
    yield from _compressed(body)
    yield from _as_text(body, json_transforms.stringified)
    yield from _transcoded(body)


def misread(body: bytes) -> Iterator[CandidateBody]:
    """Yield the body decoded correctly, or in another Unicode form."""
    text = _text(body)
    if text is None or text.isascii():
        return
    for charset, data in (("Latin-1", _latin_1(text)), ("cp1252", _cp1252(text))):
        if data is not None:
            description = f"the text of the body encoded as {charset}"
            yield CandidateBody(data, ("body-mojibake",), description)
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, text)
        if other != text:
            description = f"the body in Unicode form {form}"
            slugs = ("body-unicode-normalized",)
            yield CandidateBody(other.encode(), slugs, description)


def line_ends(body: bytes) -> Iterator[CandidateBody]:
    """Yield the body with LF instead of CRLF, and the other way round."""
    if b"\n" not in body:
        return
    unix = body.replace(b"\r\n", b"\n")
    for data, name in ((unix, "LF"), (unix.replace(b"\n", b"\r\n"), "CRLF")):
        if data != body:
            description = f"the body with {name} line endings"
            yield CandidateBody(data, ("body-crlf",), description)


def unescaped(body: bytes) -> Iterator[CandidateBody]:
    r"""Yield the body with `\u` escapes in place of characters."""
    text = _text(body)
    if text is None:
        return
    slugs = ("body-unicode-unescaped",)
    if not text.isascii():
        for digits in ("04x", "04X"):
            escaped = _ascii(text, digits)
            description = "the body with \\u escapes for non-ASCII characters"
            yield CandidateBody(escaped, slugs, description)
    controlled = _STRING.sub(
        lambda found: _CONTROL.sub(lambda control: _escape(control[0]), found[0]), text
    )
    if controlled != text:
        description = "the body with its control characters escaped"
        yield CandidateBody(controlled.encode(), slugs, description)


def stripped(body: bytes) -> Iterator[CandidateBody]:
    """Yield the body with whitespace added.

    Twenty signs none, but other programs that sign do.
    """
    slugs = ("body-whitespace-stripped",)
    for missing, name in ((b"\n", "newline"), (b"\r\n", "CRLF"), (b" ", "space")):
        yield CandidateBody(body + missing, slugs, f"the body with a {name} after it")
    text = _text(body)
    if text is None:
        return
    for indent in ("  ", "    ", "\t", None):
        spaced = _spaced(text, indent)
        if spaced is None or len(spaced) <= len(text):
            continue
        for end in ("", "\n"):
            how = "indented" if indent else "with spaces after , and :"
            yield CandidateBody((spaced + end).encode(), slugs, f"the body {how}")


def pairs(body: bytes) -> Iterator[CandidateBody]:
    """Yield the body with two changes reversed: the outer one, then the inner one."""
    for outer in wrapped(body):
        for recipe in (compact, key_order, objects, misread, wrapped, unescaped):
            for inner in recipe(outer.data):
                if inner.slugs != outer.slugs or inner.before is not None:
                    yield _joined(outer, inner)
    for recipe in (compact, key_order, objects):
        for outer in recipe(body):
            for inner in misread(outer.data):
                yield _joined(outer, inner)


# Cheapest and likeliest first.
RECIPES: dict[str, Recipe] = {
    "compact": compact,
    "wrapped": wrapped,
    "misread": misread,
    "key-order": key_order,
    "objects": objects,
    "unescaped": unescaped,
    "line-ends": line_ends,
    "stripped": stripped,
    "pairs": pairs,
}


def _joined(outer: CandidateBody, inner: CandidateBody) -> CandidateBody:
    description = f"{outer.description}, then {inner.description}"
    slugs = outer.slugs + inner.slugs
    if inner.before is not None:
        return replace(inner, slugs=slugs, description=description)
    return replace(outer, data=inner.data, slugs=slugs, description=description)


def _as_text(
    body: bytes, recipe: Callable[[str], Iterator[CandidateBody]]
) -> Iterator[CandidateBody]:
    text = _text(body)
    if text is not None:
        yield from recipe(text)


def _text(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _html(body: bytes) -> Iterator[CandidateBody]:
    if b"&" not in body:
        return
    text = _text(body)
    if text is None:
        return
    plain = _ENTITY.sub(_entity, text)
    if plain != text:
        data = plain.encode("utf-8", "replace")
        description = "the body with its HTML entities decoded"
        yield CandidateBody(data, ("body-html-escaped",), description)


def _entity(found: re.Match[str]) -> str:
    name, hexadecimal, decimal = found.groups()
    if name:
        return _ENTITIES[name]
    point = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(point) if point <= 0x10FFFF else found[0]


def _form(body: bytes) -> Iterator[CandidateBody]:
    if b"%" not in body and b"=" not in body:
        return
    key = _FORM_KEY.match(body)
    values = [body[key.end() :]] if key else []
    values += [body.removesuffix(b"="), body]
    seen = {body}
    for value in values:
        plus_as_space = unquote_plus(value.decode("latin-1"), "latin-1")
        for data in (plus_as_space.encode("latin-1"), unquote_to_bytes(value)):
            if data not in seen:
                seen.add(data)
                description = "the form-decoded body"
                yield CandidateBody(data, ("body-form-encoded",), description)


def _base64(body: bytes) -> Iterator[CandidateBody]:
    packed = b"".join(body.split()).translate(bytes.maketrans(b"-_", b"+/"))
    packed = packed.strip(b'"').rstrip(b"=")
    if len(packed) < 8:
        return
    try:
        data = base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return
    yield CandidateBody(data, ("body-base64",), "the base64-decoded body")


def _compressed(body: bytes) -> Iterator[CandidateBody]:
    if body[:2] != b"\x1f\x8b" and body[:1] != b"\x78":
        return
    unpacker = zlib.decompressobj(wbits=47)  # detects gzip and zlib
    try:
        data = unpacker.decompress(body, _MAX_DECOMPRESSED)
    except zlib.error:
        return
    if unpacker.eof:
        yield CandidateBody(data, ("body-gzipped",), "the decompressed body")


def _transcoded(body: bytes) -> Iterator[CandidateBody]:
    charsets = []
    if body.startswith(_UTF_16_BOMS):
        charsets = ["utf-16"]
    elif body[1:2] == b"\0":
        charsets = ["utf-16-le"]
    elif body[:1] == b"\0":
        charsets = ["utf-16-be"]
    elif _text(body) is None:
        charsets = ["latin-1", "cp1252"]
    for charset in charsets:
        try:
            data = body.decode(charset).encode("utf-8")
        except UnicodeError:
            continue
        description = f"the body decoded as {charset} and encoded as UTF-8"
        yield CandidateBody(data, ("body-transcoded",), description)


def _latin_1(text: str) -> bytes | None:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return None


def _cp1252(text: str) -> bytes | None:
    try:
        return codecs.charmap_encode(text, "strict", _CP1252)[0]
    except UnicodeEncodeError:
        return None


def _ascii(text: str, digits: str) -> bytes:
    def escaped(found: re.Match[str]) -> str:
        units = found[0].encode("utf-16-be", "surrogatepass")
        return "".join(
            f"\\u{int.from_bytes(units[at : at + 2], 'big'):{digits}}"
            for at in range(0, len(units), 2)
        )

    return _NOT_ASCII.sub(escaped, text).encode("ascii")


def _escape(control: str) -> str:
    return _SHORT_ESCAPES.get(control) or f"\\u{ord(control):04x}"


def _spaced(text: str, indent: str | None) -> str | None:
    """Return JSON as `JSON.stringify(value, null, indent)` writes it.

    Without an indent, a space follows each comma and colon. None for invalid JSON.
    """
    try:
        value = js_json.parse(text)
        compact_text = js_json.stringify(value)
    except ValueError:
        return None
    return _indented(compact_text, indent)


_PUNCTUATION = re.compile(r'"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{}\[\],:]', re.DOTALL)


def _indented(compact_text: str, indent: str | None) -> str:
    depth = 0

    def spaced(found: re.Match[str]) -> str:
        nonlocal depth
        mark = found[0]
        if mark == ":":
            return ": "
        if indent is None:
            return ", " if mark == "," else mark
        if mark in ("{", "["):
            depth += 1
        elif mark in ("}", "]"):
            depth -= 1
            return "\n" + indent * depth + mark
        elif mark != ",":
            return mark
        return mark + "\n" + indent * depth

    return _PUNCTUATION.sub(spaced, compact_text)
