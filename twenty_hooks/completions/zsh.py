"""The script for zsh: a function `_hooks` for a directory in $fpath."""

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

# `_hooks_deliveries` is what completes the command `hooks deliveries`.
_HEAD = r"""
_hooks_offer_webhooks() {
  # The ids that `hooks list` saw last.
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

_hooks_offer_deliveries() {
  # @1 is the latest; then the ids that stand beside the store: of the line, if any.
  local directory=$HOME/.local/share id event store index
  [[ $OSTYPE == darwin* ]] && directory="$HOME/Library/Application Support"
  directory=${XDG_DATA_HOME:-$directory}/twenty-hooks
  for (( index = 1; index < CURRENT; index++ )); do
    case $words[index] in
      --store) store=$words[index+1] ;;
      --store=*) store=${words[index]#--store=} ;;
    esac
  done
  store=${(Q)store}
  [[ $store == '~/'* ]] && store=$HOME/${store:2}
  local file=${store:-${TWENTY_HOOKS_STORE:-$directory/deliveries.db}}-recent
  local -i ret=1
  local -a latest found
  [[ -r $file ]] || return 1
  while IFS=$'\t' read -r id event; do
    (( $#latest < 3 )) && latest+=("@$(( $#latest + 1 )):$event")
    found+=("$id:$event")
  done <"$file"
  # Two calls: one would put words with the same description on one line.
  _describe -V -t latest-deliveries 'latest delivery' latest && ret=0
  _describe -V -t deliveries delivery found && ret=0
  return ret
}

_hooks_offer_deliveries_or_files() {
  _alternative 'deliveries:delivery:_hooks_offer_deliveries' 'files:file:_files'
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
    """The whole script; it also works when it is sourced."""
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
    # Behind the command, also an option of the same name is its own.
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
        # An option given once is not offered again, under none of its names.
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
    return {
        "words": f"({' '.join(values.words)})",
        "file": "_files",
        "webhook": "_hooks_offer_webhooks",
        "delivery": "_hooks_offer_deliveries",
        "delivery-or-file": "_hooks_offer_deliveries_or_files",
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
