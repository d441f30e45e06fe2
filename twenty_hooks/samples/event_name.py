"""Parse the name of an event, and reject a wrong one with the nearest correct name.

A wrong name is never accepted: Twenty would store `people.created` as an operation and
never send anything for it, so a sample of it would teach a mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from twenty_hooks.errors import UsageError
from twenty_hooks.protocol.events import ACTIONS, METADATA_ACTIONS
from twenty_hooks.protocol.objects import METADATA_NAMES
from twenty_hooks.protocol.suggestions import (
    nearest_action,
    nearest_name,
    nearest_object,
)
from twenty_hooks.samples import catalogue, documented
from twenty_hooks.samples.scenario import Era

_API_NAME = re.compile(r"[a-z][a-zA-Z0-9]*\Z", re.ASCII)
_LIST = "see 'hooks events'"


@dataclass(frozen=True, slots=True)
class EventName:
    """`person.created`, or `metadata.fieldMetadata.created` with is_metadata."""

    text: str
    object_name: str
    action: str
    is_metadata: bool = False


def parse(event: str, era: Era) -> EventName:
    """Return the parts of an event name.

    Raises UsageError if the era never sends the event.
    """
    parts = event.split(".")
    if "*" in event:
        raise UsageError(f"'{event}' is a pattern, not one event", hint=_LIST)
    if len(parts) == 3 and parts[0] == "metadata":
        return _parse_metadata(event, parts[1], parts[2], era)
    if len(parts) != 2 or not all(parts):
        raise UsageError(
            f"'{event}' is not the name of an event, such as person.created", hint=_LIST
        )
    object_name, action = parts
    correct_object = nearest_object(object_name)
    if action == "upserted":
        raise _never_sent(
            f"no release of Twenty sends '{event}': an upsert that inserts a record "
            f"sends {correct_object}.created",
            f"{correct_object}.created",
            era,
        )
    if action not in ACTIONS:
        raise _never_sent(
            f"there is no action '{action}'; Twenty sends {', '.join(ACTIONS)}",
            f"{correct_object}.{nearest_action(action) or 'created'}",
            era,
        )
    if correct_object != object_name and _API_NAME.match(correct_object):
        raise _never_sent(
            f"there is no object '{object_name}': events name an object by its "
            f"singular API name, {correct_object}",
            f"{correct_object}.{action}",
            era,
        )
    if not _API_NAME.match(object_name):
        raise UsageError(
            f"'{object_name}' is not the API name of an object, which has only letters "
            "and digits, in camelCase",
            hint=_LIST,
        )
    _check_era(object_name, action, era)
    return EventName(event, object_name, action)


def _check_era(object_name: str, action: str, era: Era) -> None:
    event = f"{object_name}.{action}"
    if era == "1.8" and action == "restored":
        raise _never_sent(
            f"Twenty 1.8 never sends {event}: when a record is restored, it sends "
            f"{object_name}.deleted",
            f"{object_name}.deleted",
            era,
        )
    if era == "documented" and action not in documented.ACTIONS:
        raise _never_sent(
            f"Twenty's documentation does not describe {event}, only created, updated "
            "and deleted",
            event,
            rejected_by=era,
        )
    if catalogue.is_standard(object_name, era):
        return
    if object_name == "timelineActivity":
        raise _never_sent(
            "timelineActivity events never reach webhooks on Twenty 1.3 and later",
            event,
            "0.55",
        )
    eras = catalogue.eras_of(object_name)
    if eras:
        release = "2.x" if era == "documented" else era
        raise _never_sent(
            f"Twenty {release} sends no events for '{object_name}'",
            event,
            eras[0],
            rejected_by=era,
        )


def _parse_metadata(event: str, name: str, action: str, era: Era) -> EventName:
    if era != "2.x":
        release = "Twenty's documentation" if era == "documented" else f"Twenty {era}"
        raise _never_sent(
            f"{release} has no metadata events: they are new in 2.x",
            event,
            rejected_by=era,
        )
    if action not in METADATA_ACTIONS:
        nearest = nearest_action(action, METADATA_ACTIONS) or "created"
        raise _never_sent(
            f"there is no action '{action}' for metadata; Twenty sends "
            f"{', '.join(METADATA_ACTIONS)}",
            f"metadata.{name}.{nearest}",
        )
    if name == "webhook":
        raise UsageError(
            f"Twenty never sends '{event}', although its settings offer it", hint=_LIST
        )
    if name not in METADATA_NAMES:
        message = f"Twenty never sends '{event}'"
        near = nearest_name(name, METADATA_NAMES)
        if near is None:
            raise UsageError(message, hint=_LIST)
        raise _never_sent(message, f"metadata.{near}.{action}")
    return EventName(event, name, action, is_metadata=True)


def _never_sent(
    message: str, instead: str, era: Era = "2.x", *, rejected_by: Era = "2.x"
) -> UsageError:
    """Return the error for an event that is never sent.

    Args:
        instead: the event to suggest.
        era: the era that sends it.
        rejected_by: the era that the user chose.
    """
    option = "" if era == rejected_by == "2.x" else f" --as {era}"
    return UsageError(message, hint=f"try {instead}{option}")
