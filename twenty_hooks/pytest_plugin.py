"""The pytest plugin: signed deliveries for tests of one's own receiver, offline.

    def test_a_person_is_stored(client, twenty_delivery):
        delivery = twenty_delivery("person.created")
        answer = client.post("/webhooks/twenty", content=delivery.body,
                             headers=delivery.headers)
        assert answer.status_code == 200

    @pytest.mark.twenty_deliveries("captures/*.jsonl")
    def test_what_came_is_understood(client, twenty_recorded): ...

`twenty_secret` signs them all: override it with the secret of the receiver. The
rest of the package is loaded with the first delivery that is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pytest

if TYPE_CHECKING:
    from twenty_hooks.deliveries.delivery import Delivery
    from twenty_hooks.protocol.events import Event

MARKER = "twenty_deliveries"
RECORDED = "twenty_recorded"
_DEFAULT_SECRET = "twenty-hooks-test-secret"  # noqa: S105 - opens nothing
_STALE_MS = 600_000
_MARKER_HELP = (
    f"{MARKER}(*patterns, as_received=False): run the test once for each recorded "
    f"delivery in these files, given as {RECORDED}; signed anew with twenty_secret "
    "unless as_received."
)
# The last character of a text value: changing it leaves JSON what it is.
_END_OF_TEXT = re.compile(rb'(?<!\\)[0-9A-Za-z](?="\s*[,}\]])')
# A test client makes these itself, from what it sends.
_CLIENTS_OWN = frozenset(
    {"accept-encoding", "connection", "content-length", "host", "transfer-encoding"}
)


@dataclass(frozen=True, slots=True)
class TwentyDelivery:
    """A delivery to post to a receiver.

    body: the exact bytes. headers: for a test client, which adds its own Host and
    Content-Length. secret: what it is signed with.
    """

    body: bytes
    headers: dict[str, str]
    secret: str = field(repr=False)

    @property
    def event(self) -> Event:
        """The body, read: `.name`, `.record`, `.updated_fields`, `.webhook_id`."""
        from twenty_hooks import api

        return api.parse(self.body)

    @property
    def json(self) -> Any:
        """The JSON value of the body; None when it is not JSON."""
        return self.event.value

    def tampered(self) -> TwentyDelivery:
        """One character of the body is another: it has to be refused."""
        return replace(self, body=_tampered(self.body))

    def stale(self, age_ms: int = _STALE_MS) -> TwentyDelivery:
        """Signed rightly, that long ago: a replay, to be refused."""
        return _signed(self, age_ms)

    def unsigned(self) -> TwentyDelivery:
        """Without the headers of a signature, as from a webhook without a secret."""
        from twenty_hooks.protocol import signature

        names = {
            signature.TIMESTAMP_HEADER.lower(),
            signature.SIGNATURE_HEADER.lower(),
            signature.NONCE_HEADER.lower(),
        }
        kept = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in names
        }
        return replace(self, headers=kept)

    def duplicate(self) -> TwentyDelivery:
        """The same body once more, signed anew: what Twenty sends after a crash."""
        return _signed(self, 0)


class TwentyDeliveryFactory(Protocol):
    """What the `twenty_delivery` fixture is."""

    def __call__(
        self,
        event: str = "person.created",
        *,
        set: Mapping[str, Any] | None = None,  # noqa: A002 - `hooks sample --set`
        unset: Sequence[str] = (),
        secret: str | None = None,
        era: Literal["2.x", "1.8", "0.55", "documented"] = "2.x",
        actor: Literal["key", "user"] = "key",
        target_url: str = "https://example.com/hooks/twenty",
        seed: int | str | None = None,
    ) -> TwentyDelivery: ...


@pytest.fixture
def twenty_secret() -> str:
    """The secret that signs: override this fixture with the receiver's own."""
    return _DEFAULT_SECRET


@pytest.fixture
def twenty_delivery(
    request: pytest.FixtureRequest, twenty_secret: str
) -> TwentyDeliveryFactory:
    """Make realistic signed deliveries: twenty_delivery("person.updated", set={...}).

    Each call invents another record, the same ones on each run of the test.
    """
    calls = 0

    def make(
        event: str = "person.created",
        *,
        secret: str | None = None,
        seed: int | str | None = None,
        **options: Any,
    ) -> TwentyDelivery:
        from twenty_hooks import api

        nonlocal calls
        calls += 1
        chosen = twenty_secret if secret is None else secret
        made = api.sample(
            event,
            secret=chosen,
            seed=f"{request.node.nodeid} {calls}" if seed is None else seed,
            **options,
        )
        return TwentyDelivery(made.body, _headers(made), chosen)

    return make


