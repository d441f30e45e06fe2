"""Open what `hooks verify` is to verify: a file, stdin, or a stored delivery."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from twenty_hooks.console import file_input
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.errors import SetupError, UsageError
from twenty_hooks.formats import reader
from twenty_hooks.formats.reader import Form, Found, Problem
from twenty_hooks.protocol.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER
from twenty_hooks.system import paths

if TYPE_CHECKING:
    from twenty_hooks.deliveries.stored import StoredDelivery

_LATEST = "@1"


@dataclass(frozen=True, slots=True)
class Source:
    """Deliveries to verify, read one at a time."""

    name: str
    items: Iterable[Found | Problem]


@dataclass(frozen=True, slots=True)
class SourceRequest:
    """Which deliveries to verify.

    Attributes:
        word: a file, `-`, or a stored delivery; None is stdin, and on a terminal the
            latest stored delivery.
        signature, timestamp: the two headers of a bare body.
        store: the store that was named; None is the default one.
    """

    word: str | None
    signature: str | None
    timestamp: str | None
    form: Form
    store: Path | None

    @contextlib.contextmanager
    def open(self) -> Iterator[Source]:
        """Open the source.

        Raises:
            UsageError: the options contradict each other, or the source is empty.
            SetupError: the source can't be read.
        """
        headers = self._bare_headers()
        path = self._path
        if headers and path.startswith("@"):
            raise UsageError(
                "--signature and --timestamp are for a bare body: name a file, or pipe "
                "one in",
                hint="hooks verify body.json --signature HEX --timestamp MS",
            )
        stored = None if headers else _stored(path, self.store)
        if stored is not None:
            yield Source(path, [Found(1, stored.delivery)])
            return
        name = "stdin" if path == file_input.STDIN else path
        with file_input.opened(path, "the deliveries") as stream:
            if headers:
                yield Source(name, reader.bare_body(stream, headers, name))
                return
            hint = f"hooks verify {shlex.quote(path)} --signature HEX --timestamp MS"
            items = reader.deliveries(stream, self.form, name, bare_body_hint=hint)
            yield Source(name, items)

    @property
    def _path(self) -> str:
        is_typed = sys.stdin is not None and sys.stdin.isatty()
        return self.word or (_LATEST if is_typed else file_input.STDIN)

    def _bare_headers(self) -> Headers:
        """Return the two headers of a bare body; empty for any other source."""
        if self.signature is None and self.timestamp is None and self.form != "body":
            return ()
        if self.form not in ("auto", "body"):
            raise UsageError(
                f"--input {self.form} can't be used with --signature and --timestamp",
                hint="leave them out: the headers are in the input",
            )
        if self.signature is None or self.timestamp is None:
            missing = "--signature HEX" if self.signature is None else "--timestamp MS"
            raise UsageError(
                f"missing option for a bare body: {missing}",
                hint=f"hooks verify {self._path} --signature HEX --timestamp MS",
            )
        return ((TIMESTAMP_HEADER, self.timestamp), (SIGNATURE_HEADER, self.signature))


def _stored(word: str, store: Path | None) -> StoredDelivery | None:
    """Return the stored delivery of this name; None if the word names a file.

    `@2` is always a delivery. Any other word is a file if there is one, then an id. A
    word that is neither is left to be reported as a missing file.
    """
    if not word.startswith("@") and file_input.means_file(word):
        return None
    from twenty_hooks.store import Store  # only a word that may be an id needs it

    with Store(store or paths.store_file()) as database:
        try:
            return database.find(word)
        except SetupError as error:
            if word.startswith("@") or error.code != "unknown-delivery":
                raise
            return None
