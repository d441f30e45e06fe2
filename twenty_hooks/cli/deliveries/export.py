"""`hooks deliveries export`."""

from __future__ import annotations

from twenty_hooks.cli.arguments import missing_store, open_store
from twenty_hooks.cli.options.deliveries import (
    DeliveriesArgument,
    ExportFormat,
    FormatOption,
    NoRedactOption,
)
from twenty_hooks.cli.options.query import FilterOptions, with_filters
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    OutputFileOption,
    StoreOption,
)
from twenty_hooks.console.output import Output
from twenty_hooks.errors import UsageError


@with_filters
def export(
    deliveries: DeliveriesArgument = None,
    *,
    filters: FilterOptions,
    format_: FormatOption = ExportFormat.jsonl,
    to_file: OutputFileOption = None,
    no_redact: NoRedactOption = False,
    store: StoreOption = None,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Export deliveries, with secrets masked.

    Writes them in the order they were received. A delivery with masked values is
    marked as redacted: its signature can't be verified any more, and it is re-signed
    when it is sent. --no-redact writes exactly what was received.

    \b
    hooks deliveries export --event 'person.*' --since 1h --output people.jsonl
    hooks deliveries export @1 --format curl
    hooks deliveries export --format har --output today.har
    """
    from twenty_hooks.formats.export import Export

    if deliveries and filters.are_given:
        raise UsageError("use ids or filters, not both")
    output = Output(color=color.value)
    written = Export(format_.value, redact=not no_redact)
    with open_store(store) as database:
        if deliveries:
            found = iter([database.find(name) for name in deliveries])
        else:
            found = database.select(filters.selection())
        written.write(found, to_file, output)
        if message := missing_store(database, store):
            output.info(message)
    output.info(written.summary)
