"""Operations that would never fire, found before Twenty stores them.

Twenty keeps any text as an operation and compares it letter by letter: a typo is
accepted, and silently never matches. What can't match in any release is *refused*
here, with the nearest right one; what may well be a custom object is only doubted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from twenty_hooks.protocol.events import ACTIONS, METADATA_ACTIONS, is_pattern
from twenty_hooks.protocol.objects import (
    METADATA_NAMES,
    PLURALS,
    SILENT_METADATA_NAMES,
    SILENT_SINCE_1_3,
    SINGULARS,
)

EVERYTHING = "*.*"

# What people write for what they mean, where the nearest letters mislead.
_MEANT = {
    "add": "created",
    "added": "created",
    "archive": "deleted",
    "archived": "deleted",
    "change": "updated",
    "changed": "updated",
    "insert": "created",
    "inserted": "created",
    "new": "created",
    "remove": "deleted",
    "removed": "deleted",
    "trashed": "deleted",
    "undeleted": "restored",
    "upsert": "created",
    "upserted": "created",
}
_SEPARATORS = re.compile(r"[.:/\-_ ]+")
_ALMOST = 0.7  # how alike two words must be for one to be meant as the other


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an operation will not do what it looks like.

    code: `wrong-grammar`, `unknown-action`, `partial-wildcard`, `capitalised-object`,
    `plural-object`, `never-emitted`, `unknown-object`, `unknown-metadata`. refused:
    whether it can't match in any release. suggestion: the nearest right one, or empty.
    """

    code: str
    message: str
    suggestion: str = ""
    refused: bool = True


def doubts(operations: Iterable[str]) -> list[Doubt]:
    """What is doubtful about each of them, in their order."""
    found = (doubt(operation) for operation in dict.fromkeys(operations))
    return [each for each in found if each is not None]


def doubt(operation: str) -> Doubt | None:
    """What is doubtful about one operation; None when it is right."""
    found = _doubt(operation)
    if found is None or not found.suggestion:
        return found
    # Out of nonsense no suggestion can be made that makes sense.
    build_resend = _doubt(found.suggestion)
    is_right = is_pattern(found.suggestion) and (
        build_resend is None or not build_resend.refused
    )
    return found if is_right else replace(found, suggestion="")


def _doubt(operation: str) -> Doubt | None:
    if operation != "*" and re.search(r"[^.]\*|\*[^.]", operation):
        return Doubt(
            "partial-wildcard",
            f"'{operation}' never matches: * stands for a whole name, not for a part",
            _without_partial_wildcard(operation),
        )
    parts = operation.split(".")
    if len(parts) == 3 and parts[0] == "metadata" and _are_names(parts[1:]):
        return _metadata_doubt(operation, parts[1], parts[2])
    if len(parts) == 2 and parts[0] != "metadata" and _are_names(parts):
        return _record_doubt(operation, parts[0], parts[1])
    if "," in operation:
        return Doubt(
            "wrong-grammar",
            f"'{operation}' is several operations: repeat --operation for each",
            _rebuilt(operation.split(",")[0]),
        )
    return Doubt(
        "wrong-grammar",
        f"'{operation}' is not an operation: write object.action, such as "
        "person.created, person.*, *.created or *.*",
        _rebuilt(operation),
    )


def _record_doubt(operation: str, name: str, action: str) -> Doubt | None:
    right_action = _right_action(action, ACTIONS)
    if name in ACTIONS and action not in ("*", *ACTIONS):
        return Doubt(
            "unknown-action",
            f"'{operation}' never matches: the object comes first, then the action",
            f"{_object_name(action)}.{name}",
        )
    if name[:1].isupper():
        return Doubt(
            "capitalised-object",
            f"'{operation}' never matches: names of objects begin with a small letter",
            f"{_object_name(name)}.{right_action}",
        )
    if name in SINGULARS:
        return Doubt(
            "plural-object",
            f"'{operation}' never matches: events name the object by its singular",
            f"{SINGULARS[name]}.{right_action}",
        )
    if right_action != action:
        return Doubt(
            "unknown-action",
            _wrong_action(operation, action, ACTIONS),
            f"{name}.{right_action}",
        )
    if name in SILENT_SINCE_1_3:
        return Doubt(
            "never-emitted",
            f"'{operation}' never fires from Twenty 1.3 on: {name} events do not "
            "reach webhooks",
            refused=False,
        )
    if name == "*" or name in PLURALS:
        return None
    return _unknown_name(operation, name, PLURALS, f"{{}}.{action}", "object")


