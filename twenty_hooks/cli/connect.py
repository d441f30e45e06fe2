"""Connect to the workspace that the options and settings name."""

from __future__ import annotations

from pathlib import Path

from twenty_hooks import config
from twenty_hooks.cli.options.shared import timeout_ms
from twenty_hooks.cli.options.twenty import ConnectionOptions
from twenty_hooks.config import CliOverrides, Settings, origins, profiles
from twenty_hooks.console import output as console
from twenty_hooks.console import prompts
from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output
from twenty_hooks.errors import SetupError
from twenty_hooks.twenty_api import Transport, Twenty


def settings(options: ConnectionOptions) -> Settings:
    """Return the settings in effect. Nothing is sent, and the user is not asked."""
    overrides = CliOverrides(
        options.api_url, options.api_key, options.api_key_file, options.profile
    )
    return config.resolve(overrides, Path.cwd())


def connect(options: ConnectionOptions, output: Output) -> Twenty:
    """Return the workspace, as a context manager. Nothing is sent yet.

    Warns about a key that others may read. Raises SetupError if there is no key that
    may be sent to the server.
    """
    found = settings(options)
    timeout = timeout_ms(options.timeout)
    if found.key is None:
        raise _no_key(found)
    if found.untrusted is not None:
        _confirm_origin(found.untrusted, found.key.source, found.origin)
    if origins.is_exposed(found.url):
        output.warning(f"the API key travels to {found.origin} unencrypted; use https")
    if found.profile is not None and profiles.is_open_to_others(found.profile):
        path = found.profile.path
        output.warning(f"other users can read the API key in {path}: chmod 600 {path}")
    transport = Transport(
        found.origin, found.key.value, timeout_ms=timeout, verify=not options.insecure
    )
    return Twenty(transport, found.key.value)


def _no_key(found: Settings) -> SetupError:
    if found.withheld:
        key = found.withheld[0]
        return SetupError(
            f"there is no API key for {found.origin}: the one of {key.source} belongs "
            f"to {key.belongs_to} and is not sent elsewhere",
            hint="give a key with --api-key-file FILE, or choose a --profile",
            code="no-key",
        )
    return SetupError(
        f"there is no API key for {found.origin}",
        hint="create one in Twenty under Settings -> APIs & Webhooks, then: "
        "export TWENTY_API_KEY=...",
        code="no-key",
    )


def _confirm_origin(project: Path, source: str, origin: str) -> None:
    """Ask once before a key is sent to the URL in a project file."""
    if not console.is_terminal():
        raise SetupError(
            f"{project} would send the API key of {source} to {origin}, and you have "
            "not agreed to that",
            hint=f"if that is your Twenty, add --api-url {origin}",
            code="untrusted-origin",
        )
    question = f"{project} sends the API key of {source} to {origin}. Is that right?"
    prompts.ask(visible(question), yes=False)
    origins.trust(project, origin)
