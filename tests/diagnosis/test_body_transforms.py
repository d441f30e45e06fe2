"""Changes that real tools make to a body are diagnosed exactly."""

from __future__ import annotations

import base64
import shutil
import subprocess

import pytest

from tests.diagnosis.expected import CHANGES, EXPECTED, SORTED_FOR_GOOD
from tests.support.diagnosis_cases import (
    SECRET,
    TOOLS,
    Changed,
    load,
    made_now,
    timestamp_of,
)
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.diagnosis import Diagnoser, Diagnosis
from twenty_hooks.protocol.signature import (
    sign,
)


def diagnose(delivery: Delivery, secret: str = SECRET) -> Diagnosis:
    return Diagnoser().diagnose(delivery, [secret])


@pytest.mark.parametrize(("tool", "change"), CHANGES)
def test_the_change_of_a_tool_is_diagnosed_exactly(
    tool: str, change: str, vectors: dict[tuple[str, str], list[Changed]]
) -> None:
    parts = EXPECTED[tool][change]
    sorts = "body-keys-reordered" in parts
    for changed in vectors[tool, change]:
        key = (changed.recorded.release, changed.recorded.index)
        wanted = [
            part if isinstance(part, str) else part[0]
            for part in parts
            if isinstance(part, str) or part[1](changed.recorded.delivery.body)
        ]
        if changed.body == changed.signed:
            assert not wanted
            continue
        result = diagnose(changed.delivery())
        if sorts and key in SORTED_FOR_GOOD:
            assert result.cause is None
            assert "body-keys-reordered" in [item.slug for item in result.possible]
            continue
        assert result.cause == "+".join(wanted), changed.recorded
        assert sign(changed.signed, SECRET, timestamp_of(changed.recorded)).startswith(
            result.detail.partition("gives ")[2][:12]
        )
        assert "first difference at byte" in result.detail


def test_every_vector_has_an_expected_cause(
    vectors: dict[tuple[str, str], list[Changed]],
) -> None:
    assert sorted(vectors) == sorted(CHANGES)


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tool_still_makes_the_vectors(tool: str) -> None:
    needed = "jq" if tool == "jq" else TOOLS[tool][0]
    if shutil.which(needed) is None:
        pytest.skip(f"{needed} is not installed")
    if tool == "jq":  # up to 1.6 it writes numbers in its own way, from 1.7 as received
        version = subprocess.run(["jq", "--version"], capture_output=True, check=True)
        if not version.stdout.startswith(b"jq-1.6"):
            pytest.skip("the vectors are of jq 1.6")
    if tool == "php":
        modules = subprocess.run(["php", "-m"], capture_output=True, check=True)
        if b"iconv" not in modules.stdout:
            pytest.skip("this PHP has no iconv")

    def key(changed: Changed) -> tuple[str, str]:
        return changed.change, str(changed.recorded)

    committed = {key(changed): changed for changed in load(tool)}
    rows = made_now(tool)
    assert len(rows) == len(committed)
    for row in rows:
        changed = committed[row["change"], row["recording"]]
        if row["change"].startswith("gzip"):  # zlib's versions compress differently
            continue
        body = row.get("body")
        data = base64.b64decode(row["bodyBase64"]) if body is None else body.encode()
        assert data == changed.body, row["change"]
