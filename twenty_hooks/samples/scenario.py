"""One invented scene that a sample is taken from: who, where, when, and in which era.

Everything in a sample comes from one scene, so that it agrees: the person works for
the company, has an address at its domain and a phone of its city; times run in the
right order. Pure: the randomness and the present moment are arguments.
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
from twenty_hooks.samples.vocabulary import Place
from twenty_hooks.text import js_json, units

Era = Literal["2.x", "1.8", "0.55", "documented"]
Actor = Literal["key", "user"]
T = TypeVar("T")

_MINUTE_MS = 60_000
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, or a member of the workspace."""

    id: str
    first_name: str
    last_name: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Scene:
    """The values that records share. Moments are Unix ms; the write comes last."""

    random: Random
    era: Era
    actor: Actor
    now_ms: int
    created_ms: int
    written_ms: int
    place: Place
    company_name: str
    company_id: str
    domain: str
    person: Someone
    member: Someone
    user_id: str
    api_key_name: str
    workspace_id: str

    @classmethod
    def invent(
        cls, random: Random, *, now_ms: int, era: Era, actor: Actor, is_new: bool
    ) -> Scene:
        """is_new: the record was written for the first time just now."""

        def made_id() -> str:
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
            place=random.choice(vocabulary.PLACES),
            company_name=company,
            company_id=made_id(),
            domain=domain,
            person=Someone(made_id(), first, last, f"{mailbox}@{domain}"),
            member=Someone(
                made_id(),
                member_first,
                member_last,
                f"{slug(member_first)}@crm.example",
            ),
            user_id=made_id(),
            api_key_name=random.choice(vocabulary.API_KEYS),
            workspace_id=made_id(),
        )

    def id(self) -> str:
        """Another UUID v4."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def choose(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def moment(self, days: float = 0) -> str:
        """ISO 8601, so many days from now, as a person would plan it: on the hour."""
        hour_ms = 3_600_000
        return units.to_iso((self.now_ms + int(days * _DAY_MS)) // hour_ms * hour_ms)

    def day(self, days: int) -> str:
        """Midnight UTC of a day, so many days from now."""
        return units.to_iso(self.now_ms // _DAY_MS * _DAY_MS + days * _DAY_MS)

    def before_write(self, milliseconds: int) -> str:
        return units.to_iso(self.written_ms - milliseconds)

    def digits(self, pattern: str) -> str:
        """The pattern with a random digit for each `#`."""
        return re.sub("#", lambda _: str(self.random.randrange(10)), pattern)

    def actor_value(self) -> dict[str, Any]:
        """createdBy, updatedBy: the API key, or the member of the workspace."""
        if self.actor == "key":
            return _actor("API", None, self.api_key_name)
        return _actor("MANUAL", self.member.id, self.member.name)

    def links(self, url: str, label: str = "") -> dict[str, Any]:
        secondary: list[Any] | None = None if self.era == "1.8" else []
        return {
            "primaryLinkLabel": label,
            "primaryLinkUrl": url,
            "secondaryLinks": secondary,
        }

    def emails(self, primary: str) -> dict[str, Any]:
        return {"primaryEmail": primary, "additionalEmails": []}

    def phones(self) -> dict[str, Any]:
        return {
            "primaryPhoneNumber": self.digits(self.place.phone),
            "primaryPhoneCountryCode": self.place.country_code,
            "primaryPhoneCallingCode": self.place.calling_code,
            "additionalPhones": None if self.era == "1.8" else [],
        }

    def address(self) -> dict[str, Any]:
        place = self.place
        return {
            "addressStreet1": f"{self.random.randint(1, 120)} {place.street}",
            "addressStreet2": "",
            "addressCity": place.city,
            "addressPostcode": place.postcode,
            "addressState": place.state,
            "addressCountry": place.country,
            "addressLat": self._numeric(place.latitude),
            "addressLng": self._numeric(place.longitude),
        }

    def currency(self, units_of_money: int) -> dict[str, Any]:
        code = {"GB": "GBP", "US": "USD", "CA": "CAD", "AU": "AUD"}
        return {
            "amountMicros": self._numeric(units_of_money * 1_000_000),
            "currencyCode": code.get(self.place.country_code, "EUR"),
        }

    def rich_text(self, text: str) -> dict[str, Any]:
        """A paragraph, both as the editor's blocks (JSON text) and as markdown."""
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
        """The FILES type of 2.x: what is stored, never a link to it."""
        extension = "." + name.rpartition(".")[2]
        return [{"fileId": self.id(), "label": name, "extension": extension}]

    def _numeric(self, value: float) -> float | str:
        # Before 2.x a Postgres numeric travelled as the text the driver gives.
        return value if self.era == "2.x" else js_json.number(value)


def slug(text: str) -> str:
    """`zoe-hartmann` of "Zoë Hartmann"."""
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
