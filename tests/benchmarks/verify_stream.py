"""How fast `hooks verify --json` goes through a long file, as a ratio. Run by hand:

    python -m tests.benchmarks.verify_stream [DELIVERIES] [ROUNDS]

Compared with a bare loop that parses each line, parses the body, computes the HMAC
and writes one line of JSON. Both are processes of their own, in turn; the memory is
the peak of `hooks verify`, for the whole file and for a tenth of it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import twenty_hooks

_SECRET = "benchmark"
_BODY_SIZE = 1_500
_BARE_LOOP = """
import hashlib, hmac, json, sys
key = sys.argv[2].encode()
with open(sys.argv[1], "rb") as lines:
    for index, line in enumerate(lines):
        delivery = json.loads(line)
        body = delivery["body"].encode()
        event = json.loads(body)
        headers = {name.lower(): value for name, value in delivery["headers"]}
        message = headers["x-twenty-webhook-timestamp"].encode() + b":" + body
        digest = hmac.digest(key, message, hashlib.sha256).hex()
        valid = hmac.compare_digest(digest, headers["x-twenty-webhook-signature"])
        line = {"index": index, "event": event["eventName"],
                "webhookId": event["webhookId"],
                "verdict": "valid" if valid else "mismatch", "valid": valid}
        sys.stdout.write(json.dumps(line) + "\\n")
"""
_HOOKS = "from twenty_hooks.cli import run; run()"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as directory:
        whole, tenth = Path(directory) / "whole.jsonl", Path(directory) / "tenth.jsonl"
        write(whole, count)
        write(tenth, count // 10)
        hooks = [sys.executable, "-c", _HOOKS, "verify", "--json", "--secret", _SECRET]
        bare = [sys.executable, "-c", _BARE_LOOP]
        ratios = []
        for _ in range(rounds):
            ours, memory = measured([*hooks, str(whole)])
            theirs, _ = measured([*bare, str(whole), _SECRET])
            ratios.append(ours / theirs)
            print(
                f"hooks verify {ours:.1f} s, {memory / 1e6:.0f} MB at most;"
                f" bare loop {theirs:.1f} s; ratio {ours / theirs:.2f}"
            )
        _, memory = measured([*hooks, str(tenth)])
        print(f"a tenth of the file: {memory / 1e6:.0f} MB at most")
        print(f"{count:,} deliveries, ratio {statistics.median(ratios):.2f}")


def write(path: Path, count: int) -> None:
    """Deliveries of about 1.5 KB each, as `hooks listen --save` writes them."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            # A hundred different ones: making them is not what is measured.
            if number < 100:
                _made.append(_line(number))
            file.write(_made[number % 100])


_made: list[str] = []


def _line(seed: int) -> str:
    padding = "x" * 150
    delivery = twenty_hooks.sample(
        "person.updated",
        secret=_SECRET,
        seed=seed,
        set={"jobTitle": f"Engineer {padding}"},
    )
    assert abs(len(delivery.body) - _BODY_SIZE) < 200, len(delivery.body)
    return json.dumps(delivery.to_json()) + "\n"


def measured(words: list[str]) -> tuple[float, int]:
    """Seconds of processor time, and bytes of memory at the peak."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        process = subprocess.Popen(words, stdout=nowhere, stderr=nowhere)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    scale = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * scale


if __name__ == "__main__":
    main()
