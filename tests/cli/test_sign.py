"""`hooks sign`: the headers for exact bytes."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.support import recordings
from twenty_hooks.config import secrets_file
from twenty_hooks.protocol.signature import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
)

BODY = '{"eventName":"person.created","record":{"id":"1","name":"José"}}'.encode()
SIGNATURE = "3cd226420afa354e6d049f1517d7bff613b7413ae7ed272ca32af0f6d13d4ebf"
KNOWN = ("--secret", "s3cret", "--timestamp", "1735066639761")


def test_headers_are_ready_for_curl(run: Run) -> None:
    ran = run("sign", "-", *KNOWN, stdin=BODY)
    assert ran.code == 0
    assert ran.stderr == ""
    names = [line.split(": ")[0] for line in ran.lines]
    assert names == [TIMESTAMP_HEADER, SIGNATURE_HEADER, NONCE_HEADER]
    assert ran.lines[:2] == [
        f"{TIMESTAMP_HEADER}: 1735066639761",
        f"{SIGNATURE_HEADER}: {SIGNATURE}",
    ]
    assert len(bytes.fromhex(ran.lines[2].split(": ")[1])) == 16


def test_other_formats(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "it's a body.json"
    file.write_bytes(BODY)
    assert run("sign", str(file), *KNOWN, "--format", "hex").lines == [SIGNATURE]
    shape = run("sign", str(file), *KNOWN, "--format", "json").json
    assert shape[SIGNATURE_HEADER] == SIGNATURE
    words = shlex.split(run("sign", str(file), *KNOWN, "--format", "curl").text)
    assert words[0] == "curl"
    assert f"{SIGNATURE_HEADER}: {SIGNATURE}" in words
    assert words[-2:] == ["--data-binary", f"@{file}"]
    words = shlex.split(run("sign", "-", *KNOWN, "--format", "curl", stdin=BODY).text)
    assert words[-1].encode() == BODY


@pytest.mark.parametrize("body", [b"\xff", b"a\0b", b"@file"])
def test_a_body_that_can_not_be_an_argument_of_curl(run: Run, body: bytes) -> None:
    ran = run("sign", "-", *KNOWN, "--format", "curl", stdin=body)
    assert ran.code == 2
    assert "hint: save it to a file" in ran.stderr


def test_sign_makes_every_recorded_signature(run: Run, tmp_path: Path) -> None:
    for recorded in recordings.VERIFIABLE:
        secret = tmp_path / "secret"
        secret.write_text(recorded.secret + "\n", "utf-8")
        timestamp = recorded.delivery.header(TIMESTAMP_HEADER) or ""
        ran = run(
            *("sign", "-", "--secret-file", str(secret)),
            *("--timestamp", timestamp, "--format", "hex"),
            stdin=recorded.delivery.body,
        )
        assert ran.lines == [recorded.delivery.header(SIGNATURE_HEADER)]


def test_a_json_secret_file_is_looked_up_by_webhook(run: Run) -> None:
    recorded = next(item for item in recordings.VERIFIABLE if item.release == "2.21")
    ran = run(
        *("sign", "-", "--secret-file", str(recordings.secrets_file("2.21"))),
        *("--timestamp", recorded.delivery.header(TIMESTAMP_HEADER) or ""),
        *("--format", "hex"),
        stdin=recorded.delivery.body,
    )
    assert ran.lines == [recorded.delivery.header(SIGNATURE_HEADER)]


def test_several_secrets_without_one_for_this_webhook_are_an_error(run: Run) -> None:
    ran = run(
        "sign", "-", "--secret-file", str(recordings.secrets_file("2.21")), stdin=b"{}"
    )
    assert ran.code == 2
    assert "one is needed to sign" in ran.stderr


def test_without_a_given_secret_the_local_one_signs(run: Run) -> None:
    ran = run("sign", "-", "--timestamp", "1735066639761", stdin=BODY)
    explicit = run(
        *("sign", "-", "--secret", secrets_file.local_secret()),
        *("--timestamp", "1735066639761"),
        stdin=BODY,
    )
    assert ran.lines[1] == explicit.lines[1]
    assert ran.stderr == ""  # the message is for a terminal


def test_the_secret_of_an_option_comes_before_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWENTY_WEBHOOK_SECRET", "s3cret")
    options = ("--timestamp", "1735066639761", "--format", "hex")
    assert run("sign", "-", *options, stdin=BODY).lines == [SIGNATURE]
    other = run("sign", "-", *options, "--secret", "x", stdin=BODY)
    assert other.lines != [SIGNATURE]
    empty = run("sign", "-", *options, "--secret", "", stdin=BODY)
    assert empty.lines == [SIGNATURE]  # an empty secret counts as not given


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no secret in"),
        (b"\n", "no secret in"),
        (b"{}", "no secret in"),
        (b'{"id": ""}', "no secret in"),
    ],
)
def test_a_secret_file_without_a_secret(
    run: Run, tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "secret"
    file.write_bytes(content)
    ran = run("sign", "-", "--secret-file", str(file), stdin=BODY)
    assert ran.code == 2
    assert reason in ran.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"id": 5}', "has no text as the secret of 'id'"),
        (b'{"id": "s3cret",}', "begins like JSON"),
        (b"{s3cret", "begins like JSON"),
        (b'["s3cret"]', "is JSON, but not an object"),
        (b'"s3cret"', "is JSON, but not an object"),
        ("s3cret".encode("utf-16"), "is not text in UTF-8"),
        (b"s3\0cret", "is not text in UTF-8"),
        (b"one\ntwo\n", "has several lines"),
        (b"s3cret\n\n", "has several lines"),
        (b"TWENTY_WEBHOOK_SECRET=s3cret", "is NAME=VALUE"),
    ],
)
def test_a_file_that_is_no_secret_is_an_error(
    run: Run, tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "secret"
    file.write_bytes(content)
    ran = run("sign", "-", "--secret-file", str(file), stdin=BODY)
    assert ran.code == 3
    assert reason in ran.stderr
    assert "s3cret" not in ran.stderr


@pytest.mark.parametrize(
    ("content", "secret"),
    [
        (b"s3cret", "s3cret"),
        (b"s3cret\r\n", "s3cret"),
        (b" s3cret \n", " s3cret "),
        (b"\xef\xbb\xbfs3cret\n", "s3cret"),
        ("whsec_한글\n".encode(), "whsec_한글"),
    ],
)
def test_only_one_trailing_newline_is_dropped(
    run: Run, tmp_path: Path, content: bytes, secret: str
) -> None:
    file = tmp_path / "secret"
    file.write_bytes(content)
    options = ("sign", "-", "--timestamp", "1", "--format", "hex")
    from_file = run(*options, "--secret-file", str(file), stdin=BODY)
    assert from_file.lines == run(*options, "--secret", secret, stdin=BODY).lines


def test_missing_files(run: Run) -> None:
    ran = run("sign", "nowhere.json", *KNOWN)
    assert ran.code == 3
    assert ran.stderr.startswith(
        "error: can't read the body nowhere.json: No such file"
    )
    ran = run("sign", "-", "--secret-file", "nowhere.txt", stdin=BODY)
    assert ran.code == 3


def test_the_headers_as_json(run: Run) -> None:
    assert json.loads(run("sign", "-", *KNOWN, "--format", "json", stdin=b"x").stdout)
