"""The file of the store: readable by this user alone, versioned, migrated.

`PRAGMA user_version` counts the migrations that were run, `application_id` tells a
store from any other SQLite file. A newer version than ours is refused, not guessed at.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from twenty_hooks.errors import SetupError
from twenty_hooks.system.files import reason

_APPLICATION_ID = 0x54774873  # "TwHs"
# Twenty gives up after 5 s: another listener that holds the store is waited for less.
_BUSY_SECONDS = 3.0
_WAL_LIMIT_BYTES = 64_000_000

_MIGRATIONS = (
    """
    CREATE TABLE deliveries (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        session INTEGER,
        moment INTEGER NOT NULL,
        received_at INTEGER,
        event TEXT,
        label TEXT NOT NULL,
        webhook_id TEXT,
        record_id TEXT,
        updated_at INTEGER,
        verdict TEXT NOT NULL,
        reason TEXT NOT NULL,
        status INTEGER,
        is_accepted INTEGER NOT NULL,
        is_redacted INTEGER NOT NULL,
        body_hash BLOB NOT NULL,
        head TEXT NOT NULL,
        body BLOB NOT NULL
    );
    CREATE INDEX deliveries_by_moment ON deliveries (moment);
    CREATE INDEX deliveries_by_event ON deliveries (event);
    CREATE INDEX deliveries_by_webhook ON deliveries (webhook_id);
    CREATE INDEX deliveries_by_record ON deliveries (record_id, moment)
        WHERE record_id IS NOT NULL;
    CREATE INDEX deliveries_by_body ON deliveries (body_hash);
    """,
    """
    ALTER TABLE deliveries ADD COLUMN fault TEXT NOT NULL DEFAULT '';
    CREATE TABLE attempts (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        sequence INTEGER NOT NULL,
        session INTEGER,
        kind TEXT NOT NULL,
        target TEXT NOT NULL,
        at INTEGER NOT NULL,
        is_ok INTEGER NOT NULL,
        reply TEXT NOT NULL,
        excerpt BLOB NOT NULL,
        cause TEXT NOT NULL
    );
    CREATE INDEX attempts_by_delivery ON attempts (sequence, target);
    CREATE TRIGGER attempts_go_with_their_delivery AFTER DELETE ON deliveries BEGIN
        DELETE FROM attempts WHERE sequence = old.sequence;
    END;
    """,
    # In the order, and with all, that the search for the state before a delivery asks
    # for: a load test writes one record, or one body, thousands of times.
    """
    DROP INDEX deliveries_by_record;
    DROP INDEX deliveries_by_body;
    CREATE INDEX deliveries_by_record
        ON deliveries (record_id, updated_at, moment, body_hash)
        WHERE record_id IS NOT NULL;
    CREATE INDEX deliveries_by_body ON deliveries (body_hash, moment);
    """,
    # What a session forwards: with it, what has no attempt was never forwarded.
    """
    CREATE TABLE forwardings (
        session INTEGER PRIMARY KEY,
        begins_after INTEGER NOT NULL,
        takes_invalid INTEGER NOT NULL,
        routes TEXT NOT NULL
    );
    """,
)
VERSION = len(_MIGRATIONS)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """The store at this path, made if there is none, brought to this version.

    Raises SetupError when it can't be written, or is no store of ours.
    """
    with errors(path):
        _refuse_directory(path)
        _make_private(path)
        connection = _connect(f"{path.absolute().as_uri()}?mode=rw")
        try:
            _check(connection, path)
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """The store at this path; an empty one, in memory, where there is none.

    Raises SetupError when it can't be read, or is no store of ours.
    """
    with errors(path):
        _refuse_directory(path)
        if not path.exists():
            connection = sqlite3.connect(":memory:", isolation_level=None)
            _migrate(connection)
            return connection
        if not os.access(path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        is_writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        manner = "mode=rw" if is_writable else _reading_alone(path)
        connection = _connect(f"{path.absolute().as_uri()}?{manner}")
        try:
            _check(connection, path)
            if is_writable:
                _migrate(connection)
            else:
                _stand_in(connection)
        except BaseException:
            connection.close()
            raise
        return connection


@contextlib.contextmanager
def errors(path: Path) -> Iterator[None]:
    """Tell what SQLite and the system say as a SetupError."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise SetupError(
            f"can't use the store {path}: {explain(error)}",
            hint="choose another with --store PATH or TWENTY_HOOKS_STORE",
            code="store",
        ) from error


