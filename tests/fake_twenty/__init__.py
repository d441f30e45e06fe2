"""A fake Twenty for tests: a real HTTP server with one dialect per era.

`serve(FakeTwenty("2.21"))` yields its origin. Tests check its state: `rows` are the
stored webhooks, `requests` the received requests, `fault` is the next failure.
`tests/twenty_api/test_fake_twenty.py` replays every recorded exchange and compares
the responses byte for byte, so that the fake stays true.
"""

from __future__ import annotations

from tests.fake_twenty.application import FakeTwenty, only
from tests.fake_twenty.eras import ERAS
from tests.fake_twenty.keys import KEYS
from tests.fake_twenty.serving import Request, serve

__all__ = ["ERAS", "KEYS", "FakeTwenty", "Request", "only", "serve"]
