"""Make `searchVector`: the words of a record with their positions, as Postgres does.

    'ada':1 'ada@analytical.example':3 'analytical.example':4 'lovelace':2

The words that are in it differ by object and release. They are lower-cased and, from
1.8 on, lose their accents. Lexemes are sorted; a word that is repeated adds its
position.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from twenty_hooks.samples.scenario import Era

# The kinds of words that Postgres' parser distinguishes, and that occur in records.
_WORD = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an e-mail address
    r"|[\w-]+(?:\.[\w-]+)+"  # a host
    r"|\w*[^\W\d]\w*(?:-\w+)*"  # a word, or several with hyphens
    r"|[+-]?\d+"  # a number
)
# The accents of Latin and Greek letters. Marks of other scripts belong to the letter.
_ACCENT = re.compile("[\u0300-\u036f]")
_NUMBER = "primaryPhoneNumber"
# Markup is not text.
_TAG = re.compile(r"<script\b.*?</script>|</?[a-z][^<>]*>", re.DOTALL)
_SCHEME = re.compile(r"^[a-z]+://")


def search_vector(object_name: str, record: Mapping[str, Any], era: Era) -> str:
    """Return the searchVector of a record, made of the fields that the release uses."""
    positions: dict[str, list[int]] = {}
    count = 0
    for text in _texts(object_name, record, era):
        for word in _words(text if era == "0.55" else _plain(text)):
            count += 1
            positions.setdefault(word, []).append(count)
    return " ".join(
        f"'{word}':{','.join(map(str, where))}"
        for word, where in sorted(positions.items())
    )


def _texts(object_name: str, record: Mapping[str, Any], era: Era) -> Iterator[str]:
    if object_name == "person":
        yield from _values(record.get("name"), "firstName", "lastName")
        for email in _values(record.get("emails"), "primaryEmail"):
            yield email
            yield email.partition("@")[2]
        if era == "2.x":
            for email in _listed(record.get("emails"), "additionalEmails"):
                yield email
                yield email.replace("@", " ")
        if era != "0.55":
            yield from _phone_texts(record.get("phones"))
            if era == "1.8" and not any(_values(record.get("phones"), _NUMBER)):
                yield "0"  # the trunk prefix without a number
        yield from _values(record, "jobTitle")
    elif object_name == "company":
        yield from _values(record, "name")
        links = record.get("domainName")
        yield from _values(links, "primaryLinkLabel")
        for url in _values(links, "primaryLinkUrl"):
            yield _SCHEME.sub("", url).rstrip("/")
    elif object_name == "workspaceMember":
        yield from _values(record.get("name"), "firstName", "lastName")
        yield from _values(record, "userEmail")
    elif object_name in ("note", "task"):
        yield from _values(record, "title")
        yield from _values(record.get("bodyV2"), "markdown")
    else:
        label = next(_values(record, "name", "title", "subject", "handle"), None)
        yield from [label] if label else _values(record, "id")


def _phone_texts(phones: Any) -> Iterator[str]:
    for number in _values(phones, _NUMBER):
        yield number
        for code in _values(phones, "primaryPhoneCallingCode"):
            yield code
            yield code + number
            yield code.lstrip("+") + number
        yield "0" + number


def _values(source: Any, *keys: str) -> Iterator[str]:
    if isinstance(source, Mapping):
        for key in keys:
            value = source.get(key)
            if isinstance(value, str) and value:
                yield value


def _listed(source: Any, key: str) -> Iterator[str]:
    items = source.get(key) if isinstance(source, Mapping) else None
    if isinstance(items, list):
        yield from (item for item in items if isinstance(item, str))


def _words(text: str) -> Iterator[str]:
    for found in _WORD.finditer(_TAG.sub(" ", text.lower())):
        word = found[0]
        yield word
        if "-" in word[1:] and "." not in word:
            yield from word.split("-")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ACCENT.sub("", decomposed))
