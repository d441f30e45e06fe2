"""The `hooks` command: thin commands, one file per task, composing the edges."""

from __future__ import annotations

from twenty_hooks.cli.app import app, run

__all__ = ["app", "run"]
