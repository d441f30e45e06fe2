"""Make the bodies that `hooks send` sends, or read them from files.

Nothing here loads the HTTP library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twenty_hooks import samples
from twenty_hooks.console import file_input
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import events
from twenty_hooks.samples import Assignment, Era, Overrides
from twenty_hooks.samples.arguments import SampleArguments
from twenty_hooks.text import js_json, units

# They frame the body: another value would send another request.
_FRAMING_HEADERS = frozenset({"content-length", "transfer-encoding"})
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x1f\x7f]*)\Z")


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of a body, and what its headers and the report need to know."""

    data: bytes
    event: str
    webhook_id: str | None
    era: Era


class PayloadSource:
    """Gives one payload after the other.

    A sample has another record each time; given bytes are the same each time.
    """

    def __init__(
        self,
        event: str | None,
        arguments: SampleArguments,
        *,
        target_url: str,
        record_file: str | None,
        body_file: str | None,
        template: bytes | None = None,
        is_seeded: bool,
    ) -> None:
        """Read the files, if any.

        Args:
            event: name of the event to make, or of the event that carries the record.
            record_file: JSON file with a record, or with a whole body.
            body_file: file with the exact bytes of a body.
            template: body of a stored delivery, sent with the overrides of `arguments`.
            is_seeded: whether every run must make the same bytes.

        Raises:
            UsageError: the options contradict each other, or name nothing to send.
            SetupError: a file can't be read.
        """
        if record_file is not None and body_file is not None:
            raise UsageError("--data can't be used with --body")
        self._event = event
        self._arguments = arguments
        self._target_url = target_url
        self._is_seeded = is_seeded
        self._record: dict[str, object] | None = None
        # Set by the first payload: all payloads of one run come from one webhook.
        self._webhook: tuple[Assignment, ...] = ()
        self.given: Payload | None = None
        overrides = arguments["overrides"]
        if (record_file or body_file) and (overrides.sets or overrides.unsets):
            option = "--data" if record_file else "--body"
            raise UsageError(f"--set and --unset can't be used with {option}")
        if template is not None:
            self.given = self._exact(with_overrides(template, overrides))
        elif body_file is not None:
            self.given = self._exact(file_input.read(body_file, "the body"))
        elif record_file is not None:
            self._read_record(file_input.read(record_file, "the record"), record_file)
        elif event is None:
            raise UsageError(
                "nothing to send: name an event, or pass --body FILE",
                hint=f"hooks send person.created --to {target_url}",
            )

    def next(self, webhook_id: str | None) -> Payload:
        """Return the next payload.

        Args:
            webhook_id: the webhook that a sample names as its own; None makes one up.
        """
        if self.given is not None:
            return self.given
        arguments = self._arguments.copy()
        if not self._is_seeded:
            arguments["now_ms"] = units.now_ms()
        overrides = arguments["overrides"]
        webhook = self._webhook
        if webhook_id is not None:
            webhook = (*webhook, Assignment("/webhookId", webhook_id, is_exact=True))
        arguments["overrides"] = Overrides(
            (*webhook, *overrides.sets), overrides.unsets
        )
        event = self._event or ""
        if self._record is None:
            sample = samples.compose(event, target_url=self._target_url, **arguments)
        else:
            sample = samples.wrap(
                event, self._record, target_url=self._target_url, **arguments
            )
        if not self._webhook:
            self._webhook = tuple(_webhook_of(sample.body))
        return Payload(sample.body, sample.event, sample.webhook_id, sample.era)

    def _read_record(self, data: bytes, file: str) -> None:
        try:
            value = js_json.parse(data)
        except ValueError as error:
            raise UsageError(f"--data {file}: {error}") from error
        if not isinstance(value, dict):
            raise UsageError(f"--data {file}: a record must be a JSON object")
        if "eventName" in value:  # a whole body
            self.given = self._exact(js_json.stringify(value).encode())
        elif self._event is None:
            raise UsageError(
                f"--data {file} is a record: name the event that carries it",
                hint=f"hooks send person.created --data {file} --to {self._target_url}",
            )
        else:
            self._record = value

    def _exact(self, data: bytes) -> Payload:
        event = events.parse(data)
        return Payload(
            data,
            event.name or self._event or "(no event name)",
            event.webhook_id,
            self._arguments["era"],
        )


def with_overrides(body: bytes, overrides: Overrides) -> bytes:
    """Return the body with the overrides applied; without overrides, the same bytes.

    Raises UsageError if they can't be applied.
    """
    if not overrides.sets and not overrides.unsets:
        return body
    try:
        value = js_json.parse(body)
    except ValueError as error:
        raise UsageError(f"--set can't change this delivery: {error}") from error
    if not isinstance(value, dict) or not isinstance(value.get("record"), dict):
        raise UsageError("--set can't change this delivery: it has no record")
    overrides.apply_to_record(value["record"])
    overrides.apply_to_body(value)
    return js_json.stringify(value).encode()


def parse_headers(texts: Sequence[str] | None) -> Headers:
    """Parse the values of `--header`. Raises UsageError for an invalid one."""
    return tuple(_header(text) for text in texts or ())


def _header(text: str) -> tuple[str, str]:
    found = _HEADER.match(text)
    if not found:
        raise UsageError(
            f"--header '{text}' is not a header", hint="--header 'Name: value'"
        )
    name, value = found[1], found[2].rstrip()
    if name.lower() in _FRAMING_HEADERS:
        raise UsageError(f"--header can't set {name}: it depends on the body")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError as error:
        raise UsageError(
            f"--header '{text}' can't be sent over HTTP: it is not Latin-1"
        ) from error
    return name, value


def _webhook_of(body: bytes) -> Iterator[Assignment]:
    """Yield the assignments that make another body come from the same webhook."""
    value = events.parse(body).value
    if not isinstance(value, dict):
        return
    for key in ("workspaceId", "webhookId"):
        if key in value:
            yield Assignment(f"/{key}", value[key], is_exact=True)
    metadata = value.get("objectMetadata")
    if isinstance(metadata, dict) and metadata.get("id"):
        yield Assignment("/objectMetadata.id", metadata["id"], is_exact=True)
