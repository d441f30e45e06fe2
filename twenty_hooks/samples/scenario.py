"""Invent the scenario of a sample: the people, the company, the city and the times.

All values of a sample are from one scenario, so that they agree: the person works for
the company, has an e-mail address at its domain and a phone number of its city; times
are in the right order. Pure: randomness and the current time are arguments.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, TypeVar

from twenty_hooks.samples import vocabulary
from twenty_hooks.samples.vocabulary import City
from twenty_hooks.text import js_json, units

Era = Literal["2.x", "1.8", "0.55", "documented"]
Actor = Literal["key", "user"]
T = TypeVar("T")

_MINUTE_MS = 60_000
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the CRM, or a member of the workspace."""

    id: str
    first_name: str
    last_name: str
    email: str

    @property
    def name(self) -> str:
        """The first and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """The values that records share. Times are Unix milliseconds."""

    random: Random
    era: Era
    actor: Actor
    now_ms: int
    created_ms: int
    written_ms: int
    city: City
    company_name: str
    company_id: str
    domain: str
    person: Person
    member: Person
    user_id: str
    api_key_name: str
    workspace_id: str

    @classmethod
    def invent(
        cls, random: Random, *, now_ms: int, era: Era, actor: Actor, is_new: bool
    ) -> Scenario:
        """Return a scenario; with is_new the record was created just now."""

        def new_id() -> str:
            return str(uuid.UUID(int=random.getrandbits(128), version=4))

        # Twenty delivers a little after the write.
        written_ms = now_ms - random.randint(20, 400)
        age_ms = random.randint(_MINUTE_MS, 90 * _DAY_MS)
        trade = random.choice(vocabulary.COMPANY_TRADES)
        company = f"{random.choice(vocabulary.COMPANY_NAMES)} {trade}"
        domain = slug(company).replace("-", "") + ".example"
        first, last = (
            random.choice(vocabulary.FIRST_NAMES),
            random.choice(vocabulary.LAST_NAMES),
        )
        mailbox = random.choice(
            (
                slug(first),
                f"{slug(first)}.{slug(last)}",
                f"{slug(first)[0]}.{slug(last)}",
            )
        )
        member_first, _, member_last = random.choice(vocabulary.MEMBERS).partition(" ")
        return cls(
            random=random,
            era=era,
            actor=actor,
            now_ms=now_ms,
            created_ms=written_ms if is_new else written_ms - age_ms,
            written_ms=written_ms,
            city=random.choice(vocabulary.CITIES),
            company_name=company,
            company_id=new_id(),
            domain=domain,
            person=Person(new_id(), first, last, f"{mailbox}@{domain}"),
            member=Person(
                new_id(),
                member_first,
                member_last,
                f"{slug(member_first)}@crm.example",
            ),
            user_id=new_id(),
            api_key_name=random.choice(vocabulary.API_KEYS),
            workspace_id=new_id(),
        )

    def id(self) -> str:
        """Return a new UUID v4."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def choose(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return self.random.choice(choices)

    def moment(self, days: float = 0) -> str:
        """Return an ISO time some days from now, on the hour, as people plan."""
        hour_ms = 3_600_000
        return units.to_iso((self.now_ms + int(days * _DAY_MS)) // hour_ms * hour_ms)

    def day(self, days: int) -> str:
        """Return midnight UTC of a day, some days from now."""
        return units.to_iso(self.now_ms // _DAY_MS * _DAY_MS + days * _DAY_MS)

    def before_write(self, milliseconds: int) -> str:
        """Return an ISO time some milliseconds before the record was written."""
        return units.to_iso(self.written_ms - milliseconds)

    def digits(self, pattern: str) -> str:
        """Return the pattern with a random digit for each `#`."""
        return re.sub("#", lambda _: str(self.random.randrange(10)), pattern)

    def actor_value(self) -> dict[str, Any]:
        """Return the value of createdBy and updatedBy: the API key, or the member."""
        if self.actor == "key":
            return _actor("API", None, self.api_key_name)
        return _actor("MANUAL", self.member.id, self.member.name)

    def links(self, url: str, label: str = "") -> dict[str, Any]:
        """Return a value of the LINKS type."""
        secondary: list[Any] | None = None if self.era == "1.8" else []
        return {
            "primaryLinkLabel": label,
            "primaryLinkUrl": url,
            "secondaryLinks": secondary,
        }

    def emails(self, primary: str) -> dict[str, Any]:
        """Return a value of the EMAILS type."""
        return {"primaryEmail": primary, "additionalEmails": []}

    def phones(self) -> dict[str, Any]:
        """Return a value of the PHONES type, with a number of the city."""
        return {
            "primaryPhoneNumber": self.digits(self.city.phone),
            "primaryPhoneCountryCode": self.city.country_code,
            "primaryPhoneCallingCode": self.city.calling_code,
            "additionalPhones": None if self.era == "1.8" else [],
        }

    def address(self) -> dict[str, Any]:
        """Return a value of the ADDRESS type, in the city."""
        city = self.city
        return {
            "addressStreet1": f"{self.random.randint(1, 120)} {city.street}",
            "addressStreet2": "",
            "addressCity": city.name,
            "addressPostcode": city.postcode,
            "addressState": city.state,
            "addressCountry": city.country,
            "addressLat": self._numeric(city.latitude),
            "addressLng": self._numeric(city.longitude),
        }

    def currency(self, amount: int) -> dict[str, Any]:
        """Return a value of the CURRENCY type, in the currency of the city."""
        code = {"GB": "GBP", "US": "USD", "CA": "CAD", "AU": "AUD"}
        return {
            "amountMicros": self._numeric(amount * 1_000_000),
            "currencyCode": code.get(self.city.country_code, "EUR"),
        }

    def rich_text(self, text: str) -> dict[str, Any]:
        """Return a paragraph, as blocks of the editor (JSON text) and as markdown."""
        props = {"backgroundColor": "default", "textColor": "default"}
        if self.era != "2.x":
            props = {"textColor": "default", "backgroundColor": "default"}
        block = {
            "id": self.id(),
            "type": "paragraph",
            "props": {**props, "textAlignment": "left"},
            "content": [{"type": "text", "text": text, "styles": {}}],
            "children": [],
        }
        return {"blocknote": js_json.stringify([block]), "markdown": text}

    def file(self, name: str) -> list[dict[str, Any]]:
        """Return a value of the FILES type of 2.x, which contains no link."""
        extension = "." + name.rpartition(".")[2]
        return [{"fileId": self.id(), "label": name, "extension": extension}]

    def _numeric(self, value: float) -> float | str:
        # Before 2.x, a Postgres numeric was sent as the text that the driver returns.
        return value if self.era == "2.x" else js_json.number(value)


def slug(text: str) -> str:
    """Return `zoe-hartmann` for "Zoë Hartmann"."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).lower()
    letters = plain.encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _actor(source: str, member_id: str | None, name: str) -> dict[str, Any]:
    return {
        "source": source,
        "workspaceMemberId": member_id,
        "name": name,
        "context": {},
    }
