"""The objects of each era, and the keys of their records in the delivered order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from twenty_hooks.samples import objects_055, objects_2x, objects_18
from twenty_hooks.samples.scenario import Era

_FIELDS: Mapping[Era, Mapping[str, str]] = {
    "2.x": objects_2x.FIELDS,
    "1.8": objects_18.FIELDS,
    "0.55": objects_055.FIELDS,
    "documented": objects_2x.FIELDS,
}
_RECORDED: Mapping[Era, frozenset[str]] = {
    "2.x": frozenset(objects_2x.FIELDS),
    "1.8": objects_18.RECORDED,
    "0.55": objects_055.RECORDED,
    "documented": frozenset(),
}
_CUSTOM: Mapping[Era, str] = {
    "2.x": objects_2x.CUSTOM,
    "1.8": objects_18.CUSTOM,
    "0.55": objects_055.CUSTOM,
    "documented": objects_2x.CUSTOM,
}

ERAS: tuple[Era, ...] = ("2.x", "1.8", "0.55")


@dataclass(frozen=True, slots=True)
class RecordField:
    """A key of a record. relation: the relation it is the join column of, if any."""

    key: str
    relation: str | None = None


@cache
def fields(era: Era, object_name: str, action: str) -> tuple[RecordField, ...]:
    """Return the fields of an object's record, in the order of this event and era.

    An unknown object is taken for a custom one, whose system fields alone are known.
    """
    order = None
    if era == "0.55":
        order = objects_055.FIELDS_OF_EVENT.get(f"{object_name}.{action}")
        if order is None and action == "created" and not is_standard(object_name, era):
            order = objects_055.CUSTOM_CREATED
    return tuple(_read(order or _FIELDS[era].get(object_name, _CUSTOM[era])))


def objects(era: Era) -> tuple[str, ...]:
    """Return the standard objects that emit events in this era, sorted by name."""
    return tuple(sorted(_FIELDS[era]))


def is_standard(object_name: str, era: Era) -> bool:
    """Return whether this is a standard object that emits events in this era."""
    return object_name in _FIELDS[era]


def is_recorded(object_name: str, era: Era) -> bool:
    """Return whether the order of its keys was read from a real server of the era."""
    return object_name in _RECORDED[era]


def eras_of(object_name: str) -> tuple[Era, ...]:
    """Return the eras in which a standard object emits events; () for a custom one."""
    return tuple(era for era in ERAS if object_name in _FIELDS[era])


def _read(order: str) -> Iterator[RecordField]:
    for word in order.split():
        relation = word.removeprefix("@")
        if relation == word:
            yield RecordField(word)
        else:
            yield RecordField(f"{relation}Id", relation)
