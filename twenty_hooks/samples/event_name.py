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
from twenty_hooks.protocol.events import ACTIONS, METADATA_ACTIONS
from twenty_hooks.samples import catalogue, documented
from twenty_hooks.samples.objects_2x import METADATA_NAMES
from twenty_hooks.samples.scenario import Era

_NAME = re.compile(r"[a-z][a-zA-Z0-9]*\Z", re.ASCII)
_CAPITALISED = re.compile(r"[A-Z][a-zA-Z0-9]*\Z", re.ASCII)
_LIST = "see 'hooks events'"
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
        raise UsageError(f"'{event}' is a pattern, not one event", hint=_LIST)
    if len(parts) == 3 and parts[0] == "metadata":
        return _metadata(event, parts[1], parts[2], era)
    if len(parts) != 2 or not all(parts):
        raise UsageError(
            f"'{event}' is not the name of an event, such as person.created", hint=_LIST
        )
    object_name, action = parts
    meant = nearest_object(object_name)
    right_object = meant or object_name
    if action == "upserted":
        raise _never(
            f"'{event}' is never delivered, by no release: an upsert that inserts "
            f"sends {right_object}.created",
            f"{right_object}.created",
            era,
        )
    if action not in ACTIONS:
        raise _never(
            f"there is no action '{action}'; Twenty sends {', '.join(ACTIONS)}",
            f"{right_object}.{nearest_action(action)}",
            era,
        )
    if meant is not None:
        raise _never(
            f"there is no object '{object_name}': events are named after the singular "
            f"API name, {meant}",
            f"{meant}.{action}",
            era,
        )
    if not _NAME.match(object_name):
        raise UsageError(
            f"'{object_name}' can't be the API name of an object: that is letters and "
            "digits in camelCase",
            hint=_LIST,
        )
    _check_era(object_name, action, era)
    return EventName(event, object_name, action)


def nearest_action(action: str, actions: Iterable[str] = ACTIONS) -> str:
    """The action that was most likely meant: `created` for `create`, `insert`, ..."""
    word = _WORDS.get(action.lower(), action.lower())
    return word if word in actions else _closest(word, actions) or "created"


def nearest_object(object_name: str) -> str | None:
    """The object that was meant when a name is written in another way: `person` for
    people, Person or persons. None for a name that can stand: a custom object's."""
    known = catalogue.all_objects()
    if object_name in known:
        return None
    spelled = {name.lower(): name for name in known}
    spelled |= {f"{name.lower()}s": name for name in known}
    spelled |= {catalogue.plural(name).lower(): name for name in known}
    meant = spelled.get(re.sub(r"[-_ ]", "", object_name).lower())
    if meant is None and _CAPITALISED.match(object_name):
        return object_name[:1].lower() + object_name[1:]
    return meant


def _check_era(object_name: str, action: str, era: Era) -> None:
    event = f"{object_name}.{action}"
    if era == "1.8" and action == "restored":
        raise _never(
            f"Twenty 1.8 never sends {event}: restoring a record arrives there as "
            f"{object_name}.deleted",
            f"{object_name}.deleted",
            era,
        )
    if era == "documented" and action not in documented.ACTIONS:
        raise _never(
            f"Twenty's documentation knows no {event}, only created, updated and "
            "deleted",
            event,
            asked=era,
        )
    if catalogue.is_standard(object_name, era):
        return
    if object_name == "timelineActivity":
        raise _never(
            "timelineActivity never reaches webhooks from Twenty 1.3 on", event, "0.55"
        )
    eras = catalogue.eras_of(object_name)
    if eras:
        release = "2.x" if era == "documented" else era
        raise _never(
            f"Twenty {release} sends no events of '{object_name}'",
            event,
            eras[0],
            asked=era,
        )


def _metadata(event: str, name: str, action: str, era: Era) -> EventName:
    if era != "2.x":
        where = "Twenty's documentation" if era == "documented" else f"Twenty {era}"
        raise _never(
            f"{where} knows no metadata events: they came with 2.x", event, asked=era
        )
    if action not in METADATA_ACTIONS:
        right = nearest_action(action, METADATA_ACTIONS)
        raise _never(
            f"there is no action '{action}' for metadata; Twenty sends "
            f"{', '.join(METADATA_ACTIONS)}",
            f"metadata.{name}.{right}",
        )
    if name not in METADATA_NAMES:
        close = _closest(name, METADATA_NAMES)
        offered = ", although Twenty's settings offer it" if name == "webhook" else ""
        message = f"'{event}' is never delivered{offered}"
        if close is None or offered:
            raise UsageError(message, hint=_LIST)
        raise _never(message, f"metadata.{close}.{action}")
    return EventName(event, name, action, is_metadata=True)


def _never(
    message: str, instead: str, era: Era = "2.x", *, asked: Era = "2.x"
) -> UsageError:
    """era: the one that sends `instead`. asked: the one that was asked for."""
    as_ = "" if era == asked == "2.x" else f" --as {era}"
    return UsageError(message, hint=f"try {instead}{as_}")


def _closest(word: str, choices: Iterable[str]) -> str | None:
    found = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.5)
    return found[0] if found else None
