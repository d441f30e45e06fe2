"""Servers that fail, lie or never finish: told exactly, and nothing done twice."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.fake_twenty import FakeTwenty
from tests.fake_twenty.faults import BAD_GATEWAY, Fault
from tests.fake_twenty.fixtures import MakeTwenty
from tests.support.tls import tls_server
from twenty_hooks.config import secrets_file
from twenty_hooks.errors import NoAnswer
from twenty_hooks.twenty_api import Transport

pytestmark = pytest.mark.usefixtures("workspace")

URL = "https://example.com/hooks"
SOON = ("--timeout", "300ms")


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (Fault("stall"), "timeout", "did not answer within 300 ms"),
        (Fault("trickle"), "timeout", "did not finish its answer within 300 ms"),
        (Fault("reset"), "connection-lost", "was reset before the answer"),
        (Fault("half-body"), "connection-lost", "broke off half-way"),
        (
            Fault("hang-up"),
            "connection-lost",
            "closed the connection without an answer",
        ),
        (Fault("garbage"), "not-http", "is not HTTP"),
        (BAD_GATEWAY, "server-error", "502 Bad Gateway with a page"),
        (Fault(body=b"[{]"), "invalid-answer", "not JSON"),
        (Fault(body=b"\xff\xfe"), "invalid-answer", "not UTF-8"),
        (Fault(body=b"[" * 100_000), "invalid-answer", "nested too deeply"),
        (
            Fault(body=b"[]", headers=(("content-encoding", "gzip"),)),
            "invalid-answer",
            "can't be unpacked",
        ),
    ],
)
def test_what_went_wrong_is_told_exactly(
    twenty: FakeTwenty, run: Run, fault: Fault, code: str, words: str
) -> None:
    twenty.fault = fault
    ran = run("list", *SOON, "--json")
    error = json.loads(ran.stderr)["error"]
    assert ran.code == 5
    assert error["code"] == code
    assert words in error["message"]
    assert error["hint"]
    assert ran.text == ""


def test_a_wrong_content_type_is_forgiven(any_twenty: FakeTwenty, run: Run) -> None:
    row = any_twenty.add()
    body = any_twenty.reply_to("GET", "/rest/webhooks").body
    any_twenty.fault = Fault(content_type="text/plain", body=body)
    assert [each["id"] for each in run("list", "--json").json] == [row["id"]]


def test_ten_megabytes_of_json(twenty: FakeTwenty, run: Run) -> None:
    row = twenty.add(description="x" * 10_000_000)
    ran = run("list", "--json")
    assert [each["id"] for each in ran.json] == [row["id"]]


def test_an_answer_without_end_is_cut_off(twenty: FakeTwenty) -> None:
    twenty.fault = Fault(body=b" " * 200_000)
    transport = Transport(
        twenty.origin, None, timeout_ms=30_000, max_answer_bytes=100_000
    )
    with pytest.raises(NoAnswer, match=r"more than 100\.0 kB") as caught:
        transport.send("GET", "/rest/webhooks")
    transport.close()
    assert caught.value.code == "answer-too-large"


@pytest.mark.parametrize("era", ["0.55", "2.21"])  # in pages, and in one piece
def test_ten_thousand_webhooks(fake_twenty: MakeTwenty, run: Run, era: str) -> None:
    fake = fake_twenty(era)
    for number in range(10_000):
        fake.add(targetUrl=f"https://example.com/{number}")
    ran = run("list")
    assert ran.code == 0
    assert len(ran.lines) == 10_001
    assert all(f"/{number}\n" in ran.text for number in (0, 5_000, 9_999))


def test_cursors_in_circles_come_to_an_end(fake_twenty: MakeTwenty, run: Run) -> None:
    fake = fake_twenty("0.55")
    fake.add()
    page = json.loads(fake.reply_to("GET", "/rest/webhooks").body)
    page["pageInfo"]["hasNextPage"] = True
    fake.fault = Fault(body=json.dumps(page).encode())
    assert len(run("list", "--json").json) == 1
    assert len(fake.seen("GET")) <= 4


def test_pages_without_end_are_no_list(
    fake_twenty: MakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twenty_hooks.twenty_api.client._MAX_PAGES", 3)
    fake = fake_twenty("0.55")
    for _ in range(200):
        fake.add()
    ran = run("list")
    assert ran.code == 5
    assert "has no end" in ran.stderr


# A POST whose answer got lost


@pytest.mark.parametrize(
    "fault",
    [
        Fault("stall", after=True, methods=("POST",)),
        Fault("reset", after=True, methods=("POST",)),
        Fault("half-body", after=True, methods=("POST",)),
        Fault(
            status=502,
            content_type="text/html",
            body=BAD_GATEWAY.body,
            after=True,
            methods=("POST",),
        ),
        Fault(body=b"", after=True, methods=("POST",)),
    ],
)
@pytest.mark.parametrize("signed", [True, False])
def test_a_lost_answer_is_found_by_our_own_secret(
    any_twenty: FakeTwenty, run: Run, fault: Fault, signed: bool
) -> None:
    older = any_twenty.add(operations=["note.created"], secret="")
    any_twenty.fault = fault
    words = () if signed else ("--unsigned",)
    ran = run("create", URL, "-o", "note.created", *words, *SOON, "--json")
    assert ran.code == 0
    assert len(any_twenty.seen("POST")) == 1
    (made,) = [row for row in any_twenty.rows.values() if row["id"] != older["id"]]
    assert (ran.json["id"], ran.json["secret"]) == (made["id"], made["secret"])
    assert ran.json["warnings"][0]["code"] == "answer-lost"
    assert (made["id"] in secrets_file.load().webhooks) is signed


@pytest.mark.parametrize("kind", ["stall", "reset", "half-body"])
def test_a_lost_request_is_not_repeated(
    any_twenty: FakeTwenty, run: Run, kind: str
) -> None:
    any_twenty.fault = Fault(kind, methods=("POST",))  # type: ignore[arg-type]
    ran = run("create", URL, *SOON)
    assert ran.code == 5
    assert "the list does not show the webhook: it was not created" in ran.stderr
    assert len(any_twenty.seen("POST")) == 1
    assert any_twenty.rows == {}


def test_where_nothing_can_be_known_that_is_said(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = twenty.reply

    def dies_after_the_post(request: object) -> object:
        if twenty.seen("POST"):
            twenty.fault = Fault("reset")
        return real(request)  # type: ignore[arg-type]

    monkeypatch.setattr(twenty, "reply", dies_after_the_post)
    twenty.fault = Fault("reset", after=True, methods=("POST",))
    ran = run("create", URL)
    assert ran.code == 5
    assert "it is not known whether the webhook was created" in ran.stderr
    assert "hooks list" in ran.stderr


def test_a_refused_post_is_not_looked_for(twenty: FakeTwenty, run: Run) -> None:
    run("create", "example.com")
    assert len(twenty.seen("GET")) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("update", "--description", "x"), "whether the webhook was changed"),
        (("delete", "--yes"), "whether the webhook was deleted"),
    ],
)
def test_a_lost_change_is_told_as_unknown(
    twenty: FakeTwenty, run: Run, words: tuple[str, ...], told: str
) -> None:
    row = twenty.add()
    twenty.fault = Fault("stall", methods=("PATCH", "DELETE"))
    ran = run(words[0], str(row["id"]), *words[1:], *SOON)
    assert ran.code == 5
    assert f"it is not known {told}" in ran.stderr


def test_a_webhook_that_can_not_be_read_back_is_still_shown(
    twenty: FakeTwenty, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = twenty.reply

    def fails_after_the_post(request: object) -> object:
        if twenty.seen("POST"):
            twenty.fault = Fault("reset", methods=("GET",))
        return real(request)  # type: ignore[arg-type]

    monkeypatch.setattr(twenty, "reply", fails_after_the_post)
    ran = run("create", URL, "--json")
    (row,) = twenty.rows.values()
    assert ran.code == 0
    assert ran.json["secret"] == row["secret"]
    assert ran.json["warnings"][0]["code"] == "not-read-back"


def test_a_secret_that_can_not_be_remembered_is_still_shown(
    twenty: FakeTwenty, run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWENTY_HOOKS_CONFIG_DIR", "/dev/null/nowhere")
    ran = run("create", URL, "-o", "person.created", "--json")
    (row,) = twenty.rows.values()
    assert ran.code == 0
    assert ran.json["secret"] == row["secret"]
    assert [each["code"] for each in ran.json["warnings"]] == ["not-remembered"]
    people = run("create", f"{URL}/2", "-o", "person.created")
    assert "not remembered here" in people.stderr
    assert "the secret is remembered" not in people.stderr


# Where there is no server at all


def test_nothing_listens(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    ran = run("list", "--api-url", f"http://127.0.0.1:{port}")
    assert ran.code == 5
    assert f"nothing listens at 127.0.0.1:{port} (connection refused)" in ran.stderr


def test_no_such_host(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: object, **_options: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    ran = run("list", "--api-url", "https://crm.example")
    assert ran.code == 5
    assert "there is no host called crm.example (DNS)" in ran.stderr


def test_plain_http_behind_https(twenty: FakeTwenty, run: Run) -> None:
    ran = run("list", "--api-url", twenty.origin.replace("http:", "https:"))
    assert ran.code == 5
    assert "does not speak TLS as it should" in ran.stderr
    assert "--api-url http://127.0.0.1" in ran.stderr


def test_a_certificate_that_is_not_trusted(run: Run) -> None:
    with tls_server() as port:
        ran = run("list", "--api-url", f"https://localhost:{port}")
        assert ran.code == 5
        assert "the certificate of localhost" in ran.stderr
        assert "self-signed certificate" in ran.stderr
        assert "--insecure" in ran.stderr
        trusting = run("list", "--api-url", f"https://localhost:{port}", "--insecure")
        assert trusting.code == 0
