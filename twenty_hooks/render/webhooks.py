"""Webhooks, for a person to read: pure functions from values to text.

Everything that came from Twenty goes through `visible`. On a terminal a table is folded
to its width; elsewhere each webhook is one line, whole, for grep and awk.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from twenty_hooks.console.escape import visible
from twenty_hooks.webhooks.lint import LintWarning
from twenty_hooks.webhooks.webhook import Webhook

_HEADINGS = ("ID", "TARGET", "OPERATIONS", "SIGNED")
_SHORT_ID = 8
_LABEL_WIDTH = 13
# From this width on a full id leaves enough room for the rest.
_WIDE = 120


def table(
    webhooks: Sequence[Webhook],
    found: Mapping[str, Sequence[LintWarning]],
    *,
    width: int | None,
    color: bool = False,
) -> str:
    """One row for each webhook, marked where something looks wrong.

    width: of the terminal, in cells; None when it is not one.
    """
    if width is None:
        return _lines(webhooks, found)
    short = _SHORT_ID if width < _WIDE else 0
    shown = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    shown.add_column(_HEADINGS[0], no_wrap=True)
    for heading in _HEADINGS[1:3]:
        shown.add_column(heading, overflow="fold")
    shown.add_column(_HEADINGS[3], no_wrap=True)
    for webhook, webhook_id in zip(webhooks, _ids(webhooks, short), strict=True):
        doubtful = bool(found.get(webhook.id))
        shown.add_row(
            Text(visible(webhook_id), style="cyan"),
            Text(visible(webhook.target_url), style="yellow" if doubtful else ""),
            Text(_operations(webhook)),
            Text("! no", style="yellow") if not webhook.is_signed else Text("✓ yes"),
        )
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
    )
    console.print(shown)
    lines = (line.rstrip() for line in stream.getvalue().splitlines())
    return "\n".join(line for line in lines if line)


def card(webhook: Webhook, secret: str) -> list[str]:
    """All of one webhook, a line for each thing. secret: what to say of it."""
    rows = [
        ("id", webhook.id),
        ("target", webhook.target_url),
        ("operations", _operations(webhook)),
        ("description", webhook.description or ""),
        ("secret", secret),
        ("created", webhook.created_at or ""),
        ("updated", webhook.updated_at or ""),
    ]
    return [line(label, value) for label, value in rows if value]


def differences(before: Webhook, after: Webhook) -> list[str]:
    """What changed, as `label  before -> after`; secrets by whether there is one."""
    rows = (
        ("target", before.target_url, after.target_url),
        ("operations", _operations(before), _operations(after)),
        ("description", before.description or "", after.description or ""),
        ("secret", _secret(before), _secret(after)),
    )
    changed = [
        line(label, f"{old or '(none)'} → {new or '(none)'}")
        for label, old, new in rows
        if old != new
    ]
    if before.secret != after.secret and before.is_signed and after.is_signed:
        changed.append(line("secret", "another one"))
    return changed


def line(label: str, value: str) -> str:
    """`label        value`, safe to show."""
    return f"  {label:<{_LABEL_WIDTH}}{visible(value)}"


def _lines(
    webhooks: Sequence[Webhook], found: Mapping[str, Sequence[LintWarning]]
) -> str:
    # The target may be very long: it stands last, where it pushes nothing aside.
    rows = [("ID", "SIGNED", "OPERATIONS", "LOOKS WRONG", "TARGET")]
    for webhook in webhooks:
        rows.append(
            (
                visible(webhook.id),
                "yes" if webhook.is_signed else "no",
                _operations(webhook, ","),
                ",".join(each.code for each in found.get(webhook.id, ())) or "-",
                visible(webhook.target_url),
            )
        )
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - cell_len(cell))
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _ids(webhooks: Sequence[Webhook], short: int) -> list[str]:
    """The ids, cut to what still tells them apart; 0 leaves them whole."""
    ids = [webhook.id for webhook in webhooks]
    length = short
    while short and len({each[:length] for each in ids}) < len(ids):
        length += 4
    return [each[:length] if short else each for each in ids]


def _operations(webhook: Webhook, separator: str = ", ") -> str:
    return visible(separator.join(webhook.operations)) or "(none)"


def _secret(webhook: Webhook) -> str:
    return "signed" if webhook.is_signed else "unsigned"
