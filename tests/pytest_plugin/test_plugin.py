"""The pytest plugin, used by a project of its own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.pytest_plugin import receivers
from tests.support.recordings import deliveries_file, secrets_file

SECRET = """
import pytest

@pytest.fixture
def twenty_secret():
    return "topsecret"
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project in its own directory, with strict markers."""
    unneeded = ("cacheprovider", "hypothesispytest", "anyio", "pytest_cov")
    options = " ".join(f"-p no:{name}" for name in unneeded)
    pytester.makeini(f"[pytest]\naddopts = --strict-markers {options}\n")
    return pytester


def passed(project: pytest.Pytester, count: int, *arguments: str) -> pytest.RunResult:
    result = project.runpytest_inprocess("-p", "no:xdist", *arguments)
    result.assert_outcomes(passed=count)
    return result


@pytest.mark.parametrize("framework", receivers.ALL)
def test_with_the_test_client_of_a_framework(
    framework: str, project: pytest.Pytester
) -> None:
    # In a process of its own, since Django can be configured only once in a process.
    project.makeconftest(SECRET)
    project.makepyfile(
        receivers.ALL[framework]
        + """
@pytest.mark.parametrize("event", ["person.created", "company.updated"])
def test_accepted(post, twenty_delivery, event):
    response = post(twenty_delivery(event))
    assert response.status_code == 200
    text = getattr(response, "text", None) or response.content.decode()
    assert text == event

def test_refused(post, twenty_delivery):
    delivery = twenty_delivery()
    bad = delivery.tampered(), delivery.stale(), delivery.unsigned()
    assert [post(one).status_code for one in bad] == [401] * 3
    assert post(delivery.duplicate()).status_code == 200
    assert post(twenty_delivery(secret="another")).status_code == 401
"""
    )
    result = project.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(passed=3)


def test_the_variants_of_a_delivery(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
import json
import twenty_hooks

def verdict(delivery, secret):
    return twenty_hooks.verify(delivery.body, delivery.headers, secret).name

def test_it(twenty_delivery, twenty_secret):
    delivery = twenty_delivery("person.updated", set={"name.firstName": "Ada"})
    assert delivery.event.name == "person.updated"
    assert delivery.json == json.loads(delivery.body)
    assert delivery.json["record"]["name"]["firstName"] == "Ada"
    assert delivery.headers["Content-Type"] == "application/json"
    assert "Host" not in delivery.headers
    assert verdict(delivery, twenty_secret) == "valid"
    assert twenty_secret not in repr(delivery)

    assert verdict(delivery.tampered(), twenty_secret) == "mismatch"
    assert delivery.tampered().json != delivery.json
    assert delivery.tampered().event.name == "person.updated"
    assert verdict(delivery.stale(), twenty_secret) == "too-old"
    assert verdict(delivery.stale(1000), twenty_secret) == "valid"
    assert verdict(delivery.unsigned(), twenty_secret) == "unsigned"
    again = delivery.duplicate()
    assert verdict(again, twenty_secret) == "valid"
    assert again.body == delivery.body
    assert again.headers != delivery.headers
    assert delivery.tampered().stale().unsigned().headers

def test_options(twenty_delivery):
    old = twenty_delivery("person.deleted", era="1.8", secret="s")
    assert list(old.json["record"]) == ["id"]
    assert verdict(old, "s") == "valid"
    assert twenty_delivery(unset=["jobTitle"]).json["record"].get("jobTitle") is None
    assert "userId" in twenty_delivery(actor="user").json
    assert twenty_delivery(seed=1).json["record"]["name"] == (
        twenty_delivery(seed=1).json["record"]["name"]
    )
    assert twenty_delivery().json["record"]["id"] != (
        twenty_delivery().json["record"]["id"]
    )
"""
    )
    passed(project, 2)


def test_every_run_of_a_test_makes_the_same_records(
    project: pytest.Pytester,
) -> None:
    project.makepyfile(
        """
def test_it(twenty_delivery):
    record = twenty_delivery().json["record"]
    print("RECORD", record["id"], record["name"])
"""
    )
    lines = [
        next(line for line in passed(project, 1, "-s").outlines if "RECORD" in line)
        for _ in range(2)
    ]
    assert lines[0] == lines[1]


@pytest.fixture
def captures(project: pytest.Pytester) -> pytest.Pytester:
    """A project with two recorded files beside its tests."""
    folder = project.mkpydir("receiving")
    (folder / "captures").mkdir()
    lines = deliveries_file("2.21").read_bytes().split(b"\n")
    (folder / "captures" / "a.jsonl").write_bytes(b"\n".join(lines[:4]))
    (folder / "captures" / "b.jsonl").write_bytes(b"\n".join(lines[8:10]))
    return project


