"""The deliveries of the demo: the life of one person, then a forged delivery."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from twenty_hooks import samples
from twenty_hooks.client.request import OutgoingRequest, Target, headers_as_twenty
from twenty_hooks.protocol import events
from twenty_hooks.protocol.signature import VerdictName, sign_now
from twenty_hooks.text import units

_ADA: dict[str, object] = {
    "name.firstName": "Ada",
    "name.lastName": "Lovelace",
    "emails.primaryEmail": "ada@analytical.example",
    "emails.additionalEmails": [],
    "linkedinLink.primaryLinkUrl": "",
    "jobTitle": "Mathematician",
    "phones.primaryPhoneNumber": "7911123456",
    "phones.primaryPhoneCountryCode": "GB",
    "phones.primaryPhoneCallingCode": "+44",
    "companyId": None,
}
_NEW_JOB = "Chief Mathematician"
_TAMPERED_JOB = "Thief Mathematician"
_PROMOTED = samples.Overrides.of({"jobTitle": _NEW_JOB})


@dataclass(frozen=True, slots=True)
class Step:
    """One delivery of the demo.

    `title` tells what happens in Twenty. A tampered body is changed after signing.
    """

    title: str
    event: str
    record: dict[str, object]
    overrides: samples.Overrides = samples.Overrides()  # noqa: RUF009 - frozen
    is_tampered: bool = False

    @property
    def expected(self) -> tuple[VerdictName, int]:
        """The verdict, and the status of the response."""
        return ("mismatch", 401) if self.is_tampered else ("valid", 200)

    def request(self, target: Target, secret: str) -> OutgoingRequest:
        """Return the signed request of this step."""
        sample = samples.wrap(
            self.event,
            self.record,
            random=Random(self.event),  # noqa: S311 - nothing secret
            now_ms=units.now_ms(),
            overrides=self.overrides,
            target_url=target.url,
        )
        signature = sign_now(sample.body, secret)
        body = sample.body
        if self.is_tampered:
            body = body.replace(_NEW_JOB.encode(), _TAMPERED_JOB.encode())
        headers = headers_as_twenty(target, body, signature, era=sample.era)
        return OutgoingRequest(target, headers, body)


def steps() -> Iterator[Step]:
    """Yield the steps, in order."""
    now_ms = units.now_ms()
    created = samples.compose(
        "person.created",
        random=Random("demo"),  # noqa: S311 - nothing secret
        now_ms=now_ms,
        overrides=samples.Overrides.of(_ADA),
    )
    record = dict(events.parse(created.body).record or {})
    now = units.to_iso(now_ms)
    deleted = {**record, "deletedAt": now, "updatedAt": now}
    yield Step("A user creates a person in Twenty,", "person.created", record)
    yield Step("changes the job title,", "person.updated", record, _PROMOTED)
    yield Step("and deletes the person.", "person.deleted", deleted)
    yield Step(
        "An attacker changes one letter of a signed body:",
        "person.updated",
        record,
        _PROMOTED,
        is_tampered=True,
    )
