"""The table of `hooks list`.

On a terminal the table is folded to its width. Elsewhere each webhook is one whole
line, for grep and awk.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from twenty_hooks.console.escape import visible
from twenty_hooks.webhooks.lint import WebhookWithWarnings
from twenty_hooks.webhooks.webhook import Webhook

_SHORT_ID = 8
# From this width on, a full id leaves enough room for the other columns.
_MIN_WIDTH_FOR_FULL_IDS = 120
# A longer target pushes the description of its own line aside, and of no other.
_MAX_PADDED_TARGET = 60


def lines(
    rows: Sequence[WebhookWithWarnings], *, width: int | None, color: bool = False
) -> list[str]:
    """Return the table, in which webhooks with warnings stand out.

    Args:
        width: of the terminal, in cells; None if it is not a terminal.
    """
    if not rows:
        return []
    return _plain(rows) if width is None else _folded(rows, width, color=color)


def _folded(
    rows: Sequence[WebhookWithWarnings], width: int, *, color: bool
) -> list[str]:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("ID", no_wrap=True)
    table.add_column("TARGET", overflow="fold")
    table.add_column("OPERATIONS", overflow="fold")
    table.add_column("SIGNED", no_wrap=True)
    ids = [row.webhook.id for row in rows]
    if width < _MIN_WIDTH_FOR_FULL_IDS:
        ids = _short_ids(ids)
    for webhook_id, row in zip(ids, rows, strict=True):
        table.add_row(
            Text(visible(webhook_id), style="cyan"),
            _target(row),
            Text(_operations(row.webhook)),
            Text("✓ yes") if row.webhook.is_signed else Text("! no", style="yellow"),
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
    console.print(table)
    stripped = (line.rstrip() for line in stream.getvalue().splitlines())
    return [line for line in stripped if line]


def _target(row: WebhookWithWarnings) -> Text:
    """Return the target URL, and the description on a line below it."""
    text = Text(visible(row.webhook.target_url), style="yellow" if row.warnings else "")
    if row.webhook.description:
        text.append("\n" + visible(row.webhook.description), style="dim")
    return text


def _plain(rows: Sequence[WebhookWithWarnings]) -> list[str]:
    """Return a line for each webhook, with a DESCRIPTION column if any has one."""
    headings = ("ID", "SIGNED", "OPERATIONS", "WARNINGS", "TARGET", "DESCRIPTION")
    cells: list[tuple[str, ...]] = [headings]
    for row in rows:
        cells.append(
            (
                visible(row.webhook.id),
                "yes" if row.webhook.is_signed else "no",
                _operations(row.webhook, ","),
                ",".join(warning.code for warning in row.warnings) or "-",
                visible(row.webhook.target_url),
                visible(row.webhook.description or ""),
            )
        )
    if not any(row.webhook.description for row in rows):
        cells = [each[:-1] for each in cells]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    widths[4] = min(widths[4], _MAX_PADDED_TARGET)
    return [
        "  ".join(
            cell + " " * (width - cell_len(cell))
            for cell, width in zip(each, widths, strict=True)
        ).rstrip()
        for each in cells
    ]


def _short_ids(ids: Sequence[str]) -> list[str]:
    """Return the ids, cut to a length at which they still differ."""
    length = _SHORT_ID
    while len({webhook_id[:length] for webhook_id in ids}) < len(ids):
        length += 4
    return [webhook_id[:length] for webhook_id in ids]


def _operations(webhook: Webhook, separator: str = ", ") -> str:
    return visible(separator.join(webhook.operations)) or "(none)"
