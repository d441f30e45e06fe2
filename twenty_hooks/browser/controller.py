"""What a person sees and does in the browser of `hooks listen`.

Keys go in; the picture to show is asked for when it may have changed. The terminal
itself belongs to the caller.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from twenty_hooks.browser.browse_list import BrowseList
from twenty_hooks.browser.keymap import (
    NEEDS_SELECTION,
    Action,
    Mode,
    Motion,
    Navigation,
)
from twenty_hooks.browser.list_view import ListView
from twenty_hooks.console.escape import visible
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.redacted import redacted, redacted_history
from twenty_hooks.deliveries.stored import StoredDelivery
from twenty_hooks.deliveries.verification import ReceivedDelivery
from twenty_hooks.errors import HooksError, SetupError
from twenty_hooks.formats import curl
from twenty_hooks.render import browser
from twenty_hooks.render.browser import Frame, Line
from twenty_hooks.system.files import write_new

_NO_TARGET = "no target: start with --forward-to http://localhost:3000/webhooks"
_NONE_YET = "no deliveries yet"
_NO_MATCH = "no delivery of this session matches the filter"
_REMOVED = "this delivery was removed from the store"
_FOR_SELECTED = (("d", "diff"), ("r", "resend"), ("c", "curl"), ("q", "stop"))
_BACK = (("esc", "back"), ("space", "live"), ("?", "help"))
_LIST = (("space", "live"), ("enter", "open"), ("/", "filter"), ("?", "help"))
_HINTS: dict[Mode, Sequence[tuple[str, str]]] = {
    "list": (*_LIST, *_FOR_SELECTED),
    "details": (*_BACK, *_FOR_SELECTED),
    "diff": (*_BACK, ("enter", "open"), *_FOR_SELECTED[1:]),
    "help": (*_BACK[:2], ("q", "stop")),
}


class Resend(Protocol):
    """Sends a delivery to where its event is forwarded, without blocking.

    Gives each result to `on_result` and returns the URLs. Raises UsageError when enough
    requests are under way.
    """

    def __call__(
        self, delivery: StoredDelivery, on_result: Callable[[Attempt], None]
    ) -> Sequence[str]: ...


class Picture(NamedTuple):
    """The lines of a terminal. cursor: its column in the last line, if it is shown."""

    lines: Sequence[Line]
    cursor: int | None


class BrowserController:
    """The state of the browser.

    `on_delivery` and `on_attempt` are called by the server, all else by the thread that
    reads the keys.

    Attributes:
        is_stale: The picture may be another by now.
    """

    def __init__(
        self,
        deliveries: BrowseList,
        *,
        url: str,
        shows: Callable[[str | None], bool],
        targets: Callable[[str | None], Sequence[str]],
        resend: Resend | None,
        stop: Callable[[], None],
        wake: Callable[[], None],
        directory: Path = Path(),
    ) -> None:
        """Args:
        url: Where the listener is.
        shows: Returns whether an event is listed.
        targets: Returns the URLs that an event is forwarded to.
        resend: None where nothing is forwarded.
        stop: Ends the listener.
        wake: Called, from any thread, when the picture has become stale.
        directory: Where curl commands are written.
        """
        self.is_stale = False
        self._deliveries = deliveries
        self._view = ListView(deliveries)
        self._url = url
        self._shows = shows
        self._targets = targets
        self._resend = resend
        self._stop = stop
        self._wake = wake
        self._directory = directory
        self._navigation = Navigation()
        self._received = 0
        self._received_before_pause = 0
        self._room = 1
        self._scroll = 0
        self._message: Line | None = None
        # The text that is shown, its title, and the width that it was made for.
        self._text: tuple[int, str, list[Line]] | None = None

    @property
    def is_live(self) -> bool:
        """Whether no screen is open, and lines are printed."""
        return self._navigation.mode == "live"

    def on_delivery(self, received: ReceivedDelivery) -> None:
        """Count a delivery, and show it."""
        if self._shows(received.event.name):
            self._received += 1
        self._change()

    def on_attempt(self, attempt: Attempt) -> None:  # noqa: ARG002 - it is in the store
        """Show a result of forwarding."""
        self._change()

    def press(self, key: str) -> Action | None:
        """Take a key; return what it did, beyond opening another screen."""
        before = self._navigation.mode
        self.is_stale = True
        self._message = None
        try:
            if before == "list" and key in NEEDS_SELECTION:
                self._select()
        except HooksError as error:  # the store can't be read
            self._say(error.message, "red")
            return None
        action = self._navigation.press(key)
        mode = self._navigation.mode
        if before == "live" and mode != "live":
            self._received_before_pause = self._received
            self._view.begin()
        if mode != before:
            self._scroll, self._text = 0, None
        try:
            self._do(action)
        except HooksError as error:
            self._say(error.message, "red")
        return action

    def picture(self, width: int, height: int) -> Picture:
        """Return what is shown on a terminal of this size."""
        mode = self._navigation.mode
        self._room = Frame().room(height)
        body: Sequence[Line] = ()
        title = aside = ""
        try:
            if mode in ("list", "filter"):
                body, title, aside = self._list(width)
            else:
                body, title, aside = self._page(mode, width)
        except HooksError as error:  # the store can't be read
            self._say(error.message, "red")
        frame = Frame(
            title,
            aside,
            self._message or self._status(mode),
            _HINTS.get(mode, ()),
            self._navigation.filter if mode == "filter" else None,
        )
        return Picture(frame.around(body, width, height), frame.cursor(width))

    def _list(self, width: int) -> tuple[Sequence[Line], str, str]:
        typed = self._navigation.filter
        rows = self._view.rows(typed, self._room)
        body = browser.list_lines(
            rows, self._view.selected, empty=self._why_empty, width=width
        )
        title = f"filter: {typed}" if typed else f"hooks listen  {self._url}"
        noun = "delivery" if self._received == 1 else "deliveries"
        return body, title, f"{'of ' if typed else ''}{self._received} {noun}"

    def _page(self, mode: Mode, width: int) -> tuple[Sequence[Line], str, str]:
        """The part of a longer text that is seen."""
        if self._text is None or self._text[0] != width:
            self._text = width, *self._read(mode, width)
        _, title, lines = self._text
        self._scroll = max(0, min(self._scroll, len(lines) - self._room))
        body = lines[self._scroll : self._scroll + self._room]
        aside = ""
        if len(lines) > self._room:
            first, last = self._scroll + 1, self._scroll + len(body)
            aside = f"{first}-{last} of {len(lines)}"
        return body, title, aside

    def _read(self, mode: Mode, width: int) -> tuple[str, list[Line]]:
        """The title and the lines of a text."""
        if mode == "help":
            return "keys", browser.help_lines(width=width)
        stored = self._selected()
        history = redacted_history(self._deliveries.record_history(stored))
        attempts = [one.redacted() for one in self._deliveries.attempts(stored)]
        size = len(stored.delivery.body)
        stored = redacted(stored)
        event = stored.event
        title = f"{stored.id}  {event.name or '(no event name)'}  {event.label}"
        if mode == "diff":
            lines = browser.diff_lines(stored, history, width=width)
            return f"diff of {title}", lines
        lines = browser.details_lines(stored, history, attempts, size=size, width=width)
        return title, lines

    def _status(self, mode: Mode) -> Line:
        if mode == "filter":
            return browser.styled("enter keeps the filter, esc clears it", "dim")
        more = self._received - self._received_before_pause
        text = f"paused; {more} more received" if more else "paused"
        return browser.styled(text, "yellow")

    def _do(self, action: Action | None) -> None:
        if action is None or action == "refilter" or action == "blank-line":
            return
        if action == "stop":
            self._stop()
        elif action == "say-empty":
            self._say(self._why_empty, "yellow")
        elif action == "resend":
            self._start_resending()
        elif action == "copy":
            self._write_curl()
        else:
            self._move(action)

    @property
    def _why_empty(self) -> str:
        return _NO_MATCH if self._navigation.filter else _NONE_YET

    def _select(self) -> None:
        """Select a row of what the list has by now."""
        self._view.rows(self._navigation.filter, self._room)
        self._navigation.is_empty = self._view.selected is None

    def _move(self, motion: Motion) -> None:
        if self._navigation.mode in ("list", "filter"):
            self._select()
            self._view.move(motion, self._navigation.filter)
        elif motion in ("home", "end"):
            self._scroll = 0 if motion == "home" else sys.maxsize
        else:
            lines = self._room if motion.startswith("page") else 1
            self._scroll += lines if motion.endswith("down") else -lines

    def _selected(self) -> StoredDelivery:
        """The selected delivery. Raises SetupError if there is none."""
        if self._view.selected is None:
            self._select()
        if self._view.selected is None:
            raise SetupError(self._why_empty)
        stored = self._deliveries.load(self._view.selected)
        if stored is None:
            raise SetupError(_REMOVED)
        return stored

    def _start_resending(self) -> None:
        stored = self._selected()
        if self._resend is None:
            self._say(_NO_TARGET, "yellow")
            return
        name = stored.event.name
        if not self._targets(name):
            self._say(f"no --forward-to matches {name or 'no event name'}", "yellow")
            return
        urls = self._resend(stored, self._show_result)
        self._say(f"resending {stored.id} to {', '.join(urls)}", "")

    def _show_result(self, attempt: Attempt) -> None:
        """Called on the event loop of the server."""
        self._message = browser.attempt_text(attempt)
        self._text = None  # the details show it, too
        self._change()

    def _write_curl(self) -> None:
        stored = self._selected()
        urls = self._targets(stored.event.name)
        text = _curl(stored.delivery, urls[0] if urls else None, self._url)
        file = write_new(
            self._directory,
            stored.id,
            ".sh",
            f"{text}\n".encode("utf-8", "backslashreplace"),
        )
        self._say(f"wrote {file.name} to {file.resolve().parent}", "green")

    def _say(self, text: str, style: str) -> None:
        self._message = browser.styled(visible(text), style)

    def _change(self) -> None:
        if not self.is_stale and not self.is_live:
            self.is_stale = True
            self._wake()


def _curl(delivery: Delivery, target: str | None, listener: str) -> str:
    """To where it is forwarded; else to the listener, with the path it had."""
    if target is None:
        return curl.command(delivery, listener)
    parts = urlsplit(target)
    base = f"{parts.scheme}://{parts.netloc}"
    path = target.removeprefix(base) or "/"
    return curl.command(delivery._replace(path=path), base)
