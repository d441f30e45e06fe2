"""The script for bash 3.2 (macOS) and later. It needs no bash-completion package."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from twenty_hooks.completions.tree import (
    EVENTS,
    OPERATIONS,
    PROGRAMS,
    Command,
    Values,
    first_line,
)

_HEAD = r"""
_hooks_offer() {
  # Offer the words that begin like $1, quoted for the command line.
  local begin=$1 word quoted
  shift
  for word in "$@"; do
    if [[ $word == "$begin"* ]]; then
      printf -v quoted '%q' "$word"
      COMPREPLY+=("$quoted")
    fi
  done
}

_hooks_webhooks() {
  # Offer the ids that `hooks list` printed last.
  local directory=${XDG_CACHE_HOME:-$HOME/.cache}/twenty-hooks id where
  case $OSTYPE in darwin*) directory=$HOME/Library/Caches/twenty-hooks ;; esac
  local file=${TWENTY_HOOKS_CACHE_DIR:-$directory}/webhooks
  [[ -r $file ]] || return 0
  while IFS=$'\t' read -r id where; do
    _hooks_offer "$1" "$id"
  done <"$file"
}

_hooks_files() {
  local name
  compopt -o filenames 2>/dev/null
  while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$1")
}
"""

_START = r"""
_hooks() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local path='' index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$path ${COMP_WORDS[index]}" in
      @paths@) path="$path ${COMP_WORDS[index]}" ;;
    esac
  done
  # bash splits words at = and @: `--option = value`, `--option =@ 1`.
  if [[ $before == '=' || $before == '@' || $before == '=@' ]]; then
    [[ $before == *@ ]] && current=@$current
    before=${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $current == '=' || $current == '=@' ]]; then
    current=${current#=}
  fi
  case "$path $before" in"""

_END = r"""
complete -F _hooks @programs@"""


def script(program: Command) -> str:
    """Return the whole script."""
    paths = " | ".join(shlex.quote(_path(each)) for each in program.walk() if each.path)
    lines = [
        first_line("bash"),
        _HEAD.rstrip(),
        "",
        f"_hooks_event_names=({' '.join(EVENTS)})",
        f"_hooks_operation_names=({' '.join(map(shlex.quote, OPERATIONS))})",
        _START.replace("@paths@", paths),
        *_option_values(program),
        "  esac",
        '  case "$path" in',
        *_words(program),
        "  esac",
        "}",
        _END.replace("@programs@", " ".join(PROGRAMS)).strip(),
    ]
    return "\n".join(lines) + "\n"


def _option_values(program: Command) -> Iterator[str]:
    """Yield the cases after an option that takes a value: only values are offered."""
    for command in program.walk():
        for option in command.options:
            if option.values is not None:
                names = " | ".join(
                    f"'{_path(command)} {name}'" for name in option.names
                )
                yield f"    {names})"
                offer = _offer(option.values)
                yield f"      {offer}; return ;;" if offer else "      return ;;"


def _words(program: Command) -> Iterator[str]:
    """Yield the other cases: options after a dash, else commands or arguments."""
    for command in program.walk():
        names = [name for option in command.options for name in option.names]
        yield f"    '{_path(command)}')"
        yield "      if [[ $current == -* ]]; then"
        yield f'        _hooks_offer "$current" {" ".join(names)}'
        offers = [_offer(argument.values) for argument in command.arguments]
        if command.commands:
            words = " ".join(each.name for each in command.commands)
            offers = [f'_hooks_offer "$current" {words}']
        for offer in filter(None, offers[:1]):
            yield "      else"
            yield f"        {offer}"
        yield "      fi ;;"


def _offer(values: Values) -> str:
    words = f'_hooks_offer "$current" {" ".join(map(shlex.quote, values.words))}'
    return {
        "words": words,
        "file": '_hooks_files "$current"',
        "words-or-file": f'{words}; _hooks_files "$current"',
        "webhook": '_hooks_webhooks "$current"',
        "event": '_hooks_offer "$current" "${_hooks_event_names[@]}"',
        "operation": '_hooks_offer "$current" "${_hooks_operation_names[@]}"',
        "text": "",
    }[values.kind]


def _path(command: Command) -> str:
    return "".join(f" {word}" for word in command.path)
