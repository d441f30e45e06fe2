"""The commands as a completion script needs them: names, options, kinds of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from twenty_hooks.protocol.events import ACTIONS
from twenty_hooks.protocol.objects import PLURALS, SILENT_SINCE_1_3

# words: a fixed choice; words-or-file: a fixed choice, or a file; webhook: an id from
# the cache; event: `person.created`; operation: an event or a pattern; text: no offer.
ValueKind = Literal[
    "words", "file", "words-or-file", "webhook", "event", "operation", "text"
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
    """The values that an option or an argument takes.

    Attributes:
        words: the fixed choice of `words` and `words-or-file`.
    """

    kind: ValueKind = "text"
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """An option.

    Attributes:
        names: `--operation` and `-o`.
        values: None for a flag.
    """

    names: tuple[str, ...]
    help: str
    values: Values | None = None
    is_repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument. name: its metavar."""

    name: str
    values: Values
    is_repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command and its subcommands.

    Attributes:
        path: the words of the command, `("config", "show")`; () for the program itself.
    """

    path: tuple[str, ...]
    help: str
    options: tuple[Option, ...] = ()
    arguments: tuple[Argument, ...] = ()
    commands: tuple[Command, ...] = ()

    @property
    def name(self) -> str:
        """The last word of the command."""
        return self.path[-1] if self.path else PROGRAMS[0]

    def walk(self) -> Iterator[Command]:
        """Yield this command and all below it."""
        yield self
        for command in self.commands:
            yield from command.walk()


def first_line(shell: str) -> str:
    """Return the comment that every script begins with."""
    return f"# Completion of hooks for {shell}: hooks completion {shell.lower()}"


_HELP = Option(("--help", "-h"), "Show this message and exit.")
# @1 is the latest delivery. Ids are many, and new ones come all the time.
_DELIVERIES = ("@1", "@2", "@3")
# The metavar tells the kind of value: a webhook is an ID, a delivery a DELIVERY.
_BY_METAVAR = {
    "DELIVERY": Values("words", _DELIVERIES),
    "DELIVERY|FILE": Values("words-or-file", _DELIVERIES),
    "EVENT": Values("event"),
    "FILE": Values("file"),
    "ID": Values("webhook"),
    "OP": Values("operation"),
    "PATH": Values("file"),
    "PATTERN": Values("operation"),
}
# The PATH of this option is a path in a record, not a file.
_RECORD_PATH_OPTION = "--unset"


# Typer's own copy of click is private, so its types are not named here.
def read(command: Any, path: tuple[str, ...] = ()) -> Command:
    """Return a Typer command, and all below it, as completion scripts need them."""
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
                    _first_sentence(parameter.help),
                    None if parameter.is_flag else values,
                    bool(parameter.multiple),
                )
            )
    return Command(
        path,
        _first_sentence(command.help),
        tuple(options),
        tuple(arguments),
        tuple(
            read(subcommand, (*path, name))
            for name, subcommand in _subcommands(command).items()
            if not subcommand.hidden
        ),
    )


def _subcommands(command: Any) -> dict[str, Any]:
    names = getattr(command, "list_commands", lambda _: ())(None)
    return {name: command.get_command(None, name) for name in names}


def _values(parameter: Any) -> Values:
    if _RECORD_PATH_OPTION in parameter.opts:
        return Values()
    choices = getattr(parameter.type, "choices", None)
    if choices:
        return Values("words", tuple(map(str, choices)))
    # `[FILE|-|DELIVERY]` without stdin, in alphabetical order; `[DELIVERY2]`.
    words = (parameter.metavar or "").strip("[].").split("|")
    kinds = sorted(word.rstrip("2") for word in words if word != "-")
    return _BY_METAVAR.get("|".join(kinds), Values())


def _first_sentence(text: str | None) -> str:
    """Return the first sentence, on one line."""
    words = " ".join((text or "").replace("\b", "").split())
    first, dot, _ = words.partition(". ")
    return first + (dot.strip() or "")
