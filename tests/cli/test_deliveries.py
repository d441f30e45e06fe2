"""`hooks deliveries`, and other commands that take a stored delivery."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.conftest import Run, hooks_command
from tests.support import recordings
from tests.support.receiving import receiver
from twenty_hooks.config import secrets_file
from twenty_hooks.deliveries.delivery import Delivery, from_json
from twenty_hooks.deliveries.verification import ReceivedDelivery, Secrets
from twenty_hooks.protocol.signature import signed_headers
from twenty_hooks.store import Store
from twenty_hooks.system import paths

SECRET = "s3cret"
T = "2026-07-15T09:30:{:02d}.000Z"


def delivery(
    event: str,
    record: dict[str, Any],
    at: int,
    *,
    fields: list[str] | None = None,
    path: str = "/hook",
    secret: str = SECRET,
) -> Delivery:
    value: dict[str, Any] = {"eventName": event, "webhookId": "w1", "record": record}
    if fields is not None:
        value["updatedFields"] = fields
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    headers = (("Host", "x"), *signed_headers(body, secret, str(at), "00" * 16))
    return Delivery(headers, body, path=path, received_at_ms=at)


ADA = {"id": "p1", "updatedAt": T.format(1), "name": "Ada", "job": "CTO"}
CREATED = delivery("person.created", ADA, 1_784_107_801_000)
UPDATED = delivery(
    "person.updated",
    {**ADA, "updatedAt": T.format(2), "job": "CEO", "accessToken": "T0P"},
    1_784_107_802_000,
    fields=["job"],
    path="/hook?key=T0P",
)
FORGED = delivery(
    "company.created",
    {"id": "c1", "name": "\x1b[2J홍길동"},
    1_784_107_803_000,
    secret="x",
)


def keep(*found: tuple[str, Delivery, int | None]) -> None:
    secrets = Secrets(given=(SECRET,))
    with Store(paths.store_file(), writable=True) as store:
        store.add(
            (name, ReceivedDelivery(secrets.verify(one), status))
            for name, one, status in found
        )


@pytest.fixture
def kept() -> None:
    keep(
        ("aaaa1111", CREATED, 200),
        ("aabb2222", UPDATED, 200),
        ("cccc3333", FORGED, 401),
    )


@pytest.mark.parametrize("arguments", [("deliveries",), ("deliveries", "list")])
def test_list(run: Run, kept: None, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.stderr) == (0, "")
    assert [line.split()[2] for line in ran.lines] == [
        *("cccc3333", "aabb2222", "aaaa1111")
    ]
    row = re.split(r"\s{2,}", ran.lines[0])
    name = "\\x1b[2J홍길동"
    assert row[2:] == ["✗ mismatch", "company.created", name, "97 B", "→ 401"]
    assert "✓ valid" in ran.lines[1]


def test_the_group_takes_store_and_json(run: Run, kept: None, tmp_path: Path) -> None:
    assert len(run("deliveries", "--json").json_lines) == 3
    none = run("deliveries", "--json", "--store", str(tmp_path / "none.db"))
    assert (none.code, none.text) == (0, "")
    named = run("deliveries", "--store", str(paths.store_file()))
    assert len(named.lines) == 3


@pytest.mark.parametrize("option", [("--store", "x.db"), ("--json",)])
def test_an_option_before_the_command_is_an_error(
    run: Run, kept: None, option: tuple[str, ...]
) -> None:
    ran = run("deliveries", *option, "list")
    assert (ran.code, ran.text) == (2, "")
    assert f"{option[0]} must follow the command: hooks deliveries list" in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("prune", "--to-size", "huge"),
        ("export", "@1", "--since", "1h"),
        ("import", os.devnull),
    ],
)
def test_usage_errors_point_to_the_help_of_the_command(
    run: Run, kept: None, arguments: tuple[str, ...]
) -> None:
    ran = run("deliveries", *arguments)
    assert ran.code == 2
    assert f"hint: see 'hooks deliveries {arguments[0]} --help'\n" in ran.stderr


def test_list_as_json(run: Run, kept: None) -> None:
    rows = run("deliveries", "list", "--json").json_lines
    assert list(rows[0]) == [
        *("id", "receivedAt", "event", "label", "webhookId", "recordId"),
        *("verdict", "valid", "status", "size", "forward"),
    ]
    assert rows[0]["verdict"] == "mismatch"
    assert rows[2] == {
        "id": "aaaa1111",
        "receivedAt": "2026-07-15T09:30:01.000Z",
        "event": "person.created",
        "label": "Ada",
        "webhookId": "w1",
        "recordId": "p1",
        "verdict": "valid",
        "valid": True,
        "status": 200,
        "size": len(CREATED.body),
        "forward": None,
    }


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("--event", "person.*"), ["aabb2222", "aaaa1111"]),
        (("--event", "*.created", "--event", "x.y"), ["cccc3333", "aaaa1111"]),
        (("--verdict", "mismatch"), ["cccc3333"]),
        (("--webhook", "w1", "--record", "p1"), ["aabb2222", "aaaa1111"]),
        (("--record", "none"), []),
        (("--search", "ceo"), ["aabb2222"]),
        (("--since", "2026-07-15T09:30:02Z"), ["cccc3333", "aabb2222"]),
        (("--since", "1ms"), []),
        (("--limit", "1"), ["cccc3333"]),
        (("--limit", "0"), ["cccc3333", "aabb2222", "aaaa1111"]),
    ],
)
def test_filters(
    run: Run, kept: None, arguments: tuple[str, ...], ids: list[str]
) -> None:
    rows = run("deliveries", "list", "--json", *arguments).json_lines
    assert [row["id"] for row in rows] == ids


def test_it_says_what_the_list_leaves_out(run: Run, kept: None) -> None:
    assert run("deliveries", "list", "--limit", "2").stderr == (
        "2 of 3; --limit 0 shows all\n"
    )
    ran = run("deliveries", "list", "--record", "none")
    assert (ran.code, ran.text) == (0, "")
    assert "no stored delivery matches" in ran.stderr


def test_an_empty_store(run: Run, home: Path) -> None:
    ran = run("deliveries")
    assert (ran.code, ran.text) == (0, "")
    assert "no deliveries yet; receive some with: hooks listen" in ran.stderr
    assert run("deliveries", "list", "--json").text == ""
    assert run("deliveries", "show").code == 3
    assert run("deliveries", "prune", "--older-than", "1d").code == 0
    assert run("deliveries", "export").text == ""
    assert not paths.store_file().exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("list", "--event", "person.c*"), "can never match"),
        (("list", "--verdict", "bad"), "'bad' is not a verdict"),
        (("list", "--since", "yesterday"), "neither a duration nor a time"),
        (("show", "aa"), "several deliveries begin with 'aa': aaaa1111 (person.cre"),
        (("show", "@zero"), "names no delivery"),
        (("export", "@1", "--since", "1h"), "ids or filters, not both"),
        (("prune",), "missing option: --older-than DURATION or --to-size SIZE"),
        (
            ("prune", "--older-than", "1ms"),
            "permanently remove 3 deliveries from before",
        ),
        (("prune", "--to-size", "huge"), "not a size"),
        (("nope",), "no such command"),
    ],
)
def test_usage(run: Run, kept: None, arguments: tuple[str, ...], message: str) -> None:
    ran = run("deliveries", *arguments)
    assert (ran.code, ran.text) == (2, "")
    assert message in ran.stderr
    assert "\nhint: " in ran.stderr


@pytest.mark.parametrize("word", ["zzzz", "@4"])
@pytest.mark.parametrize("command", ["show", "diff", "export"])
def test_an_unknown_delivery_is_exit_code_3(
    run: Run, kept: None, command: str, word: str
) -> None:
    ran = run("deliveries", command, word)
    assert (ran.code, ran.text) == (3, "")
    assert "among the 3 in the store" in ran.stderr
    shape = json.loads(run("deliveries", "show", word, "--json").stderr)
    assert shape["error"]["code"] == "unknown-delivery"


def test_show_has_the_changes_and_masks_secrets(run: Run, kept: None) -> None:
    ran = run("deliveries", "show", "aab")
    assert ran.code == 0
    row = re.split(r"\s{2,}", ran.lines[0])
    assert row[1:5] == ["aabb2222", "✓ valid", "person.updated", "Ada"]
    assert "accessToken also changed since aaaa1111" in ran.text
    assert [line.split() for line in ran.lines[-2:]] == [
        ["job", "CTO", "→", "CEO"],
        ["accessToken", "(missing)", "→", "[redacted]"],
    ]
    assert "T0P" not in ran.text
    assert "--no-redact shows them" in ran.stderr
    assert "T0P" in run("deliveries", "show", "aab", "--no-redact").text


@pytest.mark.parametrize("view", ["summary", "record", "full", "raw", "curl"])
def test_no_view_has_secrets_or_escape_sequences(
    run: Run, kept: None, view: str
) -> None:
    assert "T0P" not in run("deliveries", "show", "aab", "--view", view).text
    hostile = run("deliveries", "show", "@1", "--view", view)
    assert hostile.code == 0
    if view != "curl":  # in a pipe that is to be run: exactly the bytes
        assert "\x1b" not in hostile.text


def test_show_as_json_has_the_delivery_and_its_history(run: Run, kept: None) -> None:
    shape = run("deliveries", "show", "@2", "--json", "--no-redact").json
    assert shape["id"] == "aabb2222"
    assert from_json(shape) == UPDATED
    assert (shape["verdict"], shape["valid"], shape["status"]) == ("valid", True, 200)
    assert shape["history"]["earlier"] == "aaaa1111"
    assert shape["history"]["unnamed"] == ["accessToken"]
    assert {
        "path": "job",
        "kind": "changed",
        "before": "CTO",
        "after": "CEO",
    } in shape["history"]["changes"]
    masked = run("deliveries", "show", "@2", "--json")
    assert masked.json["redacted"] is True
    assert "T0P" not in masked.text


def test_a_view_can_not_be_json(run: Run, kept: None) -> None:
    ran = run("deliveries", "show", "@1", "--view", "curl", "--json")
    assert (ran.code, ran.text) == (2, "")
    assert "--view can't be used with --json" in ran.stderr


def test_diff(run: Run, kept: None) -> None:
    ran = run("deliveries", "diff", "aab")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.lines] == ["job", "accessToken"]
    assert "person.updated, from aaaa1111 (" in ran.stderr
    back = run("deliveries", "diff", "aab", "aaa")
    assert [line.split()[-1] for line in back.lines] == ["CTO", "(missing)"]
    same = run("deliveries", "diff", "aab", "aab", "--json").json
    assert (same["id"], same["earlier"], same["changes"]) == ("aabb2222",) * 2 + ([],)
    none = run("deliveries", "diff", "aaaa")
    assert (none.code, none.text) == (1, "")
    assert "no earlier state of this record is in the store" in none.stderr


def test_text_has_local_times_and_json_has_utc(
    run: Run, kept: None, in_newfoundland: None
) -> None:
    here = "2026-07-15 06:00:02"
    assert here in run("deliveries", "list").lines[1]
    assert run("deliveries", "show", "aab").lines[0].startswith(f"{here}  aabb2222")
    assert f"to aabb2222 ({here})" in run("deliveries", "diff", "aab").stderr
    assert (
        f"aabb2222 (person.updated, {here})" in run("deliveries", "show", "aa").stderr
    )
    asked = run("deliveries", "prune", "--to-size", "1b").stderr
    assert "from before 2026-07-15 06:00:0" in asked
    since = run("deliveries", "list", "--since", here, "--json").json_lines
    assert [row["id"] for row in since] == ["cccc3333", "aabb2222"]
    (shape,) = run("deliveries", "list", "--json", "--verdict", "mismatch").json_lines
    assert shape["receivedAt"] == "2026-07-15T09:30:03.000Z"


@pytest.mark.parametrize(
    ("status", "fault", "answer"),
    [
        (500, "on purpose: a failure", "→ 500, on purpose"),
        (None, "on purpose: closed without an answer", "→ no response, on purpose"),
        (200, "on purpose: no answer for 6 s", "→ late, on purpose"),
    ],
)
def test_responses_that_are_wrong_on_purpose_are_marked(
    run: Run, home: Path, status: int | None, fault: str, answer: str
) -> None:
    verified = Secrets(given=(SECRET,)).verify(CREATED)
    with Store(paths.store_file(), writable=True) as store:
        store.add([("aaaa1111", ReceivedDelivery(verified, status, fault))])
    assert run("deliveries", "show").lines[1].strip() == fault
    assert run("deliveries", "list").lines[0].endswith(f" B  {answer}")
    assert run("deliveries", "list", "--json").json["fault"] == fault


def test_show_and_list_have_the_received_size(run: Run, kept: None) -> None:
    size = f" {len(UPDATED.body)} B"
    assert size in run("deliveries", "list").lines[1]
    assert size in run("deliveries", "show", "aab").lines[0]


def test_a_redacted_delivery_is_marked_everywhere(
    run: Run, kept: None, tmp_path: Path
) -> None:
    other = ("--store", str(tmp_path / "other.db"))
    exported = run("deliveries", "export").stdout
    run("deliveries", "import", "-", *other, stdin=exported)
    assert "! redacted" in run("deliveries", "list", *other).lines[1]
    ran = run("deliveries", "show", "aab", *other)
    assert re.search(r"  ! redacted +person\.updated  ", ran.lines[0])
    assert ran.lines[1].strip().startswith("values were masked after it was received")
    forged = run("deliveries", "show", "ccc", *other)
    assert "accepted" not in ran.text + forged.text


def test_a_delivery_without_an_event_name(run: Run, home: Path) -> None:
    keep(("aaaa1111", Delivery((), b"no", received_at_ms=1), 200))
    assert "(no event name)" in run("deliveries", "list").lines[0]
    assert "(no event name)" in run("deliveries", "show").lines[0]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("columns", [40, 60, 80])
def test_the_list_fits_its_terminal(kept: None, columns: int) -> None:
    from tests.support.screens import window

    with window(
        hooks_command("deliveries", "list", "--color", "never"),
        columns=columns,
        environment={"COLUMNS": ""},
    ) as shown:
        assert shown.ends() == 0
    lines = [line.rstrip("\r") for line in shown.screen.printed.splitlines()]
    assert all(cell_len(line) <= columns for line in lines)
    assert [line.split()[2] for line in lines if line[0] != " "] == [
        *("cccc3333", "aabb2222", "aaaa1111")
    ]


def test_export_and_import_without_redaction_are_lossless(
    run: Run, kept: None, tmp_path: Path
) -> None:
    ran = run("deliveries", "export", "--no-redact")
    assert ran.stderr == "3 deliveries\n"
    assert [from_json(line) for line in ran.json_lines] == [CREATED, UPDATED, FORGED]
    assert [line["id"] for line in ran.json_lines] == [
        *("aaaa1111", "aabb2222", "cccc3333")
    ]
    checked = run("verify", "--secret", SECRET, "--json", stdin=ran.stdout)
    assert [row["verdict"] for row in checked.json_lines] == [
        *("valid", "valid", "mismatch")
    ]
    other = str(tmp_path / "other.db")
    imported = run(
        *("deliveries", "import", "-", "--store", other, "--secret", SECRET),
        stdin=ran.stdout,
    )
    assert (imported.code, imported.text) == (0, "3 imported\n")
    again = run("deliveries", "export", "--no-redact", "--store", other)
    assert again.stdout == ran.stdout
    twice = run("deliveries", "import", "-", "--store", other, stdin=ran.stdout)
    assert twice.text == "0 imported, 3 already stored\n"


def test_an_export_masks_secrets(run: Run, kept: None) -> None:
    ran = run("deliveries", "export")
    assert ran.stderr == "3 deliveries, 1 of them redacted\n"
    assert "T0P" not in ran.text
    assert [line.get("redacted", False) for line in ran.json_lines] == [
        *(False, True, False)
    ]
    checked = run("verify", "--secret", SECRET, stdin=ran.stdout)
    assert checked.code == 1
    assert "! redacted" in checked.lines[1]
    assert checked.stderr == "3 deliveries: 1 valid, 1 redacted, 1 mismatch\n"
    other = ("--store", str(Path(os.environ["HOME"]) / "other.db"))
    assert run("deliveries", "import", "-", *other, stdin=ran.stdout).code == 0
    listed = run("deliveries", "list", "--verdict", "redacted", *other, "--json")
    assert [row["id"] for row in listed.json_lines] == ["aabb2222"]


def test_a_masked_delivery_is_re_signed_when_it_is_sent(run: Run, kept: None) -> None:
    exported = run("deliveries", "export", "aab").stdout
    other = ("--store", str(Path(os.environ["HOME"]) / "other.db"))
    run("deliveries", "import", "-", *other, stdin=exported)
    with receiver() as got:
        ran = run("send", "--from", "@1", "--to", got.url, "--secret", "new", *other)
        assert ran.code == 0
    checked = run("verify", "--secret", "new", stdin=got.requests[0])
    assert checked.code == 0
    assert b"T0P" not in got.requests[0]


def test_har(run: Run, kept: None) -> None:
    ran = run("deliveries", "export", "--format", "har", "--no-redact")
    log = ran.json["log"]
    assert (log["version"], log["creator"]["name"]) == ("1.2", "twenty-hooks")
    first, second, third = log["entries"]
    assert first["request"]["url"] == "http://x/hook"
    assert first["request"]["postData"]["text"].encode() == CREATED.body
    assert first["startedDateTime"] == "2026-07-15T09:30:01.000Z"
    assert second["request"]["queryString"] == [{"name": "key", "value": "T0P"}]
    assert third["response"]["status"] == 401
    assert third["_verdict"] == "mismatch"
    masked = run("deliveries", "export", "--format", "har").json["log"]["entries"]
    assert [entry.get("_redacted", False) for entry in masked] == [False, True, False]
    assert run("deliveries", "export", "zz", "--format", "har").code == 3


def test_a_curl_script_sends_the_same_requests(
    run: Run, kept: None, tmp_path: Path
) -> None:
    file = tmp_path / "again.sh"
    ran = run(
        *("deliveries", "export", "--format", "curl", "--output", str(file)),
        "--no-redact",
    )
    assert (ran.code, ran.text) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with receiver() as got:
        subprocess.run(["sh", str(file), got.url], check=True, capture_output=True)
    bodies = [request.split(b"\r\n\r\n", 1)[1] for request in got.requests]
    assert bodies == [CREATED.body, UPDATED.body, FORGED.body]
    assert got.requests[1].startswith(b"POST /hook?key=T0P HTTP/1.1")
    run("deliveries", "export", "--format", "curl", "--output", str(file))
    text = file.read_text("utf-8")
    assert "# aabb2222 person.updated, redacted and therefore unsigned" in text
    assert "as received, except where a delivery is marked as redacted" in text
    assert text.count("X-Twenty-Webhook-Signature") == 2


def test_an_export_to_an_unwritable_file(run: Run, kept: None) -> None:
    ran = run("deliveries", "export", "--output", "/nowhere/x")
    assert ran.code == 3
    assert "can't write /nowhere/x" in ran.stderr


def test_import_reads_all_formats_and_reports_problems(
    run: Run, tmp_path: Path
) -> None:
    file = recordings.deliveries_file("2.21")
    secrets = ("--secret-file", str(recordings.secrets_file("2.21")))
    ran = run("deliveries", "import", str(file), *secrets, "--json")
    assert ran.json == {"imported": 73, "known": 0, "unreadable": 0}
    rows = run("deliveries", "list", "--limit", "0", "--json").json_lines
    assert len(rows) == 73
    assert sum(row["valid"] for row in rows) == 57
    raw = b"POST /raw HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"
    assert run("deliveries", "import", "-", stdin=raw).code == 0
    assert run("deliveries", "list", "--search", "/raw", "--json").json_lines
    broken = (
        b'rubbish\n{"headers":[],"body":"{}","id":5,"status":"ok"}\n{"headers":1}\n'
    )
    broken = b'{"headers":[],"body":"{}","id":5,"status":"ok"}\nrubbish\n'
    ran = run("deliveries", "import", "-", stdin=broken)
    assert ran.code == 1
    assert "stdin, line 2: not JSON" in ran.stderr
    assert ran.text == "1 imported, 1 unreadable\n"


def test_prune(run: Run, kept: None) -> None:
    ran = run("deliveries", "prune", "--older-than", "1ms", "--yes")
    assert ran.code == 0
    assert ran.text.startswith("3 removed; 0 left")
    assert run("deliveries", "list", "--json").text == ""
    keep(("aaaa1111", CREATED, 200), ("aabb2222", UPDATED, 200))
    ran = run("deliveries", "prune", "--older-than", "36500d", "--json")
    assert ran.json == {"removed": 0, "left": 2, "spared": 0}
    size = len(UPDATED.body) + 1_000
    ran = run("deliveries", "prune", "--to-size", str(size), "--yes", "--json")
    assert ran.json == {"removed": 1, "left": 1, "spared": 0}
    assert run("deliveries", "list", "--json").json["id"] == "aabb2222"


def test_verify_takes_a_stored_delivery(run: Run, kept: None, tmp_path: Path) -> None:
    ran = run("verify", "@2", "--secret", SECRET)
    assert (ran.code, ran.stderr) == (0, "1 delivery: 1 valid\n")
    assert run("verify", "@1", "--secret", SECRET).code == 1
    assert run("verify", "aaaa", "--secret", SECRET).code == 0
    assert run("verify", "@9", "--secret", SECRET).code == 3
    assert run("verify", "aa", "--secret", SECRET).code == 2
    assert "can't read" in run("verify", "zz", "--secret", SECRET).stderr


def test_a_file_wins_over_an_id(
    run: Run, kept: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aaaa").write_text(json.dumps(FORGED.to_json()), "utf-8")
    (tmp_path / "@2").write_text("rubbish", "utf-8")
    assert run("verify", "aaaa", "--secret", SECRET).code == 1
    assert run("verify", "@2", "--secret", SECRET).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_verify_on_a_terminal_verifies_the_latest(kept: None) -> None:
    import pty

    leader, follower = pty.openpty()
    done = subprocess.run(
        hooks_command("verify", "--secret", SECRET, "--json"),
        stdin=follower,
        capture_output=True,
        check=False,
    )
    os.close(follower)
    os.close(leader)
    assert done.returncode == 1
    assert json.loads(done.stdout)["event"] == "company.created"


def test_send_from_a_delivery(run: Run, kept: None) -> None:
    with receiver() as got:
        ran = run("send", "--from", "aaaa", "--to", got.url + "/new")
        assert ran.code == 0
        edited = run("send", "--from", "aaaa", "--set", "job=CFO", "--to", got.url)
        assert edited.code == 0
    first, second = got.requests
    assert first.split(b"\r\n\r\n", 1)[1] == CREATED.body
    assert first.startswith(b"POST /new HTTP/1.1")
    assert b"User-Agent: axios" in first
    local = secrets_file.local_secret()
    assert run("verify", "--secret", local, stdin=first).code == 0
    assert json.loads(second.split(b"\r\n\r\n", 1)[1])["record"]["job"] == "CFO"
    assert run("verify", "--secret", local, stdin=second).code == 0
    to = ("--to", "http://127.0.0.1:1")
    assert run("send", "person.created", "--from", "@1", *to).code == 2
    for sampled in (("--as", "1.8"), ("--actor", "user"), ("--seed", "7")):
        ran = run("send", "--from", "@1", *sampled, *to)
        assert (ran.code, "--as, --actor or --seed" in ran.stderr) == (2, True)
    assert run("send", "--from", "zz", *to).code == 3


def test_store_names_another_store(run: Run, kept: None, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert run("deliveries", "--help").code == 0
    assert run("deliveries", "list", "--store", str(other), "--json").text == ""
    other.write_bytes(b"x" * 5_000)
    ran = run("deliveries", "list", "--store", str(other))
    assert ran.code == 3
    assert "it is not an SQLite file" in ran.stderr


def test_har_export_and_import_are_lossless(
    run: Run, kept: None, tmp_path: Path
) -> None:
    """The bytes, headers, ids and statuses of every delivery are the same."""
    odd = Delivery(
        (("X-Two", "a"), ("x-two", "\xff b"), ("Host", "x")),
        b"\xff\x00",
        method="PUT",
        path="/a?b=%20&c",
    )
    keep(("dddd4444", odd, 200))
    known = [(f"r{n:07}", one.delivery, 200) for n, one in enumerate(recordings.ALL)]
    keep(*known)
    archive = tmp_path / "today.har"
    options = ("--no-redact", "--output", str(archive))
    assert run("deliveries", "export", "--format", "har", *options).code == 0
    before = run("deliveries", "export", "--no-redact").json_lines
    other = ("--store", str(tmp_path / "other.db"))
    ran = run("deliveries", "import", str(archive), *other, "--secret", SECRET)
    assert (ran.code, ran.text) == (0, f"{4 + len(known)} imported\n")
    after = run("deliveries", "export", "--no-redact", *other).json_lines
    verdicts = ("verdict", "valid")  # by the secrets known there
    assert [without(one, *verdicts) for one in after] == [
        without(one, *verdicts) for one in before
    ]


def without(shape: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in shape.items() if key not in keys}


def test_a_masked_har_file_is_imported_as_redacted(
    run: Run, kept: None, tmp_path: Path
) -> None:
    exported = run("deliveries", "export", "--format", "har").stdout
    other = ("--store", str(tmp_path / "other.db"))
    assert run("deliveries", "import", "-", *other, stdin=exported).code == 0
    listed = run("deliveries", "list", "--verdict", "redacted", *other, "--json")
    assert [row["id"] for row in listed.json_lines] == ["aabb2222"]


def test_importing_a_bare_body_suggests_send(run: Run, tmp_path: Path) -> None:
    body = tmp_path / "a body.json"
    body.write_bytes(CREATED.body)
    ran = run("deliveries", "import", str(body))
    assert ran.code == 2
    assert f"hooks send --body '{body}' --to http://127.0.0.1:8020" in ran.stderr
    assert "hooks verify" not in ran.stderr
    piped = run("deliveries", "import", "-", stdin=b'{"nope":1}\n')
    assert piped.code == 2
    assert "hint: hooks send --body - --to http://127.0.0.1:8020\n" in piped.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("deliveries", "show", "@1"),
        ("deliveries", "show", "zzzz"),
        ("deliveries", "diff"),
        ("deliveries", "export", "@1"),
        ("verify", "@1"),
        ("send", "--from", "@1", "--to", "http://127.0.0.1:1"),
        ("replay", "@1", "--to", "http://127.0.0.1:1"),
        ("replay", "--all", "--to", "http://127.0.0.1:1"),
    ],
)
def test_a_missing_store_is_not_called_empty(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    none = tmp_path / "no such.db"
    ran = run(*arguments, "--store", str(none))
    assert ran.code == 3
    assert f"there is no store {none}\n" in ran.stderr
    assert "empty" not in ran.stderr
    assert f"--store '{none}'" in ran.stderr


@pytest.mark.parametrize(
    "arguments", [("list",), ("list", "--json"), ("export",), ("prune", "--older-than")]
)
def test_a_missing_store_is_reported(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    none = tmp_path / "none.db"
    more = ("1d",) if arguments[0] == "prune" else ()
    ran = run("deliveries", *arguments, *more, "--store", str(none))
    nothing = "nothing to remove; 0 left\n" if arguments[0] == "prune" else ""
    assert (ran.code, ran.text) == (0, nothing)
    create = f"create it with: hooks listen --store {none}\n"
    assert f"there is no store {none}; {create}" in ran.stderr
    assert not none.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (("deliveries", "show", "zzzz"), 3, "hooks deliveries list"),
        (("deliveries", "show", "@9"), 3, "hooks deliveries list"),
        (("deliveries", "diff", "@x"), 2, "hooks deliveries list"),
        (("deliveries", "prune"), 2, "hooks deliveries prune --older-than 30d"),
        (("replay",), 2, "hooks replay @1 --to http://127.0.0.1:3000/webhooks"),
        (("replay", "zzzz", "--to", "http://127.0.0.1:1"), 3, "hooks deliveries list"),
        (("send", "--from", "zz", "--to", "http://x.y"), 3, "hooks deliveries list"),
    ],
)
def test_hints_name_the_store(
    run: Run,
    kept: None,
    tmp_path: Path,
    arguments: tuple[str, ...],
    code: int,
    hint: str,
) -> None:
    other = tmp_path / "zz.db"
    paths.store_file().rename(other)
    ran = run(*arguments, "--store", str(other))
    assert ran.code == code
    assert f"hint: {hint} --store {other}\n" in ran.stderr
    other.rename(paths.store_file())
    default = run(*arguments)
    assert f"hint: {hint}\n" in default.stderr


@pytest.mark.parametrize("command", [("list",), ("import", "-")])
def test_a_directory_is_not_a_store(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    stdin = json.dumps(CREATED.to_json())
    ran = run("deliveries", *command, "--store", str(tmp_path), stdin=stdin)
    assert ran.code == 3
    assert f"can't use the store {tmp_path}: it is a directory\n" in ran.stderr
    ran = run("deliveries", *command, "--store", "", stdin=stdin)
    assert ran.code == 3
    assert "it is a directory, and so is an empty --store\n" in ran.stderr
