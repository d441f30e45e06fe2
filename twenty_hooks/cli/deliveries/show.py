"""`hooks deliveries show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from twenty_hooks.cli.arguments import open_store
from twenty_hooks.cli.options.deliveries import (
    DeliveryArgument,
    NoRedactOption,
    ShowView,
    ViewOption,
)
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    JsonOption,
    StoreOption,
)
from twenty_hooks.console.output import Output
from twenty_hooks.errors import UsageError
from twenty_hooks.formats import curl

if TYPE_CHECKING:
    from twenty_hooks.render.deliveries import View


def show(
    delivery: DeliveryArgument = "@1",
    view: ViewOption = None,
    no_redact: NoRedactOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> None:
    """Show one delivery, its changes and its attempts.

    Changes are found by comparing the record with its previous stored state. Attempts
    are forwards and replays. Tokens, passwords and so on are masked.

    \b
    hooks deliveries show
    hooks deliveries show @2 --view full
    hooks deliveries show k3f9 --view curl
    """
    from twenty_hooks.render.details import details_lines, details_notes
    from twenty_hooks.store.details import DeliveryDetails

    if as_json and view is not None:
        raise UsageError("--view can't be used with --json, which has everything")
    output = Output(as_json=as_json, color=color.value)
    with open_store(store) as database:
        details = DeliveryDetails.load(database, delivery)
    if not no_redact:
        details = details.redacted()
    shown = view or ShowView.summary
    if shown is ShowView.curl:
        curl.write(details.stored.delivery, output)
    else:
        lines = details_lines(details, cast("View", shown.value), output.color)
        output.emit(details, lambda: lines)
    if not as_json:
        for note in details_notes(details, shown.value):
            output.info(note)
