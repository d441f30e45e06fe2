"""The time at which test samples are made, and the shapes of generated values."""

from __future__ import annotations

import re

NOW_MS = 1_784_107_812_345
UUID_V4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-")
MOMENT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
