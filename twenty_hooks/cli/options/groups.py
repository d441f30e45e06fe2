"""Options that several commands share as a group, as one parameter of the command."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, get_type_hints

Command = Callable[..., Any]


def with_options(
    name: str, group: type[Any], *, last: bool = False
) -> Callable[[Command], Command]:
    """Give a command the options of a group instead of its parameter of this name.

    Typer makes an option of each parameter in a signature. So the signature gets the
    fields of the group, a dataclass, in the place of the parameter.

    Args:
        last: put the options of the group behind all others.
    """
    hints = get_type_hints(group, include_extras=True)
    options = [
        inspect.Parameter(
            option.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=option.default,
            annotation=hints[option.name],
        )
        for option in fields(group)
    ]

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(**given: Any) -> Any:
            ours = {option.name for option in options} & given.keys()
            values = {option: given.pop(option) for option in ours}
            return command(**{name: group(**values)}, **given)

        def parameters() -> Iterator[inspect.Parameter]:
            signature = inspect.signature(command, eval_str=True)
            for parameter in signature.parameters.values():
                if parameter.name != name:
                    yield parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
                elif not last:
                    yield from options
            if last:
                yield from options

        run.__signature__ = inspect.Signature([*parameters()])  # type: ignore[attr-defined]
        return run

    return decorate
