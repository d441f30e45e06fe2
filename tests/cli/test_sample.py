"""`hooks sample` and `hooks events`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.conftest import Run, hooks_command
from twenty_hooks.samples.known_events import known_events
from twenty_hooks.text import js_json

SECRET = ("--secret", "s3cret")


def test_without_a_terminal_the_output_is_exactly_the_body(run: Run) -> None:
    ran = run("sample", "person.created", "--seed", "1")
    assert ran.code == 0
    assert ran.stdout.startswith(b'{"targetUrl":"')
    assert ran.stdout.endswith(b"}}")
    assert js_json.stringify(js_json.parse(ran.stdout)).encode() == ran.stdout
    assert ran.stderr == ""


def test_the_bytes_of_the_body_never_have_colours(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run("sample", "person.created", "--seed", "1").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run("sample", "person.created", "--seed", "1").stdout == expected
    always = run("sample", "person.created", "--seed", "1", "--color", "always")
    assert always.stdout == expected


def test_a_seed_gives_the_same_bytes_in_any_process(
    shell: Callable[..., subprocess.CompletedProcess[bytes]],
) -> None:
    words = ("sample", "company.updated", "--seed", "42", "--as", "0.55")
    first, second = shell(*words), shell(*words)
    assert first.stdout == second.stdout != b""
    assert b'"eventDate":"2026-07-15T09:30:12.345Z"' in first.stdout


def test_without_a_seed_each_body_is_different(run: Run) -> None:
    bodies = {run("sample", "person.created").stdout for _ in range(5)}
    assert len(bodies) == 5


@pytest.mark.parametrize("era", ["2.x", "1.8", "0.55", "documented"])
def test_a_sample_can_be_signed_and_verified(run: Run, era: str) -> None:
    body = run("sample", "person.created", "--as", era).stdout
    headers = run("sign", "-", "--format", "json", *SECRET, stdin=body).json
    ran = run(
        "verify",
        "-",
        "--signature",
        headers["X-Twenty-Webhook-Signature"],
        "--timestamp",
        headers["X-Twenty-Webhook-Timestamp"],
        *SECRET,
        stdin=body,
    )
    assert ran.code == 0
    assert "valid" in ran.text
    assert "person.created" in ran.text


def test_options_change_the_body(run: Run) -> None:
    ran = run(
        *("sample", "person.updated", "--actor", "user"),
        *("--set", "name.firstName=Ada", "--set", "position:=1e21"),
        *("--unset", "jobTitle", "--set", "/workspaceId=w"),
    )
    body = js_json.parse(ran.stdout)
    assert body["record"]["name"]["firstName"] == "Ada"
    assert b'"position":1e+21' in ran.stdout
    assert "jobTitle" not in body["record"]
    assert body["workspaceId"] == "w"
    assert body["updatedFields"] == ["name", "position"]
    assert body["record"]["updatedBy"]["source"] == "MANUAL"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("people.created",), "hint: try person.created\n"),
        (("person.create",), "hint: try person.created\n"),
        (("person.restored", "--as", "1.8"), "it sends person.deleted"),
        (("person.created", "--set", "x"), "PATH=VALUE"),
        (("person.created", "--as", "3.0"), "3.0"),
        (("\x1b[31m.created",), "\\x1b[31m"),
    ],
)
def test_wrong_arguments_are_usage_errors(
    run: Run, words: tuple[str, ...], message: str
) -> None:
    ran = run("sample", *words)
    assert ran.code == 2
    assert ran.stdout == b""
    assert message in ran.stderr


def test_the_help_says_that_no_release_sent_the_documented_body(run: Run) -> None:
    text = " ".join(run("sample", "--help").text.split())
    assert "which no release ever sent" in text
    assert "also the dates" in text


@pytest.mark.parametrize("era", ["2.x", "1.8", "0.55", "documented"])
def test_events_fit_in_80_columns(run: Run, era: str) -> None:
    ran = run("events", "--as", era)
    assert ran.code == 0
    assert max(map(len, ran.lines)) <= 80
    for known in known_events(era):  # type: ignore[arg-type]
        assert known.object_name in ran.text.split()
        assert known.note in ran.text


def test_events_as_json_are_one_array(run: Run) -> None:
    listed = run("events", "--json").json
    by_name = {event["event"]: event for event in listed}
    assert len(by_name) == len(listed)
    person = by_name["person.deleted"]
    assert person == {
        "event": "person.deleted",
        "kind": "record",
        "object": "person",
        "action": "deleted",
        "fields": [
            *("name", "emails", "linkedinLink", "jobTitle", "phones", "avatarUrl"),
            *("avatarFile", "companyId"),
        ],
        "note": 'soft: the record with deletedAt set, updatedFields ["deletedAt"]',
        "recorded": True,
    }
    assert by_name["metadata.view.updated"]["kind"] == "metadata"
    assert "metadata.webhook.created" not in by_name
    assert "timelineActivity.created" not in by_name


def test_events_of_1_8_omit_the_ones_it_never_sends(run: Run) -> None:
    names = {event["event"] for event in run("events", "--as", "1.8", "--json").json}
    assert "person.deleted" in names
    assert "person.restored" not in names
    assert not any(name.startswith("metadata.") for name in names)


def test_other_commands_do_not_load_the_samples() -> None:
    script = (
        "import sys\n"
        "from twenty_hooks.cli import app\n"
        "app(['sign', '--help'], standalone_mode=False)\n"
        "print([name for name in sys.modules if 'samples' in name])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, timeout=60
    )
    assert ran.stdout.splitlines()[-1] == b"[]"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal")
def test_on_a_terminal_the_body_is_indented_coloured_and_escaped() -> None:
    shown = on_a_terminal(
        *("sample", "person.created", "--set", "jobTitle=\x1b]0;owned\x07\u202e"),
    )
    lines = shown.replace("\r\n", "\n").split("\n")
    assert lines[0] == "{"
    assert lines[-2:] == ["}", ""]
    assert '\x1b[34m"eventName"\x1b[0m: \x1b[32m"person.created"\x1b[0m,' in shown
    assert '"\\u001b]0;owned\\u0007\\u202e"' in shown
    assert "\x07" not in shown
    assert not re.sub(r"\x1b\[[0-9;]*m", "", shown).count("\x1b")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal")
def test_on_a_terminal_without_colour_the_output_is_plain_json() -> None:
    shown = on_a_terminal("sample", "person.created", "--color", "never")
    assert "\x1b" not in shown
    assert js_json.parse(shown)["eventName"] == "person.created"


def on_a_terminal(*arguments: str) -> str:
    """Return the output of a command whose stdout is a terminal."""
    import pty  # POSIX only

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        hooks_command(*arguments), stdin=theirs, stdout=theirs, env=environment
    ):
        os.close(theirs)
        data = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux, when the other end is closed
                break
            if not piece:
                break
            data += piece
    os.close(ours)
    return data.decode("utf-8")
