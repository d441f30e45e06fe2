"""What `hooks send` sends: bodies made or given, signed at the moment they go."""

from __future__ import annotations

import itertools
import re
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twenty_hooks import samples
from twenty_hooks.config.secrets import SigningSecret
from twenty_hooks.console import file_input
from twenty_hooks.deliveries.delivery import Headers
from twenty_hooks.errors import UsageError
from twenty_hooks.protocol import events
from twenty_hooks.protocol.signature import signed_headers
from twenty_hooks.samples import Assignment, Edits, Era
from twenty_hooks.samples.arguments import SampleArguments
from twenty_hooks.text import js_json

if TYPE_CHECKING:  # an edge: imported by the command that sends
    from twenty_hooks.client.request import OutgoingRequest, Target

_MADE_AHEAD = 2_000
# What frames the body: another value would send another request than was asked for.
_HTTPS_OWN = frozenset({"content-length", "transfer-encoding"})
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x1f\x7f]*)\Z")


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes to send, and what has to be known of them."""

    data: bytes
    event: str
    webhook_id: str | None
    era: Era


class Bodies:
    """The bodies to send, each made when it is asked for.

    A sample is another record every time; given bytes are the same every time.
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
        """template: the body of a delivery that came, sent with the edits made to it.

        Raises UsageError when the options contradict one another or name nothing
        to send, SetupError for a file that can't be read."""
        if record_file is not None and body_file is not None:
            raise UsageError("--data and --body exclude each other")
        self._event = event
        self._arguments = arguments
        self._target_url = target_url
        self._is_seeded = is_seeded
        self._record: dict[str, object] | None = None
        # Set by the first body: all that one run sends comes from one webhook.
        self._of_one_webhook: tuple[Assignment, ...] = ()
        self.given: Body | None = None
        edits = arguments["edits"]
        if (record_file or body_file) and (edits.sets or edits.unsets):
            raise UsageError("--set and --unset change a sample, not what is given")
        if template is not None:
            self.given = self._as_it_is(edited(template, edits))
        elif body_file is not None:
            self.given = self._as_it_is(file_input.read(body_file, "the body"))
        elif record_file is not None:
            self._read_record(file_input.read(record_file, "the record"), record_file)
        elif event is None:
            raise UsageError(
                "there is nothing to send: name an event, or give --body FILE",
                hint=f"hooks send person.created --to {target_url}",
            )

    def next(self, webhook_id: str | None) -> Body:
        """The next body; a made one says it is of this webhook, if one is given."""
        if self.given is not None:
            return self.given
        arguments = self._arguments.copy()
        if not self._is_seeded:
            arguments["now_ms"] = time.time_ns() // 1_000_000
        edits = arguments["edits"]
        own = self._of_one_webhook
        if webhook_id is not None:
            own = (*own, Assignment("/webhookId", webhook_id, is_exact=True))
        arguments["edits"] = Edits((*own, *edits.sets), edits.unsets)
        event = self._event or ""
        if self._record is None:
            sample = samples.compose(event, target_url=self._target_url, **arguments)
        else:
            sample = samples.wrap(
                event, self._record, target_url=self._target_url, **arguments
            )
        if not self._of_one_webhook:
            self._of_one_webhook = tuple(_identity(sample.body))
        return Body(sample.body, sample.event, sample.webhook_id, sample.era)

    def _read_record(self, data: bytes, file: str) -> None:
        try:
            value = js_json.parse(data)
        except ValueError as error:
            raise UsageError(f"--data {file}: {error}") from error
        if not isinstance(value, dict):
            raise UsageError(f"--data {file}: a record is a JSON object")
        if "eventName" in value:  # the whole body, not only its record
            self.given = self._as_it_is(js_json.stringify(value).encode())
        elif self._event is None:
            raise UsageError(
                f"--data {file} is a record: name the event that carries it",
                hint=f"hooks send person.created --data {file} --to {self._target_url}",
            )
        else:
            self._record = value

    def _as_it_is(self, data: bytes) -> Body:
        event = events.parse(data)
        return Body(
            data,
            event.name or self._event or "(a body as given)",
            event.webhook_id,
            self._arguments["era"],
        )


def make(
    target: Target,
    bodies: Bodies,
    count: int,
    *,
    signing: SigningSecret | None,
    extra: Headers,
) -> Iterator[tuple[str, OutgoingRequest]]:
    """`count` deliveries, each with its event's name, signed as it is asked for.

    The bodies, which take longer, are made ahead: no receiver waits for them.
    """
    webhook_id = signing.webhook_id if signing else None
    ahead = [bodies.next(webhook_id) for _ in range(min(count, _MADE_AHEAD))]
    rest = (bodies.next(webhook_id) for _ in range(count - len(ahead)))
    return _signed(target, itertools.chain(ahead, rest), signing, extra)


def _signed(
    target: Target,
    bodies: Iterable[Body],
    signing: SigningSecret | None,
    extra: Headers,
) -> Iterator[tuple[str, OutgoingRequest]]:
    from twenty_hooks.client.request import OutgoingRequest, headers_as_twenty

    for body in bodies:
        signature: Headers = ()
        if signing is not None:
            moment = str(time.time_ns() // 1_000_000)
            nonce = secrets.token_hex(16)
            signature = signed_headers(body.data, signing.secret, moment, nonce)
        headers = headers_as_twenty(
            target, body.data, signature, era=body.era, extra=extra
        )
        yield body.event, OutgoingRequest(target, headers, body.data)


def edited(body: bytes, edits: Edits) -> bytes:
    """The body with the edits made; without any, the very same bytes.

    Raises UsageError where they can't be made.
    """
    if not edits.sets and not edits.unsets:
        return body
    try:
        value = js_json.parse(body)
    except ValueError as error:
        raise UsageError(f"--set can't change this delivery: {error}") from error
    if not isinstance(value, dict) or not isinstance(value.get("record"), dict):
        raise UsageError("--set can't change this delivery: it has no record")
    edits.apply_to_record(value["record"])
    edits.apply_to_body(value)
    return js_json.stringify(value).encode()


def _identity(body: bytes) -> Iterator[Assignment]:
    value = events.parse(body).value
    if not isinstance(value, dict):
        return
    for key in ("workspaceId", "webhookId"):
        if key in value:
            yield Assignment(f"/{key}", value[key], is_exact=True)
    if isinstance(value.get("objectMetadata"), dict) and value["objectMetadata"].get(
        "id"
    ):
        yield Assignment(
            "/objectMetadata.id", value["objectMetadata"]["id"], is_exact=True
        )


def parse_headers(texts: Sequence[str] | None) -> Headers:
    """The headers of `--header 'K: V'`. Raises UsageError for what is not one."""
    return tuple(_header(text) for text in texts or ())


def _header(text: str) -> tuple[str, str]:
    found = _HEADER.match(text)
    if not found:
        raise UsageError(
            f"--header '{text}' is not a header", hint="write --header 'Name: value'"
        )
    if found[1].lower() in _HTTPS_OWN:
        raise UsageError(f"--header '{found[1]}' is for HTTP itself to say")
    try:
        found[2].encode("latin-1")
    except UnicodeEncodeError as error:
        raise UsageError(f"--header '{text}' holds what HTTP can't carry") from error
    return found[1], found[2].rstrip()
