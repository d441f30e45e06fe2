"""Webhooks as a person sees them: straight in every width, whole where nobody looks."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from twenty_hooks.render import webhooks as render
from twenty_hooks.webhooks.lint import LintWarning
from twenty_hooks.webhooks.webhook import Webhook

ONE = Webhook(
    "abcd0000-0000-4000-8000-000000000001",
    "https://example.com/한국어/😀",
    ("person.created", "company.*"),
    secret="s",
)
TWO = Webhook(
    "abcd0000-1111-4000-8000-000000000002",
    "https://example.com/" + "long/" * 40,
    (),
    secret="",
)
FOUND = {TWO.id: [LintWarning("no-operations", "never fires")]}


@pytest.mark.parametrize("width", [40, 60, 80, 119, 120, 200])
def test_a_table_keeps_to_the_width_and_loses_nothing(width: int) -> None:
    shown = render.table([ONE, TWO], FOUND, width=width)
    lines = shown.splitlines()
    assert all(cell_len(line) <= width for line in lines)
    # Only "long/" has the letter: wherever it was folded, each is there.
    assert shown.count("g") == 40
    assert "…" not in shown
    # The first column is one, whatever stands beside it.
    starts = [line for line in lines if line.startswith("abcd0000")]
    assert len(starts) == 2


def test_ids_are_as_short_as_tells_them_apart() -> None:
    narrow = render.table([ONE, TWO], {}, width=80)
    assert "abcd0000-000 " in narrow
    assert ONE.id not in narrow
    assert ONE.id in render.table([ONE, TWO], {}, width=150)
    assert "abcd0000 " in render.table([ONE], {}, width=80)


def test_off_a_terminal_each_webhook_is_one_whole_line() -> None:
    lines = render.table([ONE, TWO], FOUND, width=None).splitlines()
    assert len(lines) == 3
    assert lines[1].split() == [
        *(ONE.id, "yes", "person.created,company.*", "-", ONE.target_url)
    ]
    assert lines[2].split() == [
        *(TWO.id, "no", "(none)", "no-operations", TWO.target_url)
    ]
    columns = {cell_len(line[: line.index("https")]) for line in lines[1:]}
    assert columns == {cell_len(lines[0][: lines[0].index("TARGET")])}


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" in render.table([ONE], {}, width=80, color=True)
    assert "\x1b[" not in render.table([ONE], {}, width=80)


def test_differences_say_what_changed_and_no_secret() -> None:
    before = Webhook("i", "https://a/", ("*.*",), "old", "hush")
    after = Webhook("i", "https://b/", ("a.created",), None, "other-hush")
    shown = "\n".join(render.differences(before, after))
    for text in ("https://a/ → https://b/", "*.* → a.created", "old → (none)"):
        assert text in shown
    assert "another one" in shown
    assert "hush" not in shown
    assert render.differences(before, before) == []
