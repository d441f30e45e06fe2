"""`hooks deliveries diff`."""

from __future__ import annotations

from twenty_hooks.cli.arguments import open_store
from twenty_hooks.cli.options.deliveries import (
    DeliveryArgument,
    NoRedactOption,
    OtherDeliveryArgument,
)
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    StoreOption,
)
from twenty_hooks.console.output import Output
from twenty_hooks.errors import EXIT_NO, EXIT_OK


def diff(
    delivery: DeliveryArgument = "@1",
    other: OtherDeliveryArgument = None,
    no_redact: NoRedactOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Show field by field what changed in a record.

    With one DELIVERY, compares it with the previous stored state of its record. With
    two, compares the first with the second. Exit code 1: no previous state is stored.

    \b
    hooks deliveries diff
    hooks deliveries diff @3 @1
    """
    from twenty_hooks.render.details import comparison_lines, comparison_notes
    from twenty_hooks.store.details import Comparison

    output = Output(as_json=as_json, color=color.value)
    with open_store(store) as database:
        comparison = Comparison.load(database, delivery, other)
    if not no_redact:
        comparison = comparison.redacted()
    if not as_json:
        for note in comparison_notes(comparison, output):
            output.info(note)
    output.emit(comparison, lambda: comparison_lines(comparison, output.color))
    return EXIT_NO if comparison.record_history.previous is None else EXIT_OK
