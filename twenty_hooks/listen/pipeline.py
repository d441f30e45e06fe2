"""One run of `hooks listen`: its parts, and the way of a delivery through them.

    server -> WebhookApp -> verify -> Recorder (store and outbox) -> response
           -> Printer, Forwarder, browser;  Forwarder -> receiver -> Recorder

The consumers are told of a delivery after it was stored and answered, and read from the
store what they show or send.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from random import Random
from typing import NoReturn, Protocol

from twenty_hooks.browser.browse_list import BrowseList
from twenty_hooks.browser.controller import BrowserController
from twenty_hooks.browser.input_thread import Keyboard
from twenty_hooks.browser.screen_lock import ScreenLock
from twenty_hooks.console import tty
from twenty_hooks.console.output import Output, is_terminal
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.verification import ReceivedDelivery, VerifiedDelivery
from twenty_hooks.errors import EXIT_NO, EXIT_OK, HooksError, Terminated
from twenty_hooks.listen import summary
from twenty_hooks.listen.banner import announce
from twenty_hooks.listen.config import ListenConfig
from twenty_hooks.listen.forwarder import Forwarder
from twenty_hooks.listen.item_lines import ItemLines
from twenty_hooks.listen.notices import NoticeQueue
from twenty_hooks.listen.print_queue import PrintQueue
from twenty_hooks.listen.printer import Printer
from twenty_hooks.listen.recorder import Recorder
from twenty_hooks.listen.summary import ListenSummary
from twenty_hooks.render.console import Painter
from twenty_hooks.server import server
from twenty_hooks.server.app import WebhookApp
from twenty_hooks.server.faults import Response
from twenty_hooks.store import Selection
from twenty_hooks.verifier.diagnosing import Diagnosing

# Returns the likely cause of an invalid signature in half a line.
Explain = Callable[[VerifiedDelivery], str | None]


class Consumer(Protocol):
    """Is told, on the event loop of the server, of each delivery after it was stored
    and answered, and of each result of forwarding. Must not block."""

    def on_delivery(self, received: ReceivedDelivery) -> None: ...

    def on_attempt(self, attempt: Attempt) -> None: ...


def run(config: ListenConfig, output: Output) -> int:
    """Listen until it ends, and print the summary. Return the exit code."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(_ended_by_sigterm())
        listening = stack.enter_context(server.bind(config.host, config.port))
        if config.forward is not None:
            config.forward.check_port(listening.getsockname()[1])
        explain = Diagnosing(config.secrets).short
        result = Pipeline(config, output, listening, explain, stack).run()
    for text in summary.lines(
        result,
        asked=config.count,
        store=config.named_store,
        is_temporary=config.store is None,
        is_terminal=is_terminal(),
    ):
        output.info(text)
    is_short = config.count is not None and result.counted < config.count
    return EXIT_NO if is_short else EXIT_OK


class Pipeline:
    """Builds the parts of a listener, and tells them what happens."""

    def __init__(
        self,
        config: ListenConfig,
        output: Output,
        listening: socket.socket,
        explain: Explain,
        stack: contextlib.ExitStack,
    ) -> None:
        """stack: closes the store."""
        self._config = config
        self._output = output
        self._listening = listening
        self._summary = ListenSummary()
        self._random = Random()  # noqa: S311 - a fault hides nothing
        has_work = threading.Event()
        notices = NoticeQueue(on_add=has_work.set)
        self._recorder = recorder = stack.enter_context(
            Recorder(
                config.store,
                config.save,
                limit=config.store_limit,
                targets_of=config.targets_of,
                notice=notices.add,
            )
        )
        reader = recorder.reader()
        queue = PrintQueue(reader, recorder)
        screen = ScreenLock(on_take=queue.let_go)
        self._printer = Printer(
            output,
            config,
            queue,
            notices,
            ItemLines(output, config, reader, explain),
            screen,
            has_work,
            on_failure=self._stop_early,
        )
        self._consumers: list[Consumer] = [self._printer]
        relay = None
        self._forwarder: Forwarder | None = None
        if config.forward is not None:
            self._forwarder = Forwarder(
                config.forward,
                recorder,
                is_relay=config.is_relay,
                on_attempt=self._tell_attempt,
                notice=notices.add,
            )
            self._consumers.append(self._forwarder)
            relay = self._forwarder.relay if config.is_relay else None
        self._server = server.Server(
            WebhookApp(
                verify=config.verify,
                record=recorder.append,
                publish=self._tell_delivery,
                notice=notices.add,
                max_body=config.max_body,
                accept_invalid=config.accept_invalid,
                faults=self._fault if config.faults else None,
                relay=relay,
                on_stored=self._printer.wake,
            ),
            listening,
            notices.add,
            ready=self._ready,
            background=[self._forward] if self._forwarder else [],
        )
        self._keyboard: Keyboard | None = None
        if not output.as_json and tty.is_capable():
            terminal = tty.Terminal()
            browser = BrowserController(
                BrowseList(
                    recorder.reader(), recorder.span, Selection(config.patterns)
                ),
                url=self._url,
                shows=config.shows,
                targets=config.forward_urls,
                resend=self._forwarder.resend if self._forwarder else None,
                stop=self._server.interrupt,
                wake=terminal.wake,
            )
            self._consumers.append(browser)
            painter = Painter(sys.stdout, output.color)
            self._keyboard = Keyboard(
                browser, terminal, screen, painter, notice=notices.add
            )

    def run(self) -> ListenSummary:
        """Serve until it ends, and return what happened.

        Raises the OSError that ended the printing, such as BrokenPipeError when the
        reader of the output has gone.
        """
        with self._printer, self._keyboard or contextlib.nullcontext():
            self._server.run(self._config.stop_after_ms)
        if self._printer.failure is not None:
            raise self._printer.failure
        self._summary.end(
            queued=self._recorder.queued, waiting=self._recorder.count_waiting()
        )
        return self._summary

    @property
    def _url(self) -> str:
        return server.url_of(self._listening)

    def _ready(self) -> None:
        is_public = server.is_reachable_from_outside(self._listening)
        announce(self._output, self._config, self._url, is_public=is_public)
        if self._keyboard is not None:
            self._keyboard.start(self._output.info)

    def _fault(self, verified: VerifiedDelivery) -> Response:
        return self._config.faults.response_to(verified.event.name, self._random)

    def _tell_delivery(self, received: ReceivedDelivery) -> None:
        counts = self._config.accepts(received) and self._config.shows(
            received.event.name
        )
        self._summary.add(received, counts=counts)
        for consumer in self._consumers:
            consumer.on_delivery(received)
        asked = self._config.count
        if asked is not None and self._summary.counted >= asked:
            self._server.stop()

    def _tell_attempt(self, attempt: Attempt) -> None:
        self._summary.add_attempt(attempt)
        for consumer in self._consumers:
            consumer.on_attempt(attempt)

    async def _forward(self) -> None:
        if self._forwarder is not None:
            await self._forwarder.run(self._server.drained, self._server.interrupted)

    def _stop_early(self, error: OSError | HooksError) -> None:
        """End because nothing can be printed any more."""
        if isinstance(error, OSError):  # nobody is there to wait for anything
            self._server.interrupt()
        else:
            self._server.stop()


@contextlib.contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Have SIGTERM raise Terminated, so that a temporary store is removed, also before
    and after the server handles signals."""

    def end(*_: object) -> NoReturn:
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
