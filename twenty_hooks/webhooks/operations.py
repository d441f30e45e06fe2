"""Find operations that would never fire, before Twenty stores them.

Twenty stores any text as an operation and compares it letter by letter: a typo is
accepted, and silently never matches. An operation that can't match in any release is an
error, with the nearest correct one. An unknown object name is only a warning, since it
may be a custom object of the workspace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from twenty_hooks.protocol import suggestions
from twenty_hooks.protocol.events import ACTIONS, METADATA_ACTIONS, is_pattern
from twenty_hooks.protocol.objects import (
    METADATA_NAMES,
    PLURALS,
    SILENT_METADATA_NAMES,
    SILENT_SINCE_1_3,
    SINGULARS,
)

EVERYTHING = "*.*"

_SEPARATORS = re.compile(r"[.:/\-_ ]+")
_NAME_OR_STAR = re.compile(r"[A-Za-z][A-Za-z0-9]*|\*")


@dataclass(frozen=True, slots=True)
class OperationProblem:
    """Why an operation will not do what it looks like.

    Attributes:
        code: `wrong-grammar`, `unknown-action`, `partial-wildcard`,
            `capitalised-object`, `plural-object`, `never-emitted`, `unknown-object` or
            `unknown-metadata`.
        suggestion: the nearest correct operation, or empty.
        is_error: whether the operation can't match in any release.
    """

    code: str
    message: str
    suggestion: str = ""
    is_error: bool = True


def check_all(operations: Iterable[str]) -> list[OperationProblem]:
    """Return the problems of several operations, in their order."""
    found = (check(operation) for operation in dict.fromkeys(operations))
    return [problem for problem in found if problem is not None]


def check(operation: str) -> OperationProblem | None:
    """Return the problem of one operation; None if it is correct."""
    found = _check(operation)
    if found is None or not found.suggestion:
        return found
    # The suggestion for pure nonsense may be nonsense as well.
    problem = _check(found.suggestion)
    is_correct = is_pattern(found.suggestion) and (
        problem is None or not problem.is_error
    )
    return found if is_correct else replace(found, suggestion="")


def _check(operation: str) -> OperationProblem | None:
    if operation != "*" and re.search(r"[^.]\*|\*[^.]", operation):
        return OperationProblem(
            "partial-wildcard",
            f"'{operation}' never matches: * stands for a whole name, not for a part",
            _without_partial_wildcard(operation),
        )
    parts = operation.split(".")
    if len(parts) == 3 and parts[0] == "metadata" and _are_names(parts[1:]):
        return _check_metadata(operation, parts[1], parts[2])
    if len(parts) == 2 and parts[0] != "metadata" and _are_names(parts):
        return _check_record(operation, parts[0], parts[1])
    if "," in operation:
        return OperationProblem(
            "wrong-grammar",
            f"'{operation}' is several operations: repeat --operation for each",
            _rebuild(operation.split(",")[0]),
        )
    return OperationProblem(
        "wrong-grammar",
        f"'{operation}' is not an operation: write object.action, such as "
        "person.created, person.*, *.created or *.*",
        _rebuild(operation),
    )


def _check_record(operation: str, name: str, action: str) -> OperationProblem | None:
    correct_action = _correct_action(action, ACTIONS)
    if name in ACTIONS and action not in ("*", *ACTIONS):
        return OperationProblem(
            "unknown-action",
            f"'{operation}' never matches: the object comes first, then the action",
            f"{_correct_object(action)}.{name}",
        )
    if name[:1].isupper():
        return OperationProblem(
            "capitalised-object",
            f"'{operation}' never matches: object names begin with a small letter",
            f"{_correct_object(name)}.{correct_action}",
        )
    if name in SINGULARS:
        return OperationProblem(
            "plural-object",
            f"'{operation}' never matches: events name the object in the singular",
            f"{SINGULARS[name]}.{correct_action}",
        )
    if correct_action != action:
        return OperationProblem(
            "unknown-action",
            _unknown_action(operation, action, ACTIONS),
            f"{name}.{correct_action}",
        )
    if name in SILENT_SINCE_1_3:
        return OperationProblem(
            "never-emitted",
            f"'{operation}' never fires on Twenty 1.3 and later: {name} events do not "
            "reach webhooks",
            is_error=False,
        )
    if name == "*" or name in PLURALS:
        return None
    near = suggestions.nearest_name(name, PLURALS)
    return OperationProblem(
        "unknown-object",
        f"'{operation}': Twenty has no standard object called '{name}'; it fires only "
        "if the workspace has a custom object of that name",
        f"{near}.{action}" if near else "",
        is_error=False,
    )


def _check_metadata(operation: str, name: str, action: str) -> OperationProblem | None:
    correct_action = _correct_action(action, METADATA_ACTIONS)
    if name in SILENT_METADATA_NAMES:
        return OperationProblem(
            "never-emitted",
            f"'{operation}' never fires: Twenty emits no metadata events for {name}",
            f"metadata.*.{correct_action}",
        )
    if correct_action != action:
        return OperationProblem(
            "unknown-action",
            _unknown_action(operation, action, METADATA_ACTIONS),
            f"metadata.{name}.{correct_action}",
        )
    if name[:1].isupper():
        return OperationProblem(
            "capitalised-object",
            f"'{operation}' never matches: names begin with a small letter",
            f"metadata.{name[0].lower()}{name[1:]}.{action}",
        )
    if name == "*" or name in METADATA_NAMES:
        return None
    near = suggestions.nearest_name(name, METADATA_NAMES)
    return OperationProblem(
        "unknown-metadata",
        f"'{operation}': Twenty has no metadata called '{name}'",
        f"metadata.{near}.{action}" if near else "",
        is_error=False,
    )


def _unknown_action(operation: str, action: str, actions: tuple[str, ...]) -> str:
    if action == "upserted":
        return (
            f"'{operation}' never fires: an upsert that inserts a record sends "
            "'created', one that changes a record sends nothing"
        )
    return (
        f"'{operation}' never matches: the actions are "
        + ", ".join(actions[:-1])
        + f" and {actions[-1]}"
    )


def _correct_action(action: str, actions: tuple[str, ...]) -> str:
    if action in ("*", *actions):
        return action
    return suggestions.nearest_action(action, actions) or "*"


def _correct_object(word: str) -> str:
    return word if word == "*" else suggestions.nearest_object(word)


def _without_partial_wildcard(operation: str) -> str:
    name, _, action = operation.rpartition(".")
    if not name:
        return EVERYTHING
    if "*" in action and action != "*":
        action = _only_match(action, ACTIONS)
    if name.startswith("metadata."):
        name = "metadata.*" if "*" in name else name
    elif "*" in name and name != "*":
        name = _only_match(name, PLURALS)
    return f"{name}.{action}"


def _only_match(pattern: str, choices: Iterable[str]) -> str:
    """Return the one choice that begins like the pattern; `*` if there are several."""
    prefix = pattern.split("*")[0]
    matching = [choice for choice in choices if choice.startswith(prefix)]
    return matching[0] if len(matching) == 1 else "*"


def _rebuild(operation: str) -> str:
    """Return the operation that the words of the text most likely mean.

    `person` gives `person.*`, `created` gives `*.created`; `person:created`,
    `created.person` and `company.person.created` give `person.created`.
    """
    words = [word for word in _SEPARATORS.split(operation.strip()) if word]
    if not _are_names(words):
        return ""
    if not words or words == ["*"]:
        return EVERYTHING
    if words[0] == "metadata":
        name = words[1] if len(words) > 2 else "*"
        action = _correct_action(words[-1], METADATA_ACTIONS) if len(words) > 1 else "*"
        return f"metadata.{name}.{action}"
    if len(words) == 1:
        action = _correct_action(words[0], ACTIONS)
        is_action = action != "*" and words[0].lower() not in PLURALS
        return f"*.{action}" if is_action else f"{_correct_object(words[0])}.*"
    first, last = words[-2], words[-1]
    if first.lower() in ACTIONS and last.lower() not in ACTIONS:
        first, last = last, first
    return f"{_correct_object(first)}.{_correct_action(last, ACTIONS)}"


def _are_names(words: list[str]) -> bool:
    return all(_NAME_OR_STAR.fullmatch(word) for word in words)
