"""How a delivery, or a result of forwarding, is printed: as text or as JSON."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import replace

from twenty_hooks.console.escape import visible
from twenty_hooks.console.output import Output
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.history import RecordHistory
from twenty_hooks.deliveries.stored import StoredDelivery, stored_json
from twenty_hooks.deliveries.verification import ReceivedDelivery, VerifiedDelivery
from twenty_hooks.errors import HooksError
from twenty_hooks.listen.config import ListenConfig
from twenty_hooks.listen.print_queue import Item
from twenty_hooks.render import console
from twenty_hooks.render.attempts import attempt_lines
from twenty_hooks.render.deliveries import delivery_lines
from twenty_hooks.store import Store

# Said once, after the first delivery with this verdict.
_EXPLAINED = {
    "no-secret": "signed with an unknown secret, so it can't be verified; give the "
    "secret with --secret-file FILE",
    "unsigned": "unsigned: the webhook has no secret (a webhook created in Twenty's "
    "settings without a secret has none), so anyone could have sent this",
}


class ItemLines:
    """Prints items for one listener, on one thread."""

    def __init__(
        self,
        output: Output,
        config: ListenConfig,
        store: Store,
        explain: Callable[[VerifiedDelivery], str | None],
    ) -> None:
        """Args:
        store: Tells the history of a delivery.
        explain: Returns the likely cause of an invalid signature in half a line.
        """
        self._output = output
        self._config = config
        self._store = store
        self._explain = explain
        self._screen = console.stdout(output.color)
        self._explained: set[str] = set()

    def print(self, item: Item | Attempt) -> bool:
        """Print an item, unless its event is not shown; return whether it was."""
        event = item.event if isinstance(item, Attempt) else item.received.event.name
        if not self._config.shows(event):
            return False
        try:
            if isinstance(item, Attempt):
                self._print_attempt(item)
            else:
                self._print_delivery(item.received, item.stored)
                self._explain_once(item.received.verdict.name)
        except (OSError, HooksError):
            raise
        except Exception:  # noqa: BLE001 - printing one must not end the rest
            self._output.info(f"a bug in hooks:\n{traceback.format_exc()}")
        return True

    def _print_delivery(
        self, received: ReceivedDelivery, stored: StoredDelivery | None
    ) -> None:
        if self._config.store is None:  # no command can find it by its id later
            stored = None
        history = self._store.record_history(stored) if stored else RecordHistory()
        if self._output.as_json:
            self._output.json_line(delivery_json(received, stored, history))
            return
        is_refused = not received.verdict and not received.accepted
        for line in delivery_lines(
            received.verified,
            received.status,
            fault=received.fault,
            is_stored=received.is_stored,
            view=self._config.view,
            width=self._screen.width,
            identity=stored.id if stored else "",
            record_history=history,
            why=self._explain(received.verified) if is_refused else None,
        ):
            self._screen.line(line)

    def _explain_once(self, verdict: str) -> None:
        if verdict in _EXPLAINED and verdict not in self._explained:
            self._explained.add(verdict)
            mark = self._output.style("!", err=True, fg="yellow")
            self._output.info(f"{mark} {visible(_EXPLAINED[verdict])}")

    def _print_attempt(self, attempt: Attempt) -> None:
        if self._config.store is None:
            attempt = replace(attempt, delivery_id="")
        if self._output.as_json:
            self._output.json_line({"type": "forward", **attempt.to_json()})
            return
        for line in attempt_lines(attempt, width=self._screen.width):
            self._screen.line(line)


def delivery_json(
    received: ReceivedDelivery,
    stored: StoredDelivery | None,
    history: RecordHistory,
) -> dict[str, object]:
    """Return the `delivery` line of `hooks listen --json`. Nothing in it is masked.

    stored: None where no command can find it later; then it has no id, and no history.
    """
    if stored is not None:
        shape = stored_json(stored)
        return {"type": "delivery", **shape, "history": history.to_json()}
    shape = stored_json(StoredDelivery("", 0, received))
    del shape["id"]
    return {"type": "delivery", **shape}
