"""How the server starts, ends, and runs other coroutines beside it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest

from tests.support.raw_requests import request
from tests.support.wire import Wire
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.server import server
from twenty_hooks.server.app import WebhookApp
from twenty_hooks.server.server import Server


@pytest.fixture
def bound() -> Iterator[socket.socket]:
    with server.bind("127.0.0.1", 0) as listening:
        yield listening


def made(
    listening: socket.socket,
    *,
    ready: Callable[[], None] = lambda: None,
    record: Callable[[ReceivedDelivery], Awaitable[str]] | None = None,
    background: tuple[Callable[[], Awaitable[None]], ...] = (),
) -> Server:
    """Return a server that accepts what is signed with 'secret'."""
    app = WebhookApp(
        verify=Secrets(given=("secret",)).verify,
        record=record,
        publish=lambda _: None,
        notice=lambda _: None,
        max_body=1_000,
    )
    return Server(app, listening, lambda _: None, ready, background=background)


def test_it_binds_to_loopback_and_knows_its_port() -> None:
    bound = server.bind("127.0.0.1", 0)
    with bound:
        assert server.url_of(bound) == f"http://127.0.0.1:{bound.getsockname()[1]}"
        assert not server.is_reachable_from_outside(bound)
        with pytest.raises(SetupError, match="can't listen on"):
            server.bind("127.0.0.1", bound.getsockname()[1])
    with pytest.raises(UsageError, match="not an address"):
        server.bind("no such host.invalid", 0)
    with server.bind("0.0.0.0", 0) as wide:
        assert server.is_reachable_from_outside(wide)
        assert server.url_of(wide).startswith("http://127.0.0.1:")


def test_when_it_is_ready_deliveries_are_received(bound: socket.socket) -> None:
    statuses: list[int] = []

    def post() -> None:
        with Wire(bound.getsockname()[1]) as wire:
            wire.socket.sendall(request())
            response = wire.response()
            statuses.append(response.status if response else 0)
        running.stop()

    posting = threading.Thread(target=post)
    running = made(bound, ready=posting.start)
    running.run()
    posting.join()
    assert statuses == [200]
    assert not running.was_interrupted


def test_it_can_be_stopped_before_it_runs(bound: socket.socket) -> None:
    stopped = made(bound)
    stopped.stop()
    stopped.run()


def test_it_ends_after_a_time(bound: socket.socket) -> None:
    began = time.monotonic()
    made(bound).run(stop_after_ms=50)
    assert time.monotonic() - began >= 0.05


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_its_handlers_are_put_back(
    bound: socket.socket, number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    interrupted = made(bound, ready=lambda: os.kill(os.getpid(), number))
    interrupted.run()
    assert interrupted.was_interrupted
    assert signal.getsignal(number) is before


def test_it_runs_in_another_thread(bound: socket.socket) -> None:
    is_ready = threading.Event()
    running = made(bound, ready=is_ready.set)
    thread = threading.Thread(target=running.run)
    thread.start()
    assert is_ready.wait(20)
    running.interrupt()
    thread.join(20)
    assert not thread.is_alive()
    assert running.was_interrupted


def test_what_is_being_received_is_answered_and_then_no_one(
    bound: socket.socket,
) -> None:
    port = bound.getsockname()[1]

    async def record(_: ReceivedDelivery) -> str:
        running.stop()
        await asyncio.sleep(0.2)
        return "an id"

    running = made(bound, record=record)
    thread = threading.Thread(target=running.run)
    thread.start()
    with Wire(port) as wire, Wire(port) as idle:
        assert idle.is_open()
        wire.socket.sendall(request())
        response = wire.response()
        assert response is not None
        assert response.status == 200
        assert wire.response() is None
        assert idle.response() is None
    thread.join(20)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port))


def test_what_takes_too_long_is_not_waited_for(bound: socket.socket) -> None:
    async def record(_: ReceivedDelivery) -> str:
        running.stop()
        await asyncio.sleep(600)
        return "an id"

    running = made(bound, record=record)
    thread = threading.Thread(target=running.run)
    thread.start()
    with Wire(bound.getsockname()[1]) as wire:
        wire.socket.sendall(request())
        began = time.monotonic()
        assert wire.response() is None
    thread.join(20)
    assert not thread.is_alive()
    assert 0.9 < time.monotonic() - began < 10


# Beside the server


def test_other_coroutines_end_after_the_last_request(bound: socket.socket) -> None:
    events: list[str] = []

    async def record(_: ReceivedDelivery) -> str:
        running.stop()
        await asyncio.sleep(0.1)
        events.append("recorded")
        return "an id"

    async def beside() -> None:
        events.append("started")
        await running.drained()
        await asyncio.sleep(0.1)  # the loop still runs
        events.append("ended")

    running = made(bound, record=record, background=(beside,))
    thread = threading.Thread(target=running.run)
    thread.start()
    with Wire(bound.getsockname()[1]) as wire:
        wire.socket.sendall(request())
        assert wire.response() is not None
    thread.join(20)
    assert events == ["started", "recorded", "ended"]


def test_an_interruption_reaches_them_while_the_server_ends(
    bound: socket.socket,
) -> None:
    async def beside() -> None:
        await running.drained()
        os.kill(os.getpid(), signal.SIGINT)
        await running.interrupted()

    running = made(bound, background=(beside,))
    running.stop()
    running.run()
    assert running.was_interrupted


def test_one_that_fails_stops_the_server(bound: socket.socket) -> None:
    async def failing() -> None:
        raise LookupError("a fault beside the server")

    with pytest.raises(LookupError, match="a fault beside"):
        made(bound, background=(failing,)).run()


def test_it_runs_on_the_event_loop_of_others(bound: socket.socket) -> None:
    async def run() -> None:
        running = made(bound)
        serving = asyncio.create_task(running.run_async())
        reader, writer = await asyncio.open_connection(*bound.getsockname())
        writer.write(request())
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()
        running.stop()
        await serving

    asyncio.run(run())
