"""Signs of life: who holds one lives, whoever looks, and however it ended."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from twenty_hooks.system.process_lock import Presence, is_alive

HOLDS = (
    "import sys; from pathlib import Path\n"
    "from twenty_hooks.system.process_lock import Presence\n"
    "with Presence(Path(sys.argv[1])):\n"
    "    print('held', flush=True); sys.stdin.read()\n"
)


def holder(path: Path) -> subprocess.Popen[bytes]:
    """Another process that holds it, until its stdin ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"held"
    return process


def test_it_lives_until_its_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "sign"
    assert not is_alive(path)
    with Presence(path):
        assert is_alive(path)
        assert is_alive(path)  # looking takes nothing away
    assert not path.exists()
    assert not is_alive(path)


def test_it_is_another_process_and_ends_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "sign"
    process = holder(path)
    assert is_alive(path)
    process.communicate()
    assert not path.exists()


def test_who_was_killed_is_dead_and_tidied_up(tmp_path: Path) -> None:
    path = tmp_path / "sign"
    process = holder(path)
    process.kill()
    process.communicate()
    assert path.exists()
    assert not is_alive(path)
    assert not path.exists()


def test_many_who_look_at_a_dead_one_are_not_in_each_others_way(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sign"
    looking = threading.Barrier(8)

    def look(_: int) -> bool:
        looking.wait(20)
        return is_alive(path)

    with ThreadPoolExecutor(8) as threads:
        for _ in range(100):
            path.touch()
            assert not any(threads.map(look, range(8)))


def test_one_that_begins_is_never_taken_for_a_dead_one(tmp_path: Path) -> None:
    """Others tidy up all the time, and so also between its making and its locking."""
    paths = [tmp_path / f"sign-{number}" for number in range(300)]
    current = paths[0]
    is_over = threading.Event()

    def tidy() -> None:
        while not is_over.is_set():
            is_alive(current)

    with ThreadPoolExecutor(2) as threads:
        tidying = [threads.submit(tidy) for _ in range(2)]
        try:
            for path in paths:
                current = path
                with Presence(path):
                    assert is_alive(path)
                    assert path.exists()
        finally:
            is_over.set()
        for one in tidying:
            one.result()


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    with Presence(tmp_path / "sign"):
        assert (tmp_path / "sign").stat().st_mode & 0o777 == 0o600
