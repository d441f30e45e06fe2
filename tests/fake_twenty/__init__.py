"""A Twenty for tests: served for real, one dialect per era, asserted on by its state.

`serve(FakeTwenty("2.21"))` gives its origin; `rows` is what it stores, `requests` what
came in, `fault` what goes wrong next. `tests/test_fake_twenty.py` replays every
recorded exchange against it, byte for byte, so that it can't drift into fiction.
"""

from __future__ import annotations

from tests.fake_twenty.application import FakeTwenty, Request, only
from tests.fake_twenty.eras import ERAS
from tests.fake_twenty.keys import KEYS
from tests.fake_twenty.serving import serve

__all__ = ["ERAS", "KEYS", "FakeTwenty", "Request", "only", "serve"]
