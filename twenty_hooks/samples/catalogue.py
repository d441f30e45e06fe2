"""Which objects each era has, and the keys of their records in delivered order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from twenty_hooks.samples import objects_055, objects_2x, objects_18
from twenty_hooks.samples.scenario import Era

# Twenty's plural is an English one: these are the irregular ones.
_PLURALS = {"person": "people", "timelineActivity": "timelineActivities"}

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

ERAS: tuple[Era, ...] = ("2.x", "1.8", "0.55")


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record. relation: whose join column it is, if it is one."""

    key: str
    relation: str | None = None


@cache
def fields(era: Era, object_name: str, action: str) -> tuple[Field, ...]:
    """The fields of an object's record, as this event of this era orders them.

    An unknown object is a custom one, of which only the system fields are known.
    """
    if era == "0.55":
        of_event = objects_055.FIELDS_OF_EVENT.get(f"{object_name}.{action}")
        if of_event is None and object_name not in objects_055.FIELDS:
            created = action == "created"
            of_event = objects_055.CUSTOM_CREATED if created else objects_055.CUSTOM
        if of_event is not None:
            return tuple(_read(of_event))
    customs = {"1.8": objects_18.CUSTOM}
    custom = customs.get(era, objects_2x.CUSTOM)
    return tuple(_read(_FIELDS[era].get(object_name, custom)))


def objects(era: Era) -> tuple[str, ...]:
    """The standard objects that emit events in this era, by name."""
    return tuple(sorted(_FIELDS[era]))


def is_standard(object_name: str, era: Era) -> bool:
    return object_name in _FIELDS[era]


def is_recorded(object_name: str, era: Era) -> bool:
    """Whether the order of its keys was read off a real server of that era."""
    return object_name in _RECORDED[era]


def eras_of(object_name: str) -> tuple[Era, ...]:
    """The eras in which this standard object emits events; none for a custom one."""
    return tuple(era for era in ERAS if object_name in _FIELDS[era])


def all_objects() -> frozenset[str]:
    """Every standard object of any era."""
    return frozenset().union(*_FIELDS.values())


def plural(object_name: str) -> str:
    """`people` of person, `companies` of company, `notes` of note."""
    if object_name in _PLURALS:
        return _PLURALS[object_name]
    if object_name.endswith("y"):
        return object_name[:-1] + "ies"
    return object_name + "s"


def _read(order: str) -> Iterator[Field]:
    for word in order.split():
        relation = word.removeprefix("@")
        yield Field(word) if relation == word else Field(f"{relation}Id", relation)
