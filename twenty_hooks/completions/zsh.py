"""The script for zsh: a function `_hooks`, for a directory in $fpath."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from twenty_hooks.completions.tree import (
    EVENTS,
    OPERATIONS,
    PROGRAMS,
    Argument,
    Command,
    Option,
    Values,
    first_line,
)

# The function `_hooks_deliveries` completes the command `hooks deliveries`.
_HEAD = r"""
_hooks_offer_webhooks() {
  # Offer the ids that `hooks list` printed last.
  local directory=${XDG_CACHE_HOME:-$HOME/.cache}/twenty-hooks id where
  [[ $OSTYPE == darwin* ]] && directory=$HOME/Library/Caches/twenty-hooks
  local file=${TWENTY_HOOKS_CACHE_DIR:-$directory}/webhooks
  local -a found
  [[ -r $file ]] || return 1
  while IFS=$'\t' read -r id where; do
    found+=("$id:$where")
  done <"$file"
  _describe -t webhooks webhook found
}

_hooks_offer_words_or_files() {
  _alternative "words:word:($*)" 'files:file:_files'
}

_hooks_offer_events() {
  local -a names
  names=(@events@)
  compadd -a names
}

_hooks_offer_operations() {
  local -a names
  names=(@operations@)
  compadd -a names
}
"""

_TAIL = r"""
if [[ $funcstack[1] == _hooks ]]; then
  _hooks "$@"
else
  compdef _hooks @programs@
fi
"""


def script(program: Command) -> str:
    """Return the whole script, which also works when it is sourced."""
    head = _HEAD.replace("@events@", " ".join(EVENTS))
    head = head.replace("@operations@", " ".join(map(shlex.quote, OPERATIONS)))
    lines = [f"#compdef {' '.join(PROGRAMS)}", first_line("zsh"), head.rstrip()]
    for command in sorted(program.walk(), key=lambda each: -len(each.path)):
        lines += ["", *_function(command)]
    lines.append(_TAIL.rstrip().replace("@programs@", " ".join(PROGRAMS)))
    return "\n".join(lines) + "\n"


def _function(command: Command) -> Iterator[str]:
    yield f"{_name(command)}() {{"
    if not command.commands:
        yield "  _arguments -s -S \\"
        specs = [*_specs(command.options), *_arguments(command.arguments)]
        yield " \\\n".join(f"    {spec}" for spec in specs)
        yield "}"
        return
    yield "  local context state state_descr line"
    yield "  typeset -A opt_args"
    yield "  local -a commands"
    yield "  commands=("
    for each in command.commands:
        yield f"    {shlex.quote(f'{each.name}:{each.help}')}"
    yield "  )"
    # Behind a command, an option belongs to it, even if `hooks` has the same one.
    yield "  _arguments -C -A '-*' \\"
    specs = [*_specs(command.options), "'1: :->command'", "'*:: :->rest'"]
    yield " \\\n".join(f"    {spec}" for spec in specs) + " && return"
    yield "  case $state in"
    yield "    command) _describe -t commands command commands ;;"
    yield "    rest)"
    yield "      case $words[1] in"
    for each in command.commands:
        yield f"        {each.name}) {_name(each)} ;;"
    yield "      esac ;;"
    yield "  esac"
    yield "}"


def _specs(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        repeat = "*" if option.is_repeatable else ""
        # An option that is on the line is not offered again, under any name.
        others = "" if repeat else f"({' '.join(option.names)})"
        for name in option.names:
            sign = "=" if option.values is not None and name.startswith("--") else ""
            text = f"{others}{repeat}{name}{sign}[{_escaped(option.help)}]"
            if option.values is not None:
                text += f": :{_action(option.values)}"
            yield shlex.quote(text)


def _arguments(arguments: tuple[Argument, ...]) -> Iterator[str]:
    for place, argument in enumerate(arguments, 1):
        where = "*" if argument.is_repeatable else str(place)
        name = _escaped(argument.name)
        yield shlex.quote(f"{where}:{name}:{_action(argument.values)}")


def _action(values: Values) -> str:
    words = " ".join(values.words)
    return {
        "words": f"({words})",
        "file": "_files",
        "words-or-file": f" _hooks_offer_words_or_files {words}",
        "webhook": "_hooks_offer_webhooks",
        "event": "_hooks_offer_events",
        "operation": "_hooks_offer_operations",
        "text": " ",
    }[values.kind]


def _escaped(text: str) -> str:
    for character in "\\[]:":
        text = text.replace(character, f"\\{character}")
    return text


def _name(command: Command) -> str:
    return "_".join(("_hooks", *command.path))
