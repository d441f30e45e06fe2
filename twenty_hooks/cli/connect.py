"""From what the user gave to a workspace one can talk to: URL, key, trust."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import typer

from twenty_hooks import config
from twenty_hooks.cli.options.shared import duration_ms
from twenty_hooks.cli.options.twenty import DEFAULT_TIMEOUT
from twenty_hooks.config import Settings, origins, profiles
from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output, is_terminal
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.twenty_api import Transport, Twenty


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach Twenty, as given on the command line."""

    api_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    api_key_file: Path | None = None
    profile: str | None = None
    insecure: bool = False
    timeout: str = DEFAULT_TIMEOUT


def settings(access: Access) -> Settings:
    """The settings in force. Nothing is sent, nobody is asked."""
    given = config.CliOverrides(
        access.api_url, access.api_key, access.api_key_file, access.profile
    )
    return config.resolve(given, Path.cwd())


def connect(access: Access, output: Output) -> Twenty:
    """A workspace to talk to, as a context manager; nothing is sent yet.

    Raises SetupError when there is no key that may go to this URL.
    """
    found = settings(access)
    if found.key is None:
        raise _no_key(found)
    if found.untrusted is not None:
        _ask_for_trust(found.untrusted, found.key.source, found.origin)
    if origins.is_exposed(found.url):
        output.warning(f"the API key travels to {found.origin} unencrypted; use https")
    if found.profile is not None and profiles.is_open_to_others(found.profile):
        output.warning(
            f"others can read the API key in {found.profile.path}: "
            f"chmod 600 {found.profile.path}"
        )
    timeout = duration_ms(access.timeout, "--timeout")
    if not timeout:
        raise UsageError("--timeout: nothing answers within 0 seconds")
    transport = Transport(
        found.origin, found.key.value, timeout_ms=timeout, verify=not access.insecure
    )
    return Twenty(transport, found.key.value)


def _no_key(found: Settings) -> SetupError:
    if found.withheld:
        key = found.withheld[0]
        return SetupError(
            f"there is no API key for {found.origin}: the one of {key.source} belongs "
            f"to {key.belongs_to} and is not sent elsewhere",
            hint="give one with --api-key-file FILE, or choose a --profile",
            code="no-key",
        )
    return SetupError(
        f"there is no API key for {found.origin}",
        hint="make one in Twenty under Settings -> APIs & Webhooks, then: "
        "export TWENTY_API_KEY=...",
        code="no-key",
    )


def _ask_for_trust(project: Path, source: str, origin: str) -> None:
    if not is_terminal():
        raise SetupError(
            f"{project} would have the API key of {source} sent to {origin}, which you "
            "have not agreed to",
            hint=f"if that is right, say so yourself: --api-url {origin}",
            code="untrusted-origin",
        )
    question = visible(
        f"{project} has the API key of {source} sent to {origin}. Is that right? "
        "You are asked once"
    )
    typer.confirm(question, abort=True, err=True)
    origins.trust(project, origin)
