"""The file of the store: readable by this user alone, versioned, migrated.

`PRAGMA user_version` counts the migrations that were run, `application_id` tells a
store from any other SQLite file. A newer version, or other tables, are refused.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import os
import shlex
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from twenty_hooks.deliveries import routing
from twenty_hooks.deliveries.routing import EventRule
from twenty_hooks.errors import SetupError
from twenty_hooks.system.files import reason

_APPLICATION_ID = 0x54774873  # "TwHs"
# Twenty gives up after 5 s, so a store that another program holds is waited for less.
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
    # The columns that the search for the previous state of a record compares, in their
    # order: a load test writes one record, or one body, thousands of times.
    """
    DROP INDEX deliveries_by_record;
    DROP INDEX deliveries_by_body;
    CREATE INDEX deliveries_by_record
        ON deliveries (record_id, updated_at, moment, body_hash)
        WHERE record_id IS NOT NULL;
    CREATE INDEX deliveries_by_body ON deliveries (body_hash, moment);
    """,
    # What a session forwards: a delivery without an attempt was not forwarded.
    """
    CREATE TABLE forwardings (
        session INTEGER PRIMARY KEY,
        begins_after INTEGER NOT NULL,
        takes_invalid INTEGER NOT NULL,
        routes TEXT NOT NULL
    );
    """,
    # A row for each delivery and target, written in the transaction of the delivery or
    # the attempt, in place of what was derived from the two tables above.
    """
    CREATE TABLE outbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        sequence INTEGER NOT NULL,
        target TEXT NOT NULL,
        state TEXT NOT NULL,
        owner INTEGER,
        attempt INTEGER,
        UNIQUE (sequence, target)
    );
    INSERT INTO outbox (sequence, target, state, attempt)
        SELECT sequence, target, CASE is_ok WHEN 1 THEN 'ok' ELSE 'failed' END,
        max(number) FROM attempts GROUP BY sequence, target;
    INSERT OR IGNORE INTO outbox (sequence, target, state, owner)
        SELECT deliveries.sequence, value, 'waiting', session
        FROM forwardings JOIN deliveries USING (session)
        JOIN json_each(routed_urls(routes, event))
        WHERE deliveries.sequence > begins_after AND (is_accepted OR takes_invalid)
        ORDER BY deliveries.sequence, key;
    DROP TABLE forwardings;
    CREATE INDEX outbox_undelivered ON outbox (sequence) WHERE state <> 'ok';
    CREATE TRIGGER an_attempt_updates_the_outbox AFTER INSERT ON attempts BEGIN
        INSERT INTO outbox (sequence, target, state, attempt)
            VALUES (new.sequence, new.target,
            CASE new.is_ok WHEN 1 THEN 'ok' ELSE 'failed' END, new.number)
            ON CONFLICT (sequence, target) DO UPDATE
            SET state = excluded.state, attempt = excluded.attempt, owner = NULL;
    END;
    CREATE TRIGGER the_outbox_goes_with_its_delivery AFTER DELETE ON deliveries BEGIN
        DELETE FROM outbox WHERE sequence = old.sequence;
    END;
    """,
)
VERSION = len(_MIGRATIONS)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Return the store at this path, migrated, and created if there is none.

    Raises SetupError when it can't be written, or is not a store.
    """
    with errors(path):
        _refuse_directory(path)
        _make_private(path)
        connection = _connect(f"{path.absolute().as_uri()}?mode=rw")
        try:
            _check(connection, path)
            _prepare(connection)
            _check_tables(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Return the store at this path; an empty one, in memory, if there is none.

    Raises SetupError when it can't be read, or is not a store.
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
        mode = "mode=rw" if is_writable else _read_only_mode(path)
        connection = _connect(f"{path.absolute().as_uri()}?{mode}")
        try:
            _check(connection, path)
            if is_writable:
                _migrate(connection)
            else:
                _migrate_for_reading(connection)
            _check_tables(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of the block or nothing, while no other program writes."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def errors(path: Path) -> Iterator[None]:
    """Translate errors of SQLite and of the system into SetupError."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise SetupError(
            f"can't use the store {path}: {explain(error)}",
            hint="choose another with --store PATH or TWENTY_HOOKS_STORE",
            code="store",
        ) from error


def explain(error: Exception) -> str:
    """Return an error of the store in words."""
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
        # An empty argument is the path of the current directory.
        empty = ", and so is an empty --store" if path == Path() else ""
        raise IsADirectoryError(errno.EISDIR, f"it is a directory{empty}")


def _make_private(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives -wal and -shm the mode of the file itself. A file that exists is
    # never opened here: on POSIX, closing any descriptor of a file gives up all locks
    # that this process has on it, and so those of its other connections. Another
    # program that closes the store then believes to be the last one that uses it, and
    # removes the -wal while we write to it.
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


def _read_only_mode(path: Path) -> str:
    """Return how to open a store where no file can be written beside it.

    SQLite needs the -wal and the -shm, or creates them. Without a -wal no program has
    the store open and all of it is in the file, which does not change then.
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
        isolation_level=None,  # transactions are begun explicitly
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
            f"{path} is of version {version}, and this hooks knows versions up to "
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
    """Switch to WAL. The statement does not wait by itself when another program creates
    the same store at this moment."""
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
    with transaction(connection):
        # Another program may have migrated it by now.
        for statement in _missing_migrations(connection):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _migrate_for_reading(connection: sqlite3.Connection) -> None:
    """Give an older store that can't be written the tables that it lacks, for as long
    as this connection."""
    for statement in _missing_migrations(connection):
        words = statement.split()
        if words[:2] == ["CREATE", "TABLE"]:
            connection.execute(statement.replace("CREATE", "CREATE TEMP", 1))
        elif words[0] == "INSERT":
            connection.execute(statement)


def _missing_migrations(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the statements that bring a store to this version."""
    connection.create_function("routed_urls", 2, _routed_urls)
    for migration in _MIGRATIONS[_pragma(connection, "user_version") :]:
        yield from _statements(migration)


def _routed_urls(routes: str, event: str | None) -> str:
    """Return where version 4 forwarded an event, as JSON; routes: as it stored them."""
    rules = [EventRule(pattern, url) for pattern, url in json.loads(routes)]
    return json.dumps(routing.urls(rules, event))


def _check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Raise SetupError if a table or a column is missing, whatever the version says."""
    for table, columns in _expected_tables().items():
        if not columns <= _columns(connection, table):
            raise SetupError(
                f"{path} has the version of a store of deliveries, but other tables",
                hint="choose another with --store PATH or TWENTY_HOOKS_STORE",
                code="store",
            )


@functools.cache
def _expected_tables() -> dict[str, set[str]]:
    """Return the columns of each table in a new store."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with contextlib.closing(connection):
        _migrate(connection)
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        return {name: _columns(connection, name) for (name,) in names}


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; each ends at the end of a line."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
