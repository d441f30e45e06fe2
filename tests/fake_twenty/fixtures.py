"""Fixtures with a fake Twenty: one server for all tests, a new workspace for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.fake_twenty.application import FakeTwenty
from tests.fake_twenty.eras import ERAS
from tests.fake_twenty.faults import Fault
from tests.fake_twenty.keys import KEYS
from tests.fake_twenty.replies import Reply
from tests.fake_twenty.serving import Request, serve

MakeTwenty = Callable[[str], FakeTwenty]


class FakeServer:
    """The server, which serves the workspace of the current test."""

    def __init__(self) -> None:
        self.origin = ""
        self.workspace: FakeTwenty | None = None

    def __call__(self, request: Request) -> Reply | Fault:
        assert self.workspace is not None
        return self.workspace(request)


@pytest.fixture(scope="session")
def fake_server() -> Iterator[FakeServer]:
    """Serve for the whole session, since starting a server takes time."""
    server = FakeServer()
    with serve(server) as origin:
        server.origin = origin
        yield server


@pytest.fixture
def fake_twenty(fake_server: FakeServer) -> MakeTwenty:
    """Make a workspace of an era. The one that was made last is served."""

    def make(era: str) -> FakeTwenty:
        fake = FakeTwenty(era)
        fake.origin = fake_server.origin
        fake_server.workspace = fake
        return fake

    return make


@pytest.fixture
def twenty(fake_twenty: MakeTwenty) -> FakeTwenty:
    """A workspace of 2.21."""
    return fake_twenty("2.21")


@pytest.fixture(params=ERAS)
def any_twenty(request: pytest.FixtureRequest, fake_twenty: MakeTwenty) -> FakeTwenty:
    """A workspace of each era in turn."""
    return fake_twenty(request.param)


@pytest.fixture
def workspace(fake_server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a user of the workspace, with the key of an administrator."""
    monkeypatch.setenv("TWENTY_API_URL", fake_server.origin)
    monkeypatch.setenv("TWENTY_API_KEY", KEYS["admin"])
