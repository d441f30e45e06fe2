"""The script for fish 3.0 and later."""

from __future__ import annotations

from collections.abc import Iterator

from twenty_hooks.completions.tree import (
    EVENTS,
    OPERATIONS,
    PROGRAMS,
    Command,
    Option,
    Values,
    first_line,
)

_HEAD = r"""
function __hooks_path
    # Print the commands on the line so far: "config show".
    set -l path
    for word in (commandline -opc)[2..-1]
        switch "$path $word"
            case @paths@
                set path "$path $word"
        end
    end
    echo "$path"
end

function __hooks_at
    test (__hooks_path) = "$argv[1]"
end

function __hooks_webhooks
    # Print the ids that `hooks list` printed last.
    set -l directory $HOME/.cache/twenty-hooks
    set -q XDG_CACHE_HOME; and set directory $XDG_CACHE_HOME/twenty-hooks
    test -d $HOME/Library/Caches; and set directory $HOME/Library/Caches/twenty-hooks
    set -q TWENTY_HOOKS_CACHE_DIR; and set directory $TWENTY_HOOKS_CACHE_DIR
    test -r $directory/webhooks; or return
    while read -l line
        echo $line
    end <$directory/webhooks
end

set -g __hooks_events @events@
set -g __hooks_operations @operations@
"""


def script(program: Command) -> str:
    """Return the whole script."""
    paths = " ".join(_quoted(_path(each)) for each in program.walk() if each.path)
    head = _HEAD.replace("@paths@", paths)
    head = head.replace("@events@", " ".join(EVENTS))
    head = head.replace("@operations@", " ".join(map(_quoted, OPERATIONS)))
    lines = [first_line("fish"), head.rstrip(), ""]
    for name in PROGRAMS:
        lines.append(f"complete -c {name} -e")
        lines.append(f"complete -c {name} -f")
    for command in program.walk():
        for words in _completions(command):
            lines += [f"complete -c {name} {words}" for name in PROGRAMS]
    return "\n".join(lines) + "\n"


def _completions(command: Command) -> Iterator[str]:
    at = f"-n {_quoted(f'__hooks_at {_quoted(_path(command))}')}"
    for option in command.options:
        yield f"{at} {_option(option)}"
    for each in command.commands:
        yield f"{at} -a {each.name} -d {_quoted(each.help)}"
    for argument in command.arguments[:1]:
        values = _values(argument.values)
        if values:
            yield f"{at} {values}"


def _option(option: Option) -> str:
    words = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
        for name in option.names
    ]
    words.append(f"-d {_quoted(option.help)}")
    if option.values is not None:
        words += ["-x", _values(option.values)]
    return " ".join(filter(None, words)).replace("-x -F", "-r -F")


def _values(values: Values) -> str:
    words = f"-a {_quoted(' '.join(values.words))}"
    return {
        "words": words,
        "file": "-F",
        "words-or-file": f"-F {words}",
        "webhook": "-a '(__hooks_webhooks)'",
        "event": "-a '$__hooks_events'",
        "operation": "-a '$__hooks_operations'",
        "text": "",
    }[values.kind]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _path(command: Command) -> str:
    return "".join(f" {word}" for word in command.path)
