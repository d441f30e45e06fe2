"""Bodies that may have been signed, given the one that came.

Each recipe undoes one thing that happens to bodies. What wraps a body (base64, a
byte order mark, a form) is undone first, then what changed its text; `pairs` does
one after the other. Everything here is bounded: at most a few dozen bodies, and
compressed ones open only so far.
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
from twenty_hooks.diagnosis.hypothesis import Body
from twenty_hooks.text import js_json

# Twenty's own bodies are far smaller; a bomb stops here.
_MOST_DECOMPRESSED = 16_000_000
_BOM = b"\xef\xbb\xbf"
_UTF_16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_FORM_KEY = re.compile(rb"[A-Za-z0-9_.\[\]%-]{1,60}=")
_ENTITY = re.compile(r"&(?:(quot|apos|lt|gt|amp)|#(?:x([0-9a-fA-F]{1,6})|(\d{1,7})));")
_ENTITIES = {"quot": '"', "apos": "'", "lt": "<", "gt": ">", "amp": "&"}
# One that never ends is taken to the end, so that hostile quotes cost one pass.
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
# What cp1252 leaves undefined is read as a control character, as browsers do.
_CP1252 = codecs.charmap_build(
    "".join(
        bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))
        for byte in range(256)
    )
)

Recipe = Callable[[bytes], Iterator[Body]]


def compact(body: bytes) -> Iterator[Body]:
    """Written again by another JSON library."""
    return _as_text(body, json_transforms.compact)


def key_order(body: bytes) -> Iterator[Body]:
    """Keys reordered."""
    return _as_text(body, json_transforms.key_order)


def objects(body: bytes) -> Iterator[Body]:
    """Empty objects turned into arrays."""
    if b"[]" in body:
        yield from _as_text(body, json_transforms.objects)


def wrapped(body: bytes) -> Iterator[Body]:
    """Something around the body, or all of it in another dress."""
    if body.startswith(_BOM):
        yield Body(body[3:], ("body-bom",), "the body without its byte order mark")
    if body.endswith((b"\n", b"\r")):
        for shorter in dict.fromkeys(
            (body.removesuffix(b"\n").removesuffix(b"\r"), body.rstrip(b"\r\n"))
        ):
            how = "the body without the newline at its end"
            yield Body(shorter, ("body-newline-added",), how)
    yield from _html(body)
    yield from _form(body)
    yield from _base64(body)
    yield from _compressed(body)
    yield from _as_text(body, json_transforms.stringified)
    yield from _transcoded(body)


def misread(body: bytes) -> Iterator[Body]:
    """Right bytes read as the wrong characters."""
    text = _text(body)
    if text is None or text.isascii():
        return
    for charset, data in (("Latin-1", _latin_1(text)), ("cp1252", _cp1252(text))):
        if data is not None:
            how = f"the characters of the body as {charset} bytes"
            yield Body(data, ("body-mojibake",), how)
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, text)
        if other != text:
            how = f"the body in Unicode form {form}"
            yield Body(other.encode(), ("body-unicode-normalized",), how)


def line_ends(body: bytes) -> Iterator[Body]:
    """LF for CRLF, and the other way round."""
    if b"\n" not in body:
        return
    unix = body.replace(b"\r\n", b"\n")
    for data, name in ((unix, "LF"), (unix.replace(b"\n", b"\r\n"), "CRLF")):
        if data != body:
            yield Body(data, ("body-crlf",), f"the body with {name} line ends")


def unescaped(body: bytes) -> Iterator[Body]:
    r"""`\u` escapes signed, and characters sent."""
    text = _text(body)
    if text is None:
        return
    slugs = ("body-unicode-unescaped",)
    if not text.isascii():
        for digits in ("04x", "04X"):
            escaped = _ascii(text, digits)
            yield Body(escaped, slugs, "the body with \\u escapes beyond ASCII")
    controlled = _STRING.sub(
        lambda found: _CONTROL.sub(lambda control: _escape(control[0]), found[0]), text
    )
    if controlled != text:
        yield Body(
            controlled.encode(), slugs, "the body with its control characters escaped"
        )


def stripped(body: bytes) -> Iterator[Body]:
    """Whitespace signed and not sent: Twenty itself signs none."""
    slugs = ("body-whitespace-stripped",)
    for missing, name in ((b"\n", "newline"), (b"\r\n", "CRLF"), (b" ", "blank")):
        yield Body(body + missing, slugs, f"the body with a {name} after it")
    text = _text(body)
    if text is None:
        return
    for indent in ("  ", "    ", "\t", None):
        spaced = _spaced(text, indent)
        if spaced is None or len(spaced) <= len(text):
            continue
        for end in ("", "\n"):
            how = "the indented form" if indent else "the form with blanks"
            yield Body((spaced + end).encode(), slugs, how)


def pairs(body: bytes) -> Iterator[Body]:
    """One after the other: first what is around the body, then what is inside."""
    for outer in wrapped(body):
        for recipe in (compact, key_order, objects, misread, wrapped, unescaped):
            for inner in recipe(outer.data):
                if inner.slugs != outer.slugs or inner.before is not None:
                    yield _joined(outer, inner)
    for recipe in (compact, key_order, objects):
        for outer in recipe(body):
            for inner in misread(outer.data):
                yield _joined(outer, inner)


# Cheapest, and likeliest, first.
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


def _joined(outer: Body, inner: Body) -> Body:
    how = f"{outer.how}, then {inner.how}"
    slugs = outer.slugs + inner.slugs
    if inner.before is not None:
        return replace(inner, slugs=slugs, how=how)
    return replace(outer, data=inner.data, slugs=slugs, how=how)


def _as_text(body: bytes, recipe: Callable[[str], Iterator[Body]]) -> Iterator[Body]:
    text = _text(body)
    if text is not None:
        yield from recipe(text)


def _text(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _html(body: bytes) -> Iterator[Body]:
    if b"&" not in body:
        return
    text = _text(body)
    if text is None:
        return
    plain = _ENTITY.sub(_entity, text)
    if plain != text:
        how = "the body with its HTML entities resolved"
        yield Body(plain.encode("utf-8", "replace"), ("body-html-escaped",), how)


def _entity(found: re.Match[str]) -> str:
    name, hexadecimal, decimal = found.groups()
    if name:
        return _ENTITIES[name]
    point = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(point) if point <= 0x10FFFF else found[0]


def _form(body: bytes) -> Iterator[Body]:
    if b"%" not in body and b"=" not in body:
        return
    key = _FORM_KEY.match(body)
    values = [body[key.end() :]] if key else []
    values += [body.removesuffix(b"="), body]
    seen = {body}
    for value in values:
        plus_as_blank = unquote_plus(value.decode("latin-1"), "latin-1")
        for data in (plus_as_blank.encode("latin-1"), unquote_to_bytes(value)):
            if data not in seen:
                seen.add(data)
                yield Body(data, ("body-form-encoded",), "the value of the form")


def _base64(body: bytes) -> Iterator[Body]:
    packed = b"".join(body.split()).translate(bytes.maketrans(b"-_", b"+/"))
    packed = packed.strip(b'"').rstrip(b"=")
    if len(packed) < 8:
        return
    try:
        data = base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return
    yield Body(data, ("body-base64",), "the bytes that the base64 stands for")


def _compressed(body: bytes) -> Iterator[Body]:
    if body[:2] != b"\x1f\x8b" and body[:1] != b"\x78":
        return
    unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever it is
    try:
        data = unpacker.decompress(body, _MOST_DECOMPRESSED)
    except zlib.error:
        return
    if unpacker.eof:
        yield Body(data, ("body-gzipped",), "the decompressed body")


def _transcoded(body: bytes) -> Iterator[Body]:
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
        how = f"the body, read as {charset}, in UTF-8"
        yield Body(data, ("body-transcoded",), how)


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
    """As `JSON.stringify(value, null, indent)`; blanks after , and : without."""
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
