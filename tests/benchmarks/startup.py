"""How long `hooks` takes to start, as ratios. Run by hand:

    python -m tests.benchmarks.startup [ROUNDS]

Every command runs once per round, in turn, so that a machine that slows down slows
all of them; a ratio is the median over the rounds of the quotient within each round.
Compared with an empty Typer application, and with Python that does nothing.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_EMPTY_APPLICATION = """
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None)
@app.callback()
def main() -> None:
    "Do nothing."
@app.command()
def nothing() -> None:
    "Do nothing."
app()
"""
_HOOKS = "from twenty_hooks.cli import run; run()"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as directory:
        empty = Path(directory) / "empty.py"
        empty.write_text(_EMPTY_APPLICATION, "utf-8")
        body = Path(directory) / "body.json"
        body.write_text("{}", "utf-8")
        delivery = Path(directory) / "delivery.json"
        delivery.write_text('{"headers":[],"body":"{}"}', "utf-8")
        hooks = [sys.executable, "-c", _HOOKS]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "an empty Typer app": [sys.executable, str(empty), "nothing"],
            "hooks --version": [*hooks, "--version"],
            "hooks --help": [*hooks, "--help"],
            "hooks sign": [*hooks, "sign", str(body), "--secret", "s"],
            "hooks verify": [*hooks, "verify", str(delivery), "--secret", "s"],
            "hooks listen --help": [*hooks, "listen", "--help"],
            "hooks sample": [*hooks, "sample", "person.created"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for round_number in range(rounds + 1):
            for name, words in commands.items():
                began = time.perf_counter()
                subprocess.run(words, stdout=-3, stderr=-3, check=False)
                if round_number:  # the first one warms the caches
                    times[name].append(time.perf_counter() - began)
    print(f"{'':24}{'median':>8}  {'/ empty Typer':>14}  {'/ python':>9}")
    for name, taken in times.items():
        print(
            f"{name:24}{statistics.median(taken) * 1_000:>5.0f} ms"
            f"  {_ratio(taken, times['an empty Typer app']):>14.2f}"
            f"  {_ratio(taken, times['python -c pass']):>9.2f}"
        )


def _ratio(taken: list[float], baseline: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(taken, baseline, strict=True))


if __name__ == "__main__":
    main()
