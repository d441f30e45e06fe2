"""The fake, as fixtures: one served doorway, a fresh workspace for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.fake_twenty.application import FakeTwenty
from tests.fake_twenty.eras import ERAS
from tests.fake_twenty.keys import KEYS
from tests.fake_twenty.serving import serve

MakeTwenty = Callable[[str], FakeTwenty]


class Doorway:
    """Serves whatever stands behind it now: starting a server for each test is slow."""

    def __init__(self) -> None:
        self.origin = ""
        self.behind: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.behind(scope, receive, send)

    def release(self) -> None:
        if self.behind is not None:
            self.behind.release()


@pytest.fixture(scope="session")
def doorway() -> Iterator[Doorway]:
    """The one served application."""
    served = Doorway()
    with serve(served) as origin:
        served.origin = origin
        yield served


@pytest.fixture
def fake_twenty(doorway: Doorway) -> Iterator[MakeTwenty]:
    """Make a workspace of an era; the last one made is the one that answers."""

    def make(era: str) -> FakeTwenty:
        fake = FakeTwenty(era)
        fake.origin = doorway.origin
        doorway.behind = fake
        return fake

    yield make
    doorway.release()


@pytest.fixture
def twenty(fake_twenty: MakeTwenty) -> FakeTwenty:
    """A workspace of 2.21."""
    return fake_twenty("2.21")


@pytest.fixture(params=ERAS)
def any_twenty(request: pytest.FixtureRequest, fake_twenty: MakeTwenty) -> FakeTwenty:
    """A workspace of each era in turn."""
    return fake_twenty(request.param)


@pytest.fixture
def workspace(doorway: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a user of it, with an administrator's key."""
    monkeypatch.setenv("TWENTY_API_URL", doorway.origin)
    monkeypatch.setenv("TWENTY_API_KEY", KEYS["admin"])