def _metadata_doubt(operation: str, name: str, action: str) -> Doubt | None:
    right_action = _right_action(action, METADATA_ACTIONS)
    if name in SILENT_METADATA_NAMES:
        return Doubt(
            "never-emitted",
            f"'{operation}' never fires: Twenty emits no event about {name}",
            f"metadata.*.{right_action}",
        )
    if right_action != action:
        return Doubt(
            "unknown-action",
            _wrong_action(operation, action, METADATA_ACTIONS),
            f"metadata.{name}.{right_action}",
        )
    if name[:1].isupper():
        return Doubt(
            "capitalised-object",
            f"'{operation}' never matches: names begin with a small letter",
            f"metadata.{name[0].lower()}{name[1:]}.{action}",
        )
    if name == "*" or name in METADATA_NAMES:
        return None
    return _unknown_name(
        operation, name, METADATA_NAMES, f"metadata.{{}}.{action}", "metadata"
    )


def _unknown_name(
    operation: str, name: str, known: Iterable[str], template: str, what: str
) -> Doubt:
    by_lower_case = {each.lower(): each for each in known}
    near = difflib.get_close_matches(name.lower(), by_lower_case, 1, 0.8)
    message = f"'{operation}': Twenty has no standard {what} called '{name}'"
    if what == "object":
        message += "; it fires only if the workspace has a custom one of that name"
    return Doubt(
        "unknown-object" if what == "object" else "unknown-metadata",
        message,
        template.format(by_lower_case[near[0]]) if near else "",
        refused=False,
    )


def _wrong_action(operation: str, action: str, actions: tuple[str, ...]) -> str:
    if action == "upserted":
        return (
            f"'{operation}' never fires: an upsert that inserts sends 'created', "
            "one that changes a record sends nothing"
        )
    return (
        f"'{operation}' never matches: the actions are "
        + ", ".join(actions[:-1])
        + f" and {actions[-1]}"
    )


def _right_action(action: str, actions: tuple[str, ...]) -> str:
    if action in ("*", *actions):
        return action
    meant = _MEANT.get(action.lower())
    if meant in actions:
        return meant
    near = difflib.get_close_matches(action.lower(), actions, 1, _ALMOST)
    return near[0] if near else "*"


def _object_name(word: str) -> str:
    """The object that was meant: a standard one in its own case, else camelCase."""
    if word == "*":
        return word
    lower = word.lower()
    for names in (PLURALS, SINGULARS):
        for name in names:
            if name.lower() == lower:
                return SINGULARS.get(name, name)
    return lower if word.isupper() else word[:1].lower() + word[1:]


def _without_partial_wildcard(operation: str) -> str:
    name, _, action = operation.rpartition(".")
    if not name:
        return EVERYTHING
    if "*" in action and action != "*":
        begins = [each for each in ACTIONS if each.startswith(action.split("*")[0])]
        action = begins[0] if len(begins) == 1 else "*"
    if "*" in name and name != "*":
        begins = [each for each in PLURALS if each.startswith(name.split("*")[0])]
        if name.startswith("metadata."):
            name = "metadata.*"
        else:
            name = begins[0] if len(begins) == 1 else "*"
    return f"{name}.{action}"


def _rebuilt(operation: str) -> str:
    """`person` -> `person.*`, `created` -> `*.created`, `person:created`,
    `created.person`, `company.person.created` -> object and action."""
    words = [word for word in _SEPARATORS.split(operation.strip()) if word]
    if any(not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*|\*", word) for word in words):
        return ""
    if not words or words == ["*"]:
        return EVERYTHING
    if words[0] == "metadata":
        name = words[1] if len(words) > 2 else "*"
        action = _right_action(words[-1], METADATA_ACTIONS) if len(words) > 1 else "*"
        return f"metadata.{name}.{action}"
    if len(words) == 1:
        action = _right_action(words[0], ACTIONS)
        is_action = action != "*" and words[0].lower() not in PLURALS
        return f"*.{action}" if is_action else f"{_object_name(words[0])}.*"
    first, last = words[-2], words[-1]
    if first.lower() in ACTIONS and last.lower() not in ACTIONS:
        first, last = last, first
    return f"{_object_name(first)}.{_right_action(last, ACTIONS)}"


def _are_names(parts: list[str]) -> bool:
    return all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]*|\*", part) for part in parts)
