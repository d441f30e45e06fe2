"""The commands as a completion script sees them: names, options, kinds of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from twenty_hooks.protocol.events import ACTIONS
from twenty_hooks.protocol.objects import PLURALS, SILENT_SINCE_1_3

# words: a fixed choice; webhook: an id out of the cache; delivery: @1, or an id out of
# the file beside the store; delivery-or-file: either; event: `person.created`;
# operation: an event or a pattern; text: nothing to offer.
Kind = Literal[
    "words",
    "file",
    "webhook",
    "delivery",
    "delivery-or-file",
    "event",
    "operation",
    "text",
]

PROGRAMS = ("hooks", "twenty-hooks")
_NAMES = sorted(set(PLURALS) - SILENT_SINCE_1_3)
EVENTS = tuple(f"{name}.{action}" for name in _NAMES for action in ACTIONS)
OPERATIONS = (
    "*.*",
    *(f"*.{action}" for action in ACTIONS),
    *(f"{name}.*" for name in _NAMES),
    *EVENTS,
    "metadata.*.*",
)


@dataclass(frozen=True, slots=True)
class Values:
    """What may stand somewhere. words: for the kind `words`."""

    kind: Kind = "text"
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """names: `--operation`, `-o`. values: None for a switch."""

    names: tuple[str, ...]
    help: str
    values: Values | None = None
    is_repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    values: Values
    is_repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """path: the words that lead to it, `("config", "show")`; () for the program."""

    path: tuple[str, ...]
    help: str
    options: tuple[Option, ...] = ()
    arguments: tuple[Argument, ...] = ()
    commands: tuple[Command, ...] = ()

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else PROGRAMS[0]

    def walk(self) -> Iterator[Command]:
        """This one and all below it."""
        yield self
        for command in self.commands:
            yield from command.walk()


def first_line(shell: str) -> str:
    """What every script says of itself."""
    return f"# Completion of hooks for {shell}: hooks completion {shell.lower()}"


_HELP = Option(("--help", "-h"), "Show this message and exit.")
# The metavar says what a parameter takes; a webhook is an ID, a delivery a DELIVERY.
_BY_METAVAR = {
    "DELIVERY": Values("delivery"),
    "DELIVERY|FILE": Values("delivery-or-file"),
    "EVENT": Values("event"),
    "FILE": Values("file"),
    "ID": Values("webhook"),
    "OP": Values("operation"),
    "PATH": Values("file"),
    "PATTERN": Values("operation"),
}
# Its PATH leads into a record, which nobody knows here.
_INTO_RECORDS = "--unset"


# Typer's own copy of click is private: its types are not named here.
def read(command: Any, path: tuple[str, ...] = ()) -> Command:
    """A Typer command, and all below it, as completion scripts see them."""
    below = _below(command)
    options, arguments = [_HELP], []
    for parameter in command.params:
        if getattr(parameter, "hidden", False):
            continue
        values = _values(parameter)
        if parameter.param_type_name == "argument":
            is_repeatable = parameter.nargs == -1
            arguments.append(
                Argument(parameter.metavar or parameter.name, values, is_repeatable)
            )
        else:
            options.append(
                Option(
                    (*parameter.opts, *parameter.secondary_opts),
                    _sentence(parameter.help),
                    None if parameter.is_flag else values,
                    bool(parameter.multiple),
                )
            )
    return Command(
        path,
        _sentence(command.help),
        tuple(options),
        tuple(arguments),
        tuple(
            read(each, (*path, name)) for name, each in below.items() if not each.hidden
        ),
    )


def _below(command: Any) -> dict[str, Any]:
    names = getattr(command, "list_commands", lambda _: ())(None)
    return {name: command.get_command(None, name) for name in names}


def _values(parameter: Any) -> Values:
    if _INTO_RECORDS in parameter.opts:
        return Values()
    choices = getattr(parameter.type, "choices", None)
    if choices:
        return Values("words", tuple(map(str, choices)))
    # `[FILE|-|DELIVERY]` in the order of letters, without stdin; `[DELIVERY2]`.
    words = (parameter.metavar or "").strip("[].").split("|")
    kinds = sorted(word.rstrip("2") for word in words if word != "-")
    return _BY_METAVAR.get("|".join(kinds), Values())


def _sentence(text: str | None) -> str:
    """The first sentence, on one line."""
    words = " ".join((text or "").replace("\b", "").split())
    first, dot, _ = words.partition(". ")
    return first + (dot.strip() or "")
