"""Makes the random numbers of a Python process the same on every run.

Python imports a module of this name when it starts. It is on the path of the commands
that the documentation runs, and of nothing else, so that the people, ids and secrets
they print do not change each time.
"""

from __future__ import annotations

import os
import random

_SEED = os.environ.get("DOCS_SEED")


def _fix(seed: str) -> None:
    source = random.Random(seed)
    original = random.Random.seed

    def fixed_seed(self: random.Random, a: object = None, version: int = 2) -> None:
        original(self, source.randbytes(16) if a is None else a, version)  # type: ignore[arg-type]

    # The modules `secrets` and `uuid` take their bytes from here, too.
    os.urandom = source.randbytes
    random.Random.seed = fixed_seed  # type: ignore[method-assign]


if _SEED is not None:
    _fix(_SEED)
