"""The fake responds to every recorded request as the real server did, byte for byte.

A server chooses ids, times and secrets itself. The replay gives the recorded ones to
the fake, so that the whole response can be compared.
"""

from __future__ import annotations

import json

import httpx
import pytest

from tests.fake_twenty import KEYS, FakeTwenty, serve
from tests.fake_twenty.values import Values
from tests.support.exchanges import SESSIONS, Exchange, session


class RecordedValues(Values):
    """The values that the real server chose in one response."""

    def __init__(self, exchange: Exchange) -> None:
        try:
            value = json.loads(exchange.response)
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
def test_the_fake_responds_like_the_recorded_server(release: str, mode: str) -> None:
    fake = FakeTwenty(release)
    differences = []
    with serve(fake) as origin, httpx.Client(base_url=origin) as client:
        for exchange in session(release, mode):
            fake.dialect.values = RecordedValues(exchange)
            response = client.request(
                exchange.method,
                exchange.path,
                headers=_with_key(exchange.headers),
                content=exchange.body,
            )
            got = (
                response.status_code,
                response.headers.get("content-type"),
                response.content,
            )
            wanted = (exchange.status, exchange.content_type, exchange.response)
            if got != wanted:
                differences.append((str(exchange), wanted, got))
    assert differences == []


def test_there_are_recorded_exchanges() -> None:
    assert sum(len(session(*each)) for each in SESSIONS) > 300


def _with_key(headers: dict[str, str]) -> dict[str, str]:
    shown = dict(headers)
    text = shown.get("Authorization", "")
    if text.startswith("Bearer <"):
        name = text.removeprefix("Bearer <").removesuffix(">")
        key = KEYS.get(name.removesuffix("-key"), name)
        shown["Authorization"] = f"Bearer {key}"
    return shown