@dataclass(frozen=True, slots=True)
class _Recorded:
    """One recorded delivery, and whether to leave its signature alone."""

    delivery: Delivery
    as_received: bool


@pytest.fixture
def twenty_recorded(
    request: pytest.FixtureRequest, twenty_secret: str
) -> TwentyDelivery:
    """A recorded delivery: one for each that the twenty_deliveries marker finds."""
    recorded = getattr(request, "param", None)
    if not isinstance(recorded, _Recorded):
        pytest.fail(
            f"{RECORDED} needs @pytest.mark.{MARKER}('captures/*.jsonl') on the test",
            pytrace=False,
        )
    delivery = TwentyDelivery(
        recorded.delivery.body, _headers(recorded.delivery), twenty_secret
    )
    return delivery if recorded.as_received else _signed(delivery, 0)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, also to --strict-markers."""
    config.addinivalue_line("markers", _MARKER_HELP)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a marked test once for each delivery in its files."""
    marker = metafunc.definition.get_closest_marker(MARKER)
    if marker is None:
        return
    if RECORDED not in metafunc.fixturenames:
        raise _error(metafunc, f"a test marked {MARKER} takes the argument {RECORDED}")
    unknown = sorted(marker.kwargs.keys() - {"as_received"})
    if unknown or not marker.args:
        raise _error(
            metafunc,
            f"write @pytest.mark.{MARKER}('captures/*.jsonl', as_received=False)"
            + (f": there is no '{unknown[0]}'" if unknown else ""),
        )
    as_received = bool(marker.kwargs.get("as_received", False))
    found = [
        (f"{name or 'no-event-name'}-{number}", _Recorded(delivery, as_received))
        for number, (name, delivery) in enumerate(_found(metafunc, marker.args))
    ]
    metafunc.parametrize(
        RECORDED,
        [recorded for _, recorded in found],
        ids=[name for name, _ in found],
        indirect=True,
    )


def _found(
    metafunc: pytest.Metafunc, patterns: Sequence[str]
) -> Iterator[tuple[str | None, Delivery]]:
    from twenty_hooks.errors import HooksError
    from twenty_hooks.formats import reader
    from twenty_hooks.protocol import events

    for path in _files(metafunc, patterns):
        count = 0
        with path.open("rb") as stream:
            try:
                for item in reader.deliveries(stream, "auto", str(path)):
                    if isinstance(item, reader.Problem):
                        raise _error(metafunc, f"{path}:{item.line}: {item.reason}")
                    count += 1
                    yield events.parse(item.delivery.body).name, item.delivery
            except HooksError as error:
                raise _error(metafunc, error.message) from error
        if not count:
            raise _error(metafunc, f"{path}: there is no delivery in it")


def _files(metafunc: pytest.Metafunc, patterns: Sequence[str]) -> list[Path]:
    """Beside the test file, else below pytest's root directory; sorted."""
    places = (metafunc.definition.path.parent, metafunc.config.rootpath)
    files: list[Path] = []
    for pattern in patterns:
        matching = next(filter(None, (_glob(place, pattern) for place in places)), [])
        if not matching:
            below = " or ".join(dict.fromkeys(map(str, places)))
            raise _error(metafunc, f"no file matches '{pattern}' below {below}")
        files += matching
    return list(dict.fromkeys(files))


def _glob(place: Path, pattern: str) -> list[Path]:
    path = Path(pattern)
    if path.is_absolute():
        place, pattern = Path(path.anchor), str(path.relative_to(path.anchor))
    return sorted(found for found in place.glob(pattern) if found.is_file())


def _error(metafunc: pytest.Metafunc, message: str) -> pytest.Collector.CollectError:
    return pytest.Collector.CollectError(f"{metafunc.definition.nodeid}: {message}")


def _headers(delivery: Delivery) -> dict[str, str]:
    return {
        name: value
        for name, value in delivery.headers
        if name.lower() not in _CLIENTS_OWN
    }


def _signed(delivery: TwentyDelivery, age_ms: int) -> TwentyDelivery:
    from twenty_hooks.protocol import signature
    from twenty_hooks.text import units

    signed = signature.sign_now(
        delivery.body, delivery.secret, timestamp_ms=units.now_ms() - age_ms
    )
    return replace(delivery, headers=delivery.unsigned().headers | dict(signed))


def _tampered(body: bytes) -> bytes:
    ends = list(_END_OF_TEXT.finditer(body))
    if not ends:
        return body + b" "
    at = ends[-1].start()
    other = b"0" if body[at : at + 1] != b"0" else b"1"
    return body[:at] + other + body[at + 1 :]
