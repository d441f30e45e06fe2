"""The expected causes for each tool and change in `tests/vectors/diagnosis`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable


# For each change: slugs that are always expected, and slugs that are expected only if
# the signed body has what they are about.
def _beyond_ascii(body: bytes) -> bool:
    return not body.isascii()


def _line_separators(body: bytes) -> bool:
    return "\u2028".encode() in body or "\u2029".encode() in body


def _exponents(body: bytes) -> bool:
    return re.search(rb"[:,\[]-?[0-9.]+e[-+]", body) is not None


def _empty_objects(body: bytes) -> bool:
    return b"{}" in body


def _changes_under_nfd(body: bytes) -> bool:
    text = body.decode()
    return unicodedata.normalize("NFD", text) != text


ASCII = ("body-ascii-escaped", _beyond_ascii)
SEPARATORS = ("body-ascii-escaped", _line_separators)
NUMBERS = ("body-numbers-respelled", _exponents)
MOJIBAKE = ("body-mojibake", _beyond_ascii)
NORMALIZED = ("body-unicode-normalized", _changes_under_nfd)
NEWLINE = "body-newline-added"
PRETTY = "body-pretty-printed"
Part = str | tuple[str, Callable[[bytes], bool]]

EXPECTED: dict[str, dict[str, tuple[Part, ...]]] = {
    "node": {
        "pretty": (PRETTY,),
        "pretty-newline": (PRETTY, NEWLINE),
        "console-log": (NEWLINE,),
        "stringified": ("body-stringified",),
        "bom": ("body-bom",),
        "bom-pretty": (PRETTY, "body-bom"),
        "latin1": (MOJIBAKE,),
        "windows-1252": (MOJIBAKE,),
        "nfd": (NORMALIZED,),
        "querystring": ("body-form-encoded",),
        "encode-uri": ("body-form-encoded",),
        "form-key": ("body-form-encoded",),
        "base64": ("body-base64",),
        "base64url": ("body-base64",),
        "gzip": ("body-gzipped",),
        "gzip-base64": ("body-base64", "body-gzipped"),
        "unescaped": (("body-unicode-unescaped", _beyond_ascii),),
        "minified": ("body-whitespace-stripped",),
        "minified-newline": ("body-whitespace-stripped",),
        "stripped": ("body-whitespace-stripped",),
        "to-crlf": ("body-crlf",),
        "to-lf": ("body-crlf",),
    },
    "python": {
        "dumps": ("body-reserialized", ASCII, NUMBERS),
        "dumps-unicode": ("body-reserialized", NUMBERS),
        "dumps-compact": (ASCII, NUMBERS),
        "dumps-indent": (PRETTY, ASCII, NUMBERS),
        "dumps-sorted": ("body-keys-reordered", NUMBERS),
        "dumps-sorted-default": (
            "body-reserialized",
            ASCII,
            "body-keys-reordered",
            NUMBERS,
        ),
        "floats": (("body-numbers-respelled", lambda body: b'"position":' in body),),
        "html-escape": ("body-html-escaped",),
        "html-escape-pretty": (PRETTY, NUMBERS, "body-html-escaped"),
        "latin-1-dumps": ("body-reserialized", ASCII, NUMBERS, MOJIBAKE),
        "nfd-dumps": ("body-reserialized", ASCII, NUMBERS, NORMALIZED),
        "utf-16-le": ("body-transcoded",),
        "utf-16-bom": ("body-transcoded",),
        "print-crlf": (NEWLINE,),
        "unescaped-newlines": (
            ("body-unicode-unescaped", lambda body: b"\\n" in body),
        ),
    },
    "php": {
        "encode": (ASCII, "body-slashes-escaped", NUMBERS),
        "encode-arrays": (
            ASCII,
            "body-slashes-escaped",
            NUMBERS,
            ("body-objects-as-arrays", _empty_objects),
        ),
        # JSON_UNESCAPED_UNICODE alone still escapes two line separators.
        "encode-arrays-plain": (
            SEPARATORS,
            NUMBERS,
            ("body-objects-as-arrays", _empty_objects),
        ),
        "encode-pretty": (PRETTY, SEPARATORS, NUMBERS),
        "encode-pretty-default": (PRETTY, ASCII, "body-slashes-escaped", NUMBERS),
        "encode-unicode": (SEPARATORS, "body-slashes-escaped", NUMBERS),
        "encode-slashes": (ASCII, NUMBERS),
        "encode-hex": (
            SEPARATORS,
            NUMBERS,
            ("body-html-escaped", lambda body: re.search(b"[<>&']", body) is not None),
        ),
        "htmlspecialchars": ("body-html-escaped",),
        "utf8-encode": (MOJIBAKE,),
        "http-build-query": ("body-form-encoded",),
        "rawurlencode": ("body-form-encoded",),
        "echo-eol": (NEWLINE,),
    },
    "jq": {
        "jq--indent=2": (PRETTY, NUMBERS, NEWLINE),
        "jq--compact-output": (NUMBERS, NEWLINE),
        "jq--sort-keys": ("body-keys-reordered", NUMBERS, NEWLINE),
        "jq--ascii-output": (ASCII, NUMBERS, NEWLINE),
    },
}
# Some orders can't be restored after sorting: of the keys inside a JSON field, of the
# fields of a custom object, of a row of Twenty's metadata.
SORTED_FOR_GOOD = {("2.21", 57), ("2.21", 10), ("2.21", 16)}

CHANGES = [(tool, change) for tool, changes in EXPECTED.items() for change in changes]