def write_test(project: pytest.Pytester, marker: str, body: str) -> None:
    (project.path / "receiving" / "test_it.py").write_text(
        f"""
import json, pytest, twenty_hooks

def verdict(delivery, secret, **options):
    return twenty_hooks.verify(
        delivery.body, delivery.headers, secret, **options
    ).name

@pytest.mark.twenty_deliveries({marker})
def test_it({body}
"""
    )


def test_recorded_deliveries_are_signed_again(captures: pytest.Pytester) -> None:
    write_test(
        captures,
        "'captures/*.jsonl'",
        """twenty_recorded, twenty_secret):
    assert verdict(twenty_recorded, twenty_secret) == "valid"
    assert twenty_recorded.json["record"]["id"]
""",
    )
    result = passed(captures, 6, "-v")
    result.stdout.fnmatch_lines(
        [
            "*::test_it[[]company.created-0[]]*",
            "*::test_it[[]company.created-3[]]*",
            "*::test_it[[]gizmo.created-4[]]*",
        ]
    )


def test_recorded_deliveries_can_keep_their_signature(
    captures: pytest.Pytester,
) -> None:
    secrets = json.loads(secrets_file("2.21").read_bytes())
    write_test(
        captures,
        "'captures/b.jsonl', as_received=True",
        f"""twenty_recorded):
    secret = {secrets!r}[twenty_recorded.event.webhook_id]
    assert verdict(twenty_recorded, secret, tolerance_ms=None) == "valid"
    assert verdict(twenty_recorded, secret) in ("too-old", "from-the-future")
    assert twenty_recorded.headers["User-Agent"] == "axios/1.17.0"
    assert "Connection" not in twenty_recorded.headers
""",
    )
    passed(captures, 2)


def test_files_are_found_from_the_root_directory_too(
    captures: pytest.Pytester,
) -> None:
    write_test(captures, "'receiving/**/b.jsonl'", "twenty_recorded): pass")
    passed(captures, 2)


def test_files_are_found_by_an_absolute_path(captures: pytest.Pytester) -> None:
    path = captures.path / "receiving" / "captures" / "b.jsonl"
    write_test(captures, repr(str(path)), "twenty_recorded): pass")
    passed(captures, 2)


def test_in_parallel(captures: pytest.Pytester) -> None:
    write_test(captures, "'captures/*.jsonl'", "twenty_recorded): pass")
    result = captures.runpytest_subprocess("-n", "2")
    result.assert_outcomes(passed=6)


@pytest.mark.parametrize(
    ("marker", "argument", "message"),
    [
        ("'captures/none*.jsonl'", "twenty_recorded", "no file matches*none?.jsonl*"),
        ("'captures/broken.jsonl'", "twenty_recorded", "*broken.jsonl:2: not JSON*"),
        ("'captures/empty.jsonl'", "twenty_recorded", "*empty.jsonl is empty*"),
        ("'captures/a.jsonl'", "", "*must take the argument twenty_recorded*"),
        ("", "twenty_recorded", "write @pytest.mark.twenty_deliveries(*"),
        ("'captures/a.jsonl', raw=1", "twenty_recorded", "*it has no option 'raw'*"),
    ],
)
def test_errors_of_the_marker(
    captures: pytest.Pytester, marker: str, argument: str, message: str
) -> None:
    folder = captures.path / "receiving" / "captures"
    first = deliveries_file("2.21").read_bytes().split(b"\n")[0]
    (folder / "broken.jsonl").write_bytes(first + b"\n{oops}\n")
    (folder / "empty.jsonl").write_bytes(b"")
    write_test(captures, marker, f"{argument}): pass")
    result = captures.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*test_it.py::test_it: {message}"])


def test_the_fixture_without_the_marker_is_an_error(
    project: pytest.Pytester,
) -> None:
    project.makepyfile("def test_it(twenty_recorded): pass")
    result = project.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*needs @pytest.mark.twenty_deliveries*"])


def test_the_marker_is_listed(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess("--markers")
    result.stdout.fnmatch_lines(["@pytest.mark.twenty_deliveries(*"])


def test_the_plugin_can_be_turned_off(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(): pass\ndef test_that(twenty_delivery): pass")
    result = project.runpytest_subprocess("-p", "no:xdist", "-p", "no:twenty_hooks")
    result.assert_outcomes(passed=1, errors=1)


def test_the_plugin_loads_little() -> None:
    code = (
        "import pytest, sys; before = set(sys.modules); "
        "import twenty_hooks.pytest_plugin; print(*set(sys.modules) - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded - {"twenty_hooks"} <= sys.stdlib_module_names
    ours = {name for name in done.stdout.split() if name.startswith("twenty_hooks.")}
    assert not {name for name in ours if "samples" in name or "diagnosis" in name}
    assert not ours & {"twenty_hooks.cli", "twenty_hooks.formats.reader"}
