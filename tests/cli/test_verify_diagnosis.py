"""`hooks verify` shows the cause below the verdict and in JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run
from tests.support.diagnosis_cases import CHOSEN, SECRET, signed_delivery
from tests.support.recordings import deliveries_file, secrets_file
from twenty_hooks.config import secrets_file as remembered
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import Secrets
from twenty_hooks.verifier.diagnosing import Diagnosing

RECORDED = CHOSEN[0]
BODY = RECORDED.delivery.body
PRETTY = json.dumps(json.loads(BODY), indent=2, ensure_ascii=False).replace(
    "-1e-07", "-1e-7"
)


def lines(*deliveries: Delivery) -> bytes:
    return "".join(json.dumps(item.to_json()) + "\n" for item in deliveries).encode()


BAD = signed_delivery(RECORDED, BODY, body=PRETTY.encode())
GOOD = signed_delivery(RECORDED, BODY, body=BODY)
UNSIGNED = Delivery((), BODY)


def test_cause_proof_and_fix_are_shown_below_the_verdict(run: Run) -> None:
    ran = run("verify", "--secret", SECRET, stdin=lines(GOOD, BAD))
    assert ran.code == 1
    first, second, *below = ran.lines
    assert "valid" in first
    assert "mismatch" in second
    text = " ".join(line.strip() for line in below)
    assert text.startswith(
        "cause: the body was pretty-printed after it was signed (body-pretty-printed)"
    )
    assert (
        "proof: recomputing the signature over the body as compact JSON gives " in text
    )
    assert "first difference at byte 1: received '\\n" in text
    assert "fix: Verify the raw bytes of the request first" in text
    assert all(line.startswith("      ") for line in below)


def test_a_fix_is_shown_once(run: Run) -> None:
    ran = run("verify", "--secret", SECRET, stdin=lines(BAD, BAD, BAD))
    assert ran.text.count("cause: ") == 3
    assert ran.text.count("fix: ") == 1


def test_json_has_the_diagnosis_of_invalid_deliveries_only(run: Run) -> None:
    ran = run("verify", "--json", "--secret", SECRET, stdin=lines(GOOD, BAD, UNSIGNED))
    good, bad, unsigned = ran.json_lines
    assert list(good) == ["index", "event", "webhookId", "verdict", "valid"]
    assert list(bad) == [*good, "cause", "detail", "fix", "possible", "tried"]
    assert bad["cause"] == "body-pretty-printed"
    assert bad["possible"] == []
    assert bad["tried"] > 0
    assert unsigned["cause"] is None
    assert unsigned["fix"] is None
    (possible,) = unsigned["possible"]
    assert possible.keys() == {"slug", "detail", "fix"}
    assert possible["slug"] == "webhook-has-no-secret"


def test_it_can_be_turned_off(run: Run) -> None:
    ran = run("verify", "--no-diagnose", "--secret", SECRET, stdin=lines(BAD))
    assert ran.code == 1
    assert len(ran.lines) == 1
    ran = run("verify", "--no-diagnose", "--json", "--secret", SECRET, stdin=lines(BAD))
    assert "cause" not in ran.json_lines[0]


def test_a_verdict_that_says_everything_is_not_diagnosed(run: Run) -> None:
    arguments = ("verify", "--json", "--tolerance", "1s", "--secret", SECRET)
    old = signed_delivery(RECORDED, BODY, body=BODY)
    late = Delivery(old.headers, BODY, received_at_ms=1_900_000_000_000)
    (line,) = run(*arguments, stdin=lines(late)).json_lines
    assert line["verdict"] == "too-old"
    assert line["cause"] is None
    assert line["tried"] == 0
    (line,) = run("verify", "--json", stdin=lines(GOOD)).json_lines
    assert line["verdict"] == "no-secret"
    assert line["cause"] is None


def test_headers_with_other_names_stay_unsigned(run: Run) -> None:
    renamed = tuple(
        (name.replace("X-Twenty-Webhook", "X-Webhook"), value)
        for name, value in GOOD.headers
    )
    ran = run(
        "verify", "--json", "--secret", SECRET, stdin=lines(Delivery(renamed, BODY))
    )
    assert ran.code == 1
    (line,) = ran.json_lines
    assert line["verdict"] == "unsigned"
    assert line["cause"] == "headers-renamed"


def test_another_secret_is_named_by_its_webhook(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    file.write_text(json.dumps({RECORDED.webhook_id: "not-it", "w-2": SECRET}))
    ran = run("verify", "--json", "--secret-file", str(file), stdin=lines(GOOD))
    (line,) = ran.json_lines
    assert line["cause"] == "other-secret"
    assert "webhook w-2" in line["detail"]
    assert SECRET not in ran.text


def test_the_local_secret_is_tried_too(run: Run) -> None:
    local = remembered.local_secret()
    signed = signed_delivery(RECORDED, BODY, local, body=BODY)
    ran = run("verify", "--json", "--secret", "not-it", stdin=lines(signed))
    (line,) = ran.json_lines
    assert line["cause"] == "other-secret"
    assert "hooks secret" in line["detail"]
    assert local not in ran.text


def test_a_damaged_secrets_file_does_not_stop_a_diagnosis(run: Run) -> None:
    remembered.path().parent.mkdir(parents=True, exist_ok=True)
    remembered.path().write_text("{")
    ran = run("verify", "--json", "--secret", SECRET, stdin=lines(BAD))
    assert ran.json_lines[0]["cause"] == "body-pretty-printed"


def test_the_recordings_of_2_21(run: Run) -> None:
    ran = run(
        "verify",
        str(deliveries_file("2.21")),
        "--secret-file",
        str(secrets_file("2.21")),
        "--json",
    )
    told = [line for line in ran.json_lines if line["verdict"] == "mismatch"]
    assert [line["event"] for line in told] == ["pet.created"] * 2
    for line in told:
        assert line["cause"] is None
        assert [item["slug"] for item in line["possible"]] == ["twenty-dropped-key"]
    assert all("cause" not in line for line in ran.json_lines if line["valid"])


def test_escape_sequences_in_a_body_are_escaped(run: Run) -> None:
    hostile = Delivery(GOOD.headers, BODY.replace(b"Acme", b"A\x1b]52;c;AA\x07"))
    ran = run("verify", "--secret", SECRET, stdin=lines(hostile))
    assert b"\x1b" not in ran.stdout


def test_the_short_form() -> None:
    secrets = Secrets(given=(SECRET,))
    diagnosing = Diagnosing(secrets)

    def short(delivery: Delivery) -> str | None:
        return diagnosing.short(secrets.verify(delivery))

    assert short(GOOD) is None
    assert short(BAD) == (
        "cause: the body was pretty-printed after it was signed (body-pretty-printed)"
    )
    assert short(UNSIGNED) == (
        "possible: the webhook has no secret, so Twenty does not sign its deliveries"
    )
    other = signed_delivery(RECORDED, BODY, "another", body=BODY)
    assert (short(other) or "").startswith("probably signed with another secret: ")