def explain(error: sqlite3.Error | OSError) -> str:
    """An error of the store in words."""
    if isinstance(error, OSError):
        return reason(error)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return {
        sqlite3.SQLITE_FULL: "the disk is full",
        sqlite3.SQLITE_READONLY: "it is read-only",
        sqlite3.SQLITE_BUSY: "another program holds it",
        sqlite3.SQLITE_NOTADB: "it is not an SQLite file",
        sqlite3.SQLITE_CORRUPT: "it is damaged",
        sqlite3.SQLITE_CANTOPEN: "it, or a file beside it, can't be opened or made",
        sqlite3.SQLITE_IOERR: "the disk refuses (full, or a limit)",
    }.get(code, str(error))


def _refuse_directory(path: Path) -> None:
    if path.is_dir():
        # An empty word is the path of the current directory, too.
        empty = ", and so is an empty --store" if path == Path() else ""
        raise IsADirectoryError(errno.EISDIR, f"it is a directory{empty}")


def _make_private(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives -wal and -shm the mode of the file itself. One that is there is never
    # opened here: on POSIX, closing any descriptor of a file gives up all locks that
    # this process has on it, and so those of its other connections. Whoever else closes
    # the store then takes itself for the last, and removes the -wal under our hands.
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if not os.access(path, os.W_OK):
            why = errno.EROFS if _is_read_only(path) else errno.EACCES
            raise PermissionError(why, os.strerror(why)) from None
    if path.is_file() and path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _is_read_only(path: Path) -> bool:
    """Whether its file system is."""
    return sys.platform != "win32" and bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def _reading_alone(path: Path) -> str:
    """How to open it where nothing can be written beside it.

    SQLite wants the -wal and the -shm, or to make them. Where there is no -wal, nobody
    had it open and all of it is in the file: nothing changes under our eyes.
    """
    wal, shm = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    if shm.exists() and wal.exists():
        return "mode=ro"
    if wal.exists() and wal.stat().st_size:
        raise SetupError(
            f"can't use the store {path}: its latest deliveries are in {wal.name}, and "
            "nothing can be written beside it",
            hint=f"copy both to another place: cp {shlex.quote(str(path))} "
            f"{shlex.quote(str(wal))} DIRECTORY",
            code="store",
        )
    return "mode=ro&immutable=1"


def _connect(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(
        uri,
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,  # transactions are begun where they are meant
        check_same_thread=False,
    )


def _check(connection: sqlite3.Connection, path: Path) -> None:
    version = _pragma(connection, "user_version")
    known = _pragma(connection, "application_id")
    is_empty = not _pragma(connection, "schema_version")
    if known != _APPLICATION_ID and not is_empty:
        raise SetupError(
            f"{path} is an SQLite file, but not a store of deliveries",
            hint="choose another with --store PATH or TWENTY_HOOKS_STORE",
            code="store",
        )
    if version > VERSION:
        raise SetupError(
            f"{path} is of version {version}, this hooks knows versions up to "
            f"{VERSION}: a newer hooks made it",
            hint="upgrade twenty-hooks, or choose another store with --store PATH",
            code="store-too-new",
        )


def _prepare(connection: sqlite3.Connection) -> None:
    if not _pragma(connection, "schema_version"):
        # Only a file without tables can still be told to give pages back.
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    _use_wal(connection)
    # With WAL, FULL is what makes a commit durable; NORMAL loses the last ones.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone is not enough
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
    _migrate(connection)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Two that make the same store at once: this statement does not wait by itself."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _migrate(connection: sqlite3.Connection) -> None:
    if _pragma(connection, "user_version") == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _pragma(connection, "user_version")  # somebody may have been faster
        for migration in _MIGRATIONS[version:]:
            for statement in _statements(migration):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _stand_in(connection: sqlite3.Connection) -> None:
    """Give an older store that can't be written the tables it lacks, empty, for as long
    as this connection."""
    for migration in _MIGRATIONS[_pragma(connection, "user_version") :]:
        for statement in _statements(migration):
            if "CREATE TABLE" in statement:
                connection.execute(
                    statement.replace("CREATE TABLE", "CREATE TEMP TABLE")
                )


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, each ending with a line; a trigger is one."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
