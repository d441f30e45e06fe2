"""`hooks config`: the settings in effect, and where each comes from."""

from __future__ import annotations

from twenty_hooks.cli.group import new_app
from twenty_hooks.cli.options.shared import ColorChoice, ColorOption, JsonOption
from twenty_hooks.cli.options.twenty import (
    ApiKeyFileOption,
    ApiKeyOption,
    ApiUrlOption,
    ConnectionOptions,
    ProfileOption,
)
from twenty_hooks.console.output import Output

app = new_app(no_args_is_help=True)


@app.callback()
def config() -> None:
    """Show the settings, and where each comes from.

    \b
    hooks config show
    hooks config path
    """


@app.command("show")
def show(
    api_url: ApiUrlOption = None,
    api_key: ApiKeyOption = None,
    api_key_file: ApiKeyFileOption = None,
    profile: ProfileOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Print every setting and where it comes from. Keys are never shown.

    Options come first, then the environment, the project file (twenty-hooks.toml), a
    profile (config.toml), the login of Twenty's own CLI, and the default.

    \b
    hooks config show
    hooks config show --profile staging --json
    """
    from twenty_hooks.cli import config_rows, connect

    options = ConnectionOptions(api_url, api_key, api_key_file, profile)
    report = config_rows.report(connect.settings(options))
    output = Output(as_json=as_json, color=color.value)
    output.emit(report, lambda: report.lines(output.width))


@app.command("path")
def path(as_json: JsonOption = False, color: ColorOption = ColorChoice.auto) -> None:
    """Print the path of your settings file, config.toml.

    \b
    "$EDITOR" "$(hooks config path)"
    """
    from twenty_hooks.config import profiles

    file = profiles.path()
    output = Output(as_json=as_json, color=color.value)
    output.emit({"path": str(file), "exists": file.exists()}, lambda: [str(file)])
