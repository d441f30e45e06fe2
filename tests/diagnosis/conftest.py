"""Fixture: the committed vectors, by tool and change."""

from __future__ import annotations

import pytest

from tests.support.diagnosis_cases import TOOLS, Changed, load


@pytest.fixture(scope="module")
def vectors() -> dict[tuple[str, str], list[Changed]]:
    found: dict[tuple[str, str], list[Changed]] = {}
    for tool in TOOLS:
        for changed in load(tool):
            found.setdefault((tool, changed.change), []).append(changed)
    return found
