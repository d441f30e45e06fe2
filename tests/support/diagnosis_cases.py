"""Recorded deliveries whose bodies were changed after (or before) signing.

`tests/vectors/diagnosis` has the bodies of `CHOSEN` as Node, Python, PHP and jq changed
them, beside the scripts that did. This module makes deliveries of them, signed with
`SECRET` over the body that Twenty would have signed.

    python -m tests.support.diagnosis_cases     make the vectors again, with every tool
                                                that is installed
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.recordings import ALL, Recorded
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.protocol.signature import signed_headers

DIRECTORY = Path(__file__).parents[1] / "vectors" / "diagnosis"
SECRET = "5f1c" * 16
NONCE = "0123456789abcdef" * 2
TOOLS = {
    "node": ("node", "changes.mjs"),
    "python": (sys.executable, "changes.py"),
    "php": ("php", "changes.php"),
    "jq": ("sh", "changes.sh"),
}
# They have non-ASCII characters, escapes, unusual numbers, integer-like keys and
# metadata events, and are of all three releases.
CHOSEN = tuple(
    recorded
    for recorded in ALL
    if (recorded.release, recorded.index)
    in {
        *(("2.21", index) for index in (4, 5, 10, 16, 27, 49, 57, 67)),
        *(("1.8", index) for index in (9, 17, 20, 32)),
        *(("0.55", index) for index in (14, 29)),
    }
)


@dataclass(frozen=True)
class Changed:
    """A body as received, and as signed."""

    tool: str
    change: str
    recorded: Recorded
    body: bytes
    signed: bytes

    def delivery(self, secret: str = SECRET) -> Delivery:
        return signed_delivery(self.recorded, self.signed, secret, body=self.body)


def signed_delivery(
    recorded: Recorded, signed: bytes, secret: str = SECRET, *, body: bytes
) -> Delivery:
    """Return a recorded delivery with another body, and a signature over `signed`."""
    headers = signed_headers(signed, secret, timestamp_of(recorded), NONCE)
    return Delivery(
        (("Content-Type", "application/json"), *headers),
        body,
        received_at_ms=recorded.delivery.received_at_ms,
    )


def timestamp_of(recorded: Recorded) -> str:
    """Return the timestamp of a recording; a plausible one if it is unsigned."""
    found = recorded.delivery.header("X-Twenty-Webhook-Timestamp")
    return found or str((recorded.delivery.received_at_ms or 8) - 8)


def load(tool: str) -> Iterator[Changed]:
    """Yield the committed vectors of a tool."""
    by_name = {str(recorded): recorded for recorded in CHOSEN}
    for line in (
        (DIRECTORY / f"{tool}.jsonl").read_text("utf-8").rstrip("\n").split("\n")
    ):
        row = json.loads(line)
        recorded = by_name[row["recording"]]
        body, signed = _bytes(row, "body"), _bytes(row, "signed")
        assert body is not None
        yield Changed(
            tool,
            row["change"],
            recorded,
            body,
            recorded.delivery.body if signed is None else signed,
        )


def _bytes(row: dict[str, str], key: str) -> bytes | None:
    if key in row:
        return row[key].encode()
    encoded = row.get(f"{key}Base64")
    return None if encoded is None else base64.b64decode(encoded)


def _readable(row: dict[str, str]) -> dict[str, str]:
    """Return a row with text instead of base64, if the bytes are UTF-8."""
    readable = dict(row)
    for key in ("body", "signed"):
        data = _bytes(row, key)
        if data is not None:
            try:
                readable[key] = data.decode("utf-8")
            except UnicodeDecodeError:
                continue
            del readable[f"{key}Base64"]
    return readable


def made_now(tool: str) -> list[dict[str, str]]:
    """Return the vectors that the tool on this machine makes."""
    command, script = TOOLS[tool]
    bodies = "".join(
        json.dumps(
            {"recording": str(recorded), "body": recorded.delivery.body.decode()}
        )
        + "\n"
        for recorded in CHOSEN
    )
    done = subprocess.run(
        [command, str(DIRECTORY / script)],
        input=bodies.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    lines = done.stdout.decode().splitlines()
    return [_readable(json.loads(line)) for line in lines]


if __name__ == "__main__":
    for tool in TOOLS:
        if shutil.which("jq" if tool == "jq" else TOOLS[tool][0]):
            rows = (json.dumps(row, ensure_ascii=False) for row in made_now(tool))
            text = "".join(f"{row}\n" for row in rows)
            (DIRECTORY / f"{tool}.jsonl").write_text(text, "utf-8", newline="\n")
