"""Single deliveries that are sent again while the listener forwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from twenty_hooks.deliveries.attempt import Attempt, Kind
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.response import ReceiverResponse
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.errors import UsageError
from twenty_hooks.listen.resender import SendingAgain

ARRIVAL = ReceivedDelivery(Secrets().verify(Delivery((), b"{}")), 200)
URL = "http://localhost:3000/"


class Sender:
    """Answers when it is let; what is kept, and told."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.kept: list[Attempt] = []
        self.told: list[Attempt] = []

    async def send(
        self, kind: Kind, identity: str, received: ReceivedDelivery, url: str
    ) -> Attempt:
        await self.let.wait()
        return Attempt(
            kind, identity, None, url, 0, ReceiverResponse(url, 1, status=200)
        )

    async def keep(self, attempt: Attempt) -> None:
        await asyncio.sleep(0)
        self.kept.append(attempt)


def in_loop(work: Callable[[Sender, SendingAgain], Awaitable[None]]) -> Sender:
    async def run() -> Sender:
        sender = Sender()
        await work(sender, SendingAgain(sender.send, sender.keep))
        return sender

    return asyncio.run(run())


def begin(sender: Sender, build_resend: SendingAgain, *urls: str) -> None:
    build_resend.begin(asyncio.ensure_future, "id", ARRIVAL, urls, sender.told.append)


def test_each_target_gets_it_and_each_result_is_told_and_kept() -> None:
    async def work(sender: Sender, build_resend: SendingAgain) -> None:
        begin(sender, build_resend, URL, URL + "other")
        sender.let.set()
        await asyncio.sleep(0)
        await build_resend.end()

    sender = in_loop(work)
    assert [one.target for one in sender.kept] == [URL, URL + "other"]
    assert {one.kind for one in sender.kept} == {"replay"}
    assert sender.told == sender.kept


def test_no_more_than_twenty_are_under_way() -> None:
    async def work(sender: Sender, build_resend: SendingAgain) -> None:
        for _ in range(20):
            begin(sender, build_resend, URL)
        with pytest.raises(UsageError, match="20 are under way"):
            begin(sender, build_resend, URL)
        sender.let.set()
        await asyncio.sleep(0)
        await build_resend.end()
        begin(sender, build_resend, URL)
        await asyncio.sleep(0)
        await build_resend.end()

    assert len(in_loop(work).kept) == 21


def test_what_is_not_answered_at_the_end_is_kept_as_that() -> None:
    async def work(sender: Sender, build_resend: SendingAgain) -> None:
        begin(sender, build_resend, URL)
        await asyncio.sleep(0)
        await build_resend.end()

    (attempt,) = in_loop(work).kept
    assert attempt.reply.failure == "not-sent"
    assert "before the receiver answered" in attempt.reply.reason
