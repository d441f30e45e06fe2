"""The name of an event, understood; or refused, with the nearest right one.

A wrong name is never passed on: Twenty would store `people.created` as an operation
and never send anything for it, so a sample of it would teach a mistake.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from twenty_hooks.errors import UsageError
from twenty_hooks.events import ACTIONS, METADATA_ACTIONS
from twenty_hooks.samples import catalogue
from twenty_hooks.samples.objects_2x import METADATA_NAMES
from twenty_hooks.samples.scene import Era

_NAME = re.compile(r"[a-z][a-zA-Z0-9]*\Z", re.ASCII)
_WORDS = {
    "create": "created",
    "add": "created",
    "added": "created",
    "insert": "created",
    "inserted": "created",
    "new": "created",
    "update": "updated",
    "change": "updated",
    "changed": "updated",
    "modified": "updated",
    "delete": "deleted",
    "remove": "deleted",
    "removed": "deleted",
    "restore": "restored",
    "destroy": "destroyed",
}
# What the documentation of Twenty knows.
_DOCUMENTED_ACTIONS = ("created", "updated", "deleted")


@dataclass(frozen=True, slots=True)
class EventName:
    """`person.created`, or `metadata.fieldMetadata.created` when it is_metadata."""

    text: str
    object_name: str
    action: str
    is_metadata: bool = False


def understand(event: str, era: Era) -> EventName:
    """The parts of an event that this era really sends. Raises UsageError if not."""
    parts = event.split(".")
    if "*" in event:
        raise UsageError(
            f"'{event}' is a pattern; a sample is of one event",
            hint=_LIST,
        )
    if len(parts) == 3 and parts[0] == "metadata":
        return _metadata(event, parts[1], parts[2], era)
    if len(parts) != 2 or not all(parts):
        raise UsageError(
            f"'{event}' is not the name of an event, such as person.created",
            hint=_suggest(f"{parts[0]}.created") if _NAME.match(parts[0]) else _LIST,
        )
    object_name, action = parts
    right_object = _nearest_object(object_name)
    right_action = _nearest_action(action, ACTIONS)
    if action == "upserted":
        raise UsageError(
            f"'{event}' is never delivered: an upsert that inserts sends "
            f"{right_object or object_name}.created, one that changes a record "
            "sends nothing",
            hint=_suggest(f"{right_object or object_name}.created"),
        )
    if action not in ACTIONS:
        actions = ", ".join(ACTIONS)
        raise UsageError(
            f"there is no action '{action}'; Twenty sends {actions}",
            hint=_suggest(f"{right_object or object_name}.{right_action}"),
        )
    if right_object is not None:
        raise UsageError(
            f"there is no object '{object_name}': Twenty names events after the "
            f"singular API name, {right_object}",
            hint=_suggest(f"{right_object}.{action}"),
        )
    if not _NAME.match(object_name):
        raise UsageError(
            f"'{object_name}' can't be the API name of an object: that is camelCase, "
            "letters and digits",
            hint=_LIST,
        )
    _check_era(object_name, action, era)
    return EventName(event, object_name, action)


_LIST = "see 'hooks events'"


def _suggest(event: str) -> str:
    return f"hooks sample {event}"


def _check_era(object_name: str, action: str, era: Era) -> None:
    event = f"{object_name}.{action}"
    if era == "1.8" and action == "restored":
        raise UsageError(
            f"Twenty 1.8 never sends {event}: restoring a record arrives there as "
            f"{object_name}.deleted",
            hint=f"hooks sample {object_name}.deleted --as 1.8",
        )
    if era == "documented" and action not in _DOCUMENTED_ACTIONS:
        raise UsageError(
            f"Twenty's documentation knows no {event}, only created, updated and "
            "deleted",
            hint=_suggest(event),
        )
    if catalogue.is_standard(object_name, era):
        return
    if object_name == "timelineActivity":
        raise UsageError(
            "timelineActivity never reaches webhooks from Twenty 1.3 on",
            hint=f"hooks sample {event} --as 0.55",
        )
    eras = catalogue.eras_of(object_name)
    if eras and not (era == "documented" and "2.x" in eras):
        release = "2.x" if era == "documented" else era
        raise UsageError(
            f"Twenty {release} sends no events of '{object_name}'",
            hint=f"hooks sample {event} --as {eras[0]}",
        )


def _metadata(event: str, name: str, action: str, era: Era) -> EventName:
    if era != "2.x":
        where = "Twenty's documentation" if era == "documented" else f"Twenty {era}"
        raise UsageError(
            f"{where} knows no metadata events: they came with 2.x",
            hint=_suggest(event),
        )
    if action not in METADATA_ACTIONS:
        right = _nearest_action(action, METADATA_ACTIONS)
        raise UsageError(
            f"there is no action '{action}' for metadata; Twenty sends "
            f"{', '.join(METADATA_ACTIONS)}",
            hint=_suggest(f"metadata.{name}.{right}"),
        )
    if name not in METADATA_NAMES:
        also = ""
        if name in ("webhook", "applicationVariable"):
            also = ", although Twenty's settings offer it" if name == "webhook" else ""
        close = _closest(name, METADATA_NAMES)
        raise UsageError(
            f"'{event}' is never delivered{also}",
            hint=_suggest(f"metadata.{close}.{action}") if close else _LIST,
        )
    return EventName(event, name, action, is_metadata=True)


def _nearest_action(action: str, actions: Iterable[str]) -> str:
    word = _WORDS.get(action.lower(), action.lower())
    return word if word in actions else _closest(word, actions) or "created"


def _nearest_object(object_name: str) -> str | None:
    """The standard object that was meant, when it is written in another way."""
    known = catalogue.all_objects()
    if object_name in known:
        return None
    spelled = {name.lower(): name for name in known}
    spelled |= {catalogue.plural(name).lower(): name for name in known}
    meant = spelled.get(re.sub(r"[-_ ]", "", object_name).lower())
    if meant is None and object_name[:1].isupper():
        return object_name[:1].lower() + object_name[1:]
    return meant


def _closest(word: str, choices: Iterable[str]) -> str | None:
    found = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.5)
    return found[0] if found else None
