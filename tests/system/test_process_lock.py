"""Lock files that show whether a process runs, however it ended."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from twenty_hooks.system.process_lock import ProcessLock, is_alive

HOLDS = (
    "import sys; from pathlib import Path\n"
    "from twenty_hooks.system.process_lock import ProcessLock\n"
    "with ProcessLock(Path(sys.argv[1])):\n"
    "    print('held', flush=True); sys.stdin.read()\n"
)


def holder(path: Path) -> subprocess.Popen[bytes]:
    """Start another process that holds the lock until its stdin ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"held"
    return process


def test_the_lock_is_held_until_its_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_alive(path)
    with ProcessLock(path):
        assert is_alive(path)
        assert is_alive(path)  # checking does not release it
    assert not path.exists()
    assert not is_alive(path)


def test_a_process_that_ends_removes_its_lock_file(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = holder(path)
    assert is_alive(path)
    process.communicate()
    assert not path.exists()


def test_the_lock_file_of_a_killed_process_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = holder(path)
    process.kill()
    process.communicate()
    assert path.exists()
    assert not is_alive(path)
    assert not path.exists()


def test_many_may_check_a_released_lock_at_once(
    tmp_path: Path,
) -> None:
    path = tmp_path / "lock"
    barrier = threading.Barrier(8)

    def check(_: int) -> bool:
        barrier.wait(20)
        return is_alive(path)

    with ThreadPoolExecutor(8) as threads:
        for _ in range(100):
            path.touch()
            assert not any(threads.map(check, range(8)))


def test_a_lock_that_is_being_taken_is_never_removed(tmp_path: Path) -> None:
    """Other threads check all the time, also between creating and locking a file."""
    paths = [tmp_path / f"lock-{number}" for number in range(300)]
    current = paths[0]
    is_over = threading.Event()

    def check_all_the_time() -> None:
        while not is_over.is_set():
            is_alive(current)

    with ThreadPoolExecutor(2) as threads:
        checking = [threads.submit(check_all_the_time) for _ in range(2)]
        try:
            for path in paths:
                current = path
                with ProcessLock(path):
                    assert is_alive(path)
                    assert path.exists()
        finally:
            is_over.set()
        for future in checking:
            future.result()


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_other_users_can_not_read_it(tmp_path: Path) -> None:
    with ProcessLock(tmp_path / "lock"):
        assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600
