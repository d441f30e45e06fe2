"""What a person sees and does while the lines of `hooks listen` pause.

Keys go in; the picture to be shown is asked for when it may have changed. The terminal
is somebody else's.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urlsplit

from twenty_hooks.browser.keymap import ABOUT_ONE, Action, Browser, Mode, Motion
from twenty_hooks.browser.list_view import Window
from twenty_hooks.console.escape import visible
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.redacted import redacted, redacted_history
from twenty_hooks.errors import HooksError, SetupError
from twenty_hooks.formats import curl
from twenty_hooks.listen.browse_list import BrowseList
from twenty_hooks.system.files import write_new

if TYPE_CHECKING:  # rich is imported by the command that needs it
    from twenty_hooks.deliveries.attempt import Attempt
    from twenty_hooks.deliveries.stored import StoredDelivery
    from twenty_hooks.deliveries.verification import ReceivedDelivery
    from twenty_hooks.render.browser import Line

_NO_TARGET = "no target: start with --forward-to http://localhost:3000/webhooks"
_NONE_YET = "no deliveries yet: they are listed as they come"
_NONE_MEANT = "no delivery of this session is like this"
_OF_ONE = (("d", "diff"), ("r", "again"), ("c", "curl"), ("q", "ends"))
_BACK = (("esc", "back"), ("space", "live"), ("?", "help"))
_LIST = (("space", "live"), ("enter", "open"), ("/", "filter"), ("?", "help"))
_HINTS: dict[Mode, Sequence[tuple[str, str]]] = {
    "list": (*_LIST, *_OF_ONE),
    "details": (*_BACK, *_OF_ONE),
    "diff": (*_BACK, ("enter", "open"), *_OF_ONE[1:]),
    "help": (*_BACK[:2], ("q", "ends")),
}


class SendsAgain(Protocol):
    """Sends a delivery to where it is forwarded to, and tells each result to `over`.

    Does not block. Raises UsageError when enough are under way.
    """

    def __call__(
        self, identity: str, received: ReceivedDelivery, over: Callable[[Attempt], None]
    ) -> None: ...


class Picture(NamedTuple):
    """The lines of a terminal; cursor: its column in the last line, if it is seen."""

    lines: Sequence[Line]
    cursor: int | None


class Browsing:
    """All but `arrive` is called by the one who reads the keys.

    changed: called, from any thread, when the picture may be another.
    """

    def __init__(
        self,
        deliveries: BrowseList,
        *,
        url: str,
        wants: Callable[[str | None], bool],
        targets: Callable[[str | None], Sequence[str]],
        send_again: SendsAgain | None,
        stop: Callable[[], None],
        directory: Path = Path(),
    ) -> None:
        """url: where the listener is. wants: whether an event is shown at all.
        targets: where it is forwarded to. send_again: None where nothing is. stop: ends
        the listening. directory: where curl commands are written."""
        self.changed: Callable[[], None] = lambda: None
        self._deliveries = deliveries
        self._window = Window(deliveries)
        self._url = url
        self._wants = wants
        self._targets = targets
        self._send_again = send_again
        self._stop = stop
        self._directory = directory
        self._browser = Browser()
        self._came = 0
        self._came_before = 0
        self._room = 1
        self._scroll = 0
        self._message: Line | None = None
        # The text that is shown, its title, and the width that it was made for.
        self._text: tuple[int, str, list[Line]] | None = None

    @property
    def is_live(self) -> bool:
        """Whether no screen is open."""
        return self._browser.mode == "live"

    def arrive(self, received: ReceivedDelivery) -> None:
        """Something came. Called by the server; does not block."""
        if self._wants(received.event.name):
            self._came += 1
        self.changed()

    def press(self, key: str) -> Action | None:
        """Take a key; what was to be done, beyond another screen."""
        before = self._browser.mode
        self._message = None
        try:
            if before == "list" and key in ABOUT_ONE:
                self._look()
        except HooksError as error:  # the store fails us
            self._say(error.message, "red")
            return None
        action = self._browser.press(key)
        mode = self._browser.mode
        if before == "live" and mode != "live":
            self._came_before = self._came
            self._window.begin()
        if mode != before:
            self._scroll, self._text = 0, None
        try:
            self._do(action)
        except HooksError as error:
            self._say(error.message, "red")
        return action

    def picture(self, width: int, height: int) -> Picture:
        """What is to be seen on a terminal of this size."""
        from twenty_hooks.render.browser import Frame

        mode = self._browser.mode
        self._room = Frame().room(height)
        body: Sequence[Line] = ()
        title = aside = ""
        try:
            if mode in ("list", "filter"):
                body, title, aside = self._list(width)
            else:
                body, title, aside = self._page(mode, width)
        except HooksError as error:  # the store fails us
            self._say(error.message, "red")
        frame = Frame(
            title,
            aside,
            self._message or self._status(mode),
            _HINTS.get(mode, ()),
            self._browser.filter if mode == "filter" else None,
        )
        return Picture(frame.around(body, width, height), frame.cursor(width))

    def _list(self, width: int) -> tuple[Sequence[Line], str, str]:
        from twenty_hooks.render.browser import list_lines

        typed = self._browser.filter
        rows = self._window.rows(typed, self._room)
        body = list_lines(
            rows, self._window.selected, empty=self._why_empty, width=width
        )
        title = f"filter: {typed}" if typed else f"hooks listen  {self._url}"
        noun = "delivery" if self._came == 1 else "deliveries"
        return body, title, f"{'of ' if typed else ''}{self._came} {noun}"

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
        from twenty_hooks.render import browser

        if mode == "help":
            return "keys", browser.help_lines(width=width)
        stored = self._chosen()
        record_history = redacted_history(self._deliveries.record_history(stored))
        attempts = [one.redacted() for one in self._deliveries.attempts(stored)]
        size = len(stored.delivery.body)
        stored = redacted(stored)
        event = stored.event
        title = f"{stored.id}  {event.name or '(no event name)'}  {event.label}"
        if mode == "diff":
            lines = browser.diff_lines(stored, record_history, width=width)
            return f"diff of {title}", lines
        lines = browser.details_lines(
            stored, record_history, attempts, size=size, width=width
        )
        return title, lines

    def _status(self, mode: Mode) -> Line:
        from twenty_hooks.render.browser import styled

        if mode == "filter":
            return styled("enter keeps the filter, esc clears it", "dim")
        more = self._came - self._came_before
        return styled(f"paused; {more} more came" if more else "paused", "yellow")

    def _do(self, action: Action | None) -> None:
        if action is None or action == "refilter" or action == "blank-line":
            return
        if action == "stop":
            self._stop()
        elif action == "tell-empty":
            self._say(self._why_empty, "yellow")
        elif action == "send-again":
            self._begin_sending()
        elif action == "copy":
            self._copy()
        else:
            self._move(action)

    @property
    def _why_empty(self) -> str:
        return _NONE_MEANT if self._browser.filter else _NONE_YET

    def _look(self) -> None:
        """Have one selected of what the list has by now."""
        self._window.rows(self._browser.filter, self._room)
        self._browser.is_empty = self._window.selected is None

    def _move(self, motion: Motion) -> None:
        if self._browser.mode in ("list", "filter"):
            self._look()
            self._window.move(motion, self._browser.filter)
        elif motion in ("home", "end"):
            self._scroll = 0 if motion == "home" else sys.maxsize
        else:
            lines = self._room if motion.startswith("page") else 1
            self._scroll += lines if motion.endswith("down") else -lines

    def _chosen(self) -> StoredDelivery:
        """The selected delivery. Raises SetupError if there is none."""
        if self._window.selected is None:
            self._look()
        if self._window.selected is None:
            raise SetupError(self._why_empty)
        stored = self._deliveries.load(self._window.selected)
        if stored is None:
            raise SetupError("it is gone: the store was pruned")
        return stored

    def _begin_sending(self) -> None:
        stored = self._chosen()
        if self._send_again is None:
            self._say(_NO_TARGET, "yellow")
            return
        name = stored.event.name
        urls = self._targets(name)
        if not urls:
            self._say(f"no --forward-to takes {name or 'what has no name'}", "yellow")
            return
        self._say(f"{stored.id} is sent again to {', '.join(urls)}", "")
        self._send_again(stored.id, stored.received, self._sent)

    def _sent(self, attempt: Attempt) -> None:
        """Called by who sends."""
        from twenty_hooks.render.browser import attempt_text

        self._message = attempt_text(attempt)
        self._text = None  # the details tell it, too
        self.changed()

    def _copy(self) -> None:
        stored = self._chosen()
        delivery = stored.delivery
        urls = self._targets(stored.event.name)
        text = _command(delivery, urls[0] if urls else None, self._url)
        file = write_new(
            self._directory,
            stored.id,
            ".sh",
            f"{text}\n".encode("utf-8", "backslashreplace"),
        )
        self._say(f"{file.name} is written, in {file.resolve().parent}", "green")

    def _say(self, text: str, style: str) -> None:
        from twenty_hooks.render.browser import styled

        self._message = styled(visible(text), style)


def _command(delivery: Delivery, target: str | None, listener: str) -> str:
    """To where it is forwarded; else to the listener, on the path that it came on."""
    if target is None:
        return curl.command(delivery, listener)
    parts = urlsplit(target)
    base = f"{parts.scheme}://{parts.netloc}"
    path = target.removeprefix(base) or "/"
    return curl.command(delivery._replace(path=path), base)
