"""Show a field of a record on one line.

    {"firstName": "Ada", "lastName": "Lovelace"}           Ada Lovelace
    {"amountMicros": 1500000000, "currencyCode": "EUR"}    1,500 EUR
    {"primaryEmail": "ada@...", "additionalEmails": [..]}  ada@... (+1)

All results are raw text from outside: pass them through `visible`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twenty_hooks.text import js_json

_MICROS = 1_000_000
_DEEPEST = 5
# Fields of every record that say little.
_BOOKKEEPING = frozenset(
    {
        "id",
        "createdAt",
        "updatedAt",
        "deletedAt",
        "position",
        "createdBy",
        "updatedBy",
        "searchVector",
    }
)

_ADDRESS = (
    "addressStreet1",
    "addressStreet2",
    "addressPostcode",
    "addressCity",
    "addressState",
    "addressCountry",
)


def filled(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the fields that are not empty, without bookkeeping, in their order."""
    for name, value in record.items():
        if name in _BOOKKEEPING:
            continue
        text = brief(value)
        if text:
            yield name, text


def named(
    record: Mapping[str, Any], names: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Yield these fields, also empty ones, if the record has them.

    A relation appears only under the name of its id (`companyId`).
    """
    for name in names:
        if name in record:
            yield name, brief(record[name]) or "(empty)"


def brief(value: Any, depth: int = 0) -> str:
    """Return one line for a value; empty for an empty value."""
    if depth > _DEEPEST:
        return "…"
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _composite(value)
    if isinstance(value, list):
        return ", ".join(filter(None, (brief(item, depth + 1) for item in value)))
    return js_json.stringify(value)


def _composite(value: dict[str, Any]) -> str:
    if "firstName" in value or "lastName" in value:
        return _words(value.get("firstName"), value.get("lastName"))
    if "primaryEmail" in value:
        return _with_more(value["primaryEmail"], value.get("additionalEmails"))
    if "primaryPhoneNumber" in value:
        number = value["primaryPhoneNumber"]
        phone = _words(value.get("primaryPhoneCallingCode"), number) if number else ""
        return _with_more(phone, value.get("additionalPhones"))
    if "primaryLinkUrl" in value:
        return _with_more(value["primaryLinkUrl"], value.get("secondaryLinks"))
    if "amountMicros" in value:
        return _money(value)
    if "addressCity" in value:
        return ", ".join(filter(None, (brief(value.get(part)) for part in _ADDRESS)))
    if "markdown" in value:
        return brief(value["markdown"])
    if "source" in value and "name" in value:
        return f"{brief(value['name'])} ({brief(value['source'])})"
    return js_json.stringify(value)


def _money(value: dict[str, Any]) -> str:
    micros = value["amountMicros"]
    try:  # a string in releases before 2.x
        amount = float(micros) / _MICROS
    except (TypeError, ValueError, OverflowError):
        return ""
    text = f"{amount:,.2f}".removesuffix(".00")
    if amount and text.strip("-0.") == "":
        text = f"{micros} millionths"
    return _words(text, value.get("currencyCode"))


def _with_more(first: Any, more: Any) -> str:
    text = brief(first)
    count = len(more) if isinstance(more, list) else 0
    return f"{text} (+{count})".strip() if count else text


def _words(*parts: Any) -> str:
    return " ".join(filter(None, map(brief, parts)))
