"""The script for PowerShell, 5.1 and later."""

from __future__ import annotations

from collections.abc import Iterator

from twenty_hooks.completions.tree import (
    EVENTS,
    OPERATIONS,
    PROGRAMS,
    Command,
    Values,
    first_line,
)

_BODY = r"""
Register-ArgumentCompleter -Native -CommandName @programs@ -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $events = @(@events@)
    $operations = @(@operations@)

    # The words before the one that is being completed.
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.ToString() })
    $path = ''
    foreach ($word in ($words | Select-Object -Skip 1)) {
        if (@(@paths@) -ccontains "$path $word") { $path = "$path $word" }
    }
    $before = if ($words.Count -gt 1) { $words[-1] } else { '' }

    $values = @{
@values@
    }
    $options = @{
@options@
    }
    $arguments = @{
@arguments@
    }

    # The ids that `hooks list` saw last.
    function Get-Webhooks {
        $directory = if ($env:TWENTY_HOOKS_CACHE_DIR) { $env:TWENTY_HOOKS_CACHE_DIR }
            elseif ($env:LOCALAPPDATA) { "$env:LOCALAPPDATA/twenty-hooks/Cache" }
            elseif ($IsMacOS) { "$HOME/Library/Caches/twenty-hooks" }
            elseif ($env:XDG_CACHE_HOME) { "$env:XDG_CACHE_HOME/twenty-hooks" }
            else { "$HOME/.cache/twenty-hooks" }
        if (Test-Path "$directory/webhooks") {
            Get-Content "$directory/webhooks" | ForEach-Object { ($_ -split "`t")[0] }
        }
    }

    # The ids that stand beside the store, with their events; @1 is the latest.
    function Get-Deliveries {
        $directory = if ($env:LOCALAPPDATA) { $env:LOCALAPPDATA }
            elseif ($env:XDG_DATA_HOME) { $env:XDG_DATA_HOME }
            elseif ($IsMacOS) { "$HOME/Library/Application Support" }
            else { "$HOME/.local/share" }
        # The store that stands on the line so far.
        $store = ''
        for ($place = 1; $place -lt $words.Count; $place++) {
            if ($words[$place - 1] -ceq '--store') { $store = $words[$place] }
            elseif ($words[$place] -clike '--store=*') {
                $store = $words[$place].Substring(8)
            }
        }
        $store = $store.Trim('"', "'") -replace '^~/', "$HOME/"
        $file = if ($store) { $store }
            elseif ($env:TWENTY_HOOKS_STORE) { $env:TWENTY_HOOKS_STORE }
            else { "$directory/twenty-hooks/deliveries.db" }
        if (Test-Path -LiteralPath "$file-recent") {
            $lines = @(Get-Content -LiteralPath "$file-recent")
            for ($place = 1; $place -le 3 -and $place -le $lines.Count; $place++) {
                "@$place`t" + ($lines[$place - 1] -split "`t")[1]
            }
            $lines
        }
    }

    $offered = if ($values.ContainsKey("$path $before")) { $values["$path $before"] }
        elseif ($wordToComplete -like '-*') { $options[$path] }
        else { $arguments[$path] }
    if ($offered -is [string]) {
        $offered = switch ($offered) {
            'webhook' { Get-Webhooks }
            'delivery' { Get-Deliveries }
            # Where none begins like the word, PowerShell offers files by itself.
            'delivery-or-file' { Get-Deliveries }
            'event' { $events }
            'operation' { $operations }
            # Nothing of ours: PowerShell offers files by itself.
            default { return }
        }
    }
    $offered | Where-Object { $_ -and $_.StartsWith($wordToComplete) } |
        ForEach-Object {
            $word, $description = $_ -split "`t"
            # A star or an @ would mean something to PowerShell.
            $text = if ($word -match '[*@]') { "'$word'" } else { $word }
            $tip = if ($description) { "$word  $description" } else { $word }
            [System.Management.Automation.CompletionResult]::new(
                $text, $word, 'ParameterValue', $tip)
        }
}
"""


def script(program: Command) -> str:
    """The whole script."""
    paths = [_path(command) for command in program.walk() if command.path]
    pieces = {
        "programs": ", ".join(PROGRAMS),
        "events": _list(EVENTS),
        "operations": _list(OPERATIONS),
        "paths": _list(paths),
        "values": "\n".join(_values(program)),
        "options": "\n".join(
            _entry(_path(each), f"@({_list(_names(each))})") for each in program.walk()
        ),
        "arguments": "\n".join(
            _entry(_path(each), _arguments(each)) for each in program.walk()
        ),
    }
    body = _BODY
    for name, text in pieces.items():
        body = body.replace(f"@{name}@", text)
    return first_line("PowerShell") + "\n" + body.lstrip("\n")


def _values(program: Command) -> Iterator[str]:
    for command in program.walk():
        for option in command.options:
            if option.values is not None:
                for name in option.names:
                    yield _entry(f"{_path(command)} {name}", _offer(option.values))


def _arguments(command: Command) -> str:
    if command.commands:
        return f"@({_list([each.name for each in command.commands])})"
    return _offer(command.arguments[0].values) if command.arguments else "'text'"


def _offer(values: Values) -> str:
    if values.kind == "words":
        return f"@({_list(values.words)})"
    return _quoted(values.kind)


def _names(command: Command) -> list[str]:
    return [name for option in command.options for name in option.names]


def _entry(key: str, value: str) -> str:
    return f"        {_quoted(key)} = {value}"


def _list(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(map(_quoted, words))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _path(command: Command) -> str:
    return "".join(f" {word}" for word in command.path)
