"""Webhooks as text: straight columns at every width, and nothing lost without one."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from twenty_hooks.render import webhook_table
from twenty_hooks.render import webhooks as render
from twenty_hooks.webhooks.lint import LintWarning, WebhookWithWarnings
from twenty_hooks.webhooks.webhook import Webhook

ONE = WebhookWithWarnings(
    Webhook(
        "abcd0000-0000-4000-8000-000000000001",
        "https://example.com/한국어/😀",
        ("person.created", "company.*"),
        secret="s",
    )
)
TWO = WebhookWithWarnings(
    Webhook(
        "abcd0000-1111-4000-8000-000000000002",
        "https://example.com/" + "long/" * 40,
        (),
        secret="",
    ),
    (LintWarning("no-operations", "never fires"),),
)
DESCRIBED = WebhookWithWarnings(
    Webhook(
        "dddd0000-0000-4000-8000-000000000003",
        "https://example.com/hooks",
        ("*.*",),
        "Keeps the warehouse up to date",
        secret="s",
    )
)


@pytest.mark.parametrize("width", [40, 60, 80, 119, 120, 200])
def test_a_table_fits_the_width_and_loses_nothing(width: int) -> None:
    lines = webhook_table.lines([ONE, TWO], width=width)
    shown = "\n".join(lines)
    assert all(cell_len(line) <= width for line in lines)
    # Only "long/" has a g: each of them is there, wherever the line was folded.
    assert shown.count("g") == 40
    assert "…" not in shown
    assert len([line for line in lines if line.startswith("abcd0000")]) == 2


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_description_is_below_the_target(width: int) -> None:
    lines = webhook_table.lines([ONE, DESCRIBED], width=width)
    assert all(cell_len(line) <= width for line in lines)
    column = lines[0].index("TARGET")
    row = next(place for place, line in enumerate(lines) if line.startswith("dddd"))
    below = [line[column:].split("  ")[0].strip() for line in lines[row + 1 :]]
    assert " ".join(below).endswith("Keeps the warehouse up to date")


def test_ids_are_as_short_as_possible() -> None:
    narrow = "\n".join(webhook_table.lines([ONE, TWO], width=80))
    assert "abcd0000-000 " in narrow
    assert ONE.webhook.id not in narrow
    assert ONE.webhook.id in "\n".join(webhook_table.lines([ONE, TWO], width=150))
    assert "abcd0000 " in "\n".join(webhook_table.lines([ONE], width=80))


def test_without_a_terminal_each_webhook_is_one_whole_line() -> None:
    lines = webhook_table.lines([ONE, TWO], width=None)
    assert len(lines) == 3
    assert lines[1].split() == [
        *(ONE.webhook.id, "yes", "person.created,company.*"),
        *("-", ONE.webhook.target_url),
    ]
    assert lines[2].split() == [
        *(TWO.webhook.id, "no", "(none)", "no-operations", TWO.webhook.target_url)
    ]
    columns = {cell_len(line[: line.index("https")]) for line in lines[1:]}
    assert columns == {cell_len(lines[0][: lines[0].index("TARGET")])}
    assert "DESCRIPTION" not in lines[0]


def test_without_a_terminal_the_description_is_the_last_column() -> None:
    heading, first, second, third = webhook_table.lines(
        [ONE, TWO, DESCRIBED], width=None
    )
    assert heading.endswith("DESCRIPTION")
    assert first.endswith(ONE.webhook.target_url)
    assert second.endswith("long/long/")
    description = "Keeps the warehouse up to date"
    assert third.endswith(description)
    assert heading.index("DESCRIPTION") == third.index(description)


def test_there_is_colour_only_if_wanted() -> None:
    assert "\x1b[" in "\n".join(webhook_table.lines([ONE], width=80, color=True))
    assert "\x1b[" not in "\n".join(webhook_table.lines([ONE], width=80))


def plain(text: str, **_style: Any) -> str:
    return text


def test_differences_show_each_change_and_no_secret() -> None:
    before = Webhook("i", "https://a/", ("*.*",), "old", "hush")
    after = Webhook("i", "https://b/", ("a.created",), None, "other-hush")
    result = WebhookWithWarnings(after)
    shown = "\n".join(render.updated(before, result, plain, None))
    for text in ("https://a/ → https://b/", "*.* → a.created", "old → (none)"):
        assert text in shown
    assert "a new one" in shown
    assert "hush" not in shown
    assert list(render.differences(before, before)) == []


@pytest.mark.parametrize("width", [40, 80])
def test_a_card_is_wrapped_between_words(width: int) -> None:
    operations = tuple(f"object{number}.created" for number in range(20))
    webhook = Webhook("i", "https://a/", operations, "Keeps it up to date " * 5)
    lines = list(render.card(webhook, width))
    assert all(len(line) <= width for line in lines)
    assert ", ".join(operations) in " ".join(line.strip() for line in lines)
    assert len(list(render.card(webhook, None))) == 5
