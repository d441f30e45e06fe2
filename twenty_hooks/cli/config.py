"""`hooks config`: the settings in force, and where each came from."""

from __future__ import annotations

from twenty_hooks.cli.group import HooksGroup, new_app
from twenty_hooks.cli.options.shared import JsonOption
from twenty_hooks.cli.options.twenty import (
    ApiKeyFileOption,
    ApiKeyOption,
    ApiUrlOption,
    ProfileOption,
)
from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output

app = new_app(cls=HooksGroup, no_args_is_help=True)


@app.callback()
def config() -> None:
    """Show the settings, and where each comes from.

    \b
    hooks config show
    hooks config path
    """


@app.command("show")
def show(
    as_json: JsonOption = False,
    api_url: ApiUrlOption = None,
    api_key: ApiKeyOption = None,
    api_key_file: ApiKeyFileOption = None,
    profile: ProfileOption = None,
) -> None:
    """Print every setting in force and where it came from. Keys are never shown.

    A flag beats the environment, which beats the project file (twenty-hooks.toml), a
    profile (config.toml), a login of Twenty's own CLI, and the default.

    \b
    hooks config show
    hooks config show --profile staging --json
    """
    from twenty_hooks.cli import config_rows, connect

    access = connect.Access(api_url, api_key, api_key_file, profile)
    found = connect.settings(access)
    rows = config_rows.rows(found)
    kept = config_rows.files_kept(found)
    output = Output(as_json=as_json)
    if as_json:
        output.json_document(
            {
                "settings": [row.to_json() for row in rows],
                "files": {
                    name: {"path": str(path), "exists": path.exists()}
                    for name, path in kept.items()
                },
            }
        )
        return
    for row in rows:
        output.data(visible(f"{row.name:<20}{row.value or '(none)'}"))
        output.data(visible(f"{'':<20}from {row.origin}"))
    for name, path in kept.items():
        there = "" if path.exists() else "  (not there)"
        output.data(visible(f"{name:<20}{path}{there}"))


@app.command("path")
def path(as_json: JsonOption = False) -> None:
    """Print where your own settings are kept: config.toml, written by you.

    \b
    "$EDITOR" "$(hooks config path)"
    """
    from twenty_hooks.config import profiles

    output = Output(as_json=as_json)
    where = profiles.path()
    if as_json:
        output.json_document({"path": str(where), "exists": where.exists()})
    else:
        output.data(str(where))
