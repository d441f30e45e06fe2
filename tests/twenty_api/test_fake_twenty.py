"""The fake answers every recorded request as the real server did, byte for byte.

Ids, times and made secrets are the server's own choice: the replay hands the fake the
recorded ones, so that nothing needs to be normalised away.
"""

from __future__ import annotations

import json

import httpx
import pytest

from tests.fake_twenty import KEYS, FakeTwenty, serve
from tests.fake_twenty.values import Values
from tests.support.exchanges import SESSIONS, Exchange, session


class RecordedValues(Values):
    """The choices that the real server made in one answer."""

    def __init__(self, exchange: Exchange) -> None:
        try:
            value = json.loads(exchange.answer)
        except ValueError:
            value = None
        self.rows = list(_rows(value))
        self.ids = [row["id"] for row in self.rows]

    def new_id(self) -> str:
        return self.ids.pop(0)

    def new_secret(self) -> str:
        return str(self.rows[0]["secret"])

    def created_at(self) -> str:
        return str(self.rows[0]["createdAt"])

    def updated_at(self) -> str:
        return str(self.rows[0]["updatedAt"])


def _rows(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        if "createdAt" in value:
            return [value]
        return [row for each in value.values() for row in _rows(each)]
    if isinstance(value, list):
        return [row for each in value for row in _rows(each)]
    return []


@pytest.mark.parametrize(("release", "mode"), SESSIONS)
def test_every_recorded_exchange_is_answered_the_same(release: str, mode: str) -> None:
    fake = FakeTwenty(release)
    differences = []
    with serve(fake) as origin, httpx.Client(base_url=origin) as client:
        for exchange in session(release, mode):
            fake.dialect.values = RecordedValues(exchange)
            came = client.request(
                exchange.method,
                exchange.path,
                headers=_with_key(exchange.headers),
                content=exchange.body,
            )
            got = (came.status_code, came.headers.get("content-type"), came.content)
            wanted = (exchange.status, exchange.content_type, exchange.answer)
            if got != wanted:
                differences.append((str(exchange), wanted, got))
    assert differences == []


def test_there_is_something_to_replay() -> None:
    assert sum(len(session(*each)) for each in SESSIONS) > 300


def _with_key(headers: dict[str, str]) -> dict[str, str]:
    shown = dict(headers)
    text = shown.get("Authorization", "")
    if text.startswith("Bearer <"):
        name = text.removeprefix("Bearer <").removesuffix(">")
        key = KEYS.get(name.removesuffix("-key"), name)
        shown["Authorization"] = f"Bearer {key}"
    return shown
