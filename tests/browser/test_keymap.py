"""What the keys mean while the listener runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twenty_hooks.browser.keymap import Action, Navigation


def after(*keys: str) -> tuple[Navigation, list[Action | None]]:
    browser = Navigation()
    return browser, [browser.press(key) for key in keys]


@pytest.mark.parametrize(
    ("keys", "trail"),
    [
        ((), ()),
        ((" ",), ("list",)),
        (("up",), ("list",)),
        (("/",), ("list", "filter")),
        (("?",), ("help",)),
        (("?", "?"), ("help",)),
        (("?", "escape"), ()),
        ((" ", " "), ()),
        ((" ", "escape"), ()),
        ((" ", "enter"), ("list", "details")),
        ((" ", "right", "left"), ("list",)),
        ((" ", "left"), ("list",)),
        ((" ", "enter", "d"), ("list", "details", "diff")),
        ((" ", "d"), ("list", "diff")),
        ((" ", "enter", "d", "enter"), ("list", "details")),
        ((" ", "enter", "d", "escape", "escape"), ("list",)),
        ((" ", "enter", "d", "?", "escape"), ("list", "details", "diff")),
        ((" ", "enter", "d", " "), ()),
        ((" ", "enter", "/"), ("list", "filter")),
        ((" ", "enter", "q"), ()),
        ((" ", "?", "enter"), ("list", "help")),
        (("d",), ()),
        (("c",), ()),
    ],
)
def test_screens(keys: tuple[str, ...], trail: tuple[str, ...]) -> None:
    assert after(*keys)[0].trail == trail


@pytest.mark.parametrize(
    ("keys", "action"),
    [
        ((" ",), None),
        (("q",), "stop"),
        ((" ", "enter", "q"), "stop"),
        (("r",), None),
        (("enter",), "blank-line"),
        (("up",), "up"),
        ((" ", "r"), "resend"),
        ((" ", "enter", "r"), "resend"),
        ((" ", "c"), "copy"),
        ((" ", "?", "r"), None),
        ((" ", "j"), "down"),
        ((" ", "G"), "end"),
        ((" ", "enter", "page-down"), "page-down"),
        (("?", "down"), "down"),
        (("/", "down"), "down"),
        (("/", "q"), "refilter"),
        (("/", "enter"), None),
        ((" ", "tab"), None),
    ],
)
def test_actions(keys: tuple[str, ...], action: Action | None) -> None:
    assert after(*keys)[1][-1] == action


def test_a_filter_is_typed() -> None:
    browser, _ = after("/", *"person.q", "backspace", *"* /?")
    assert browser.filter == "person.* /?"
    assert browser.press("enter") is None
    assert (browser.trail, browser.filter) == (("list",), "person.* /?")
    assert browser.press("escape") == "refilter"
    assert (browser.trail, browser.filter) == (("list",), "")
    assert browser.press("escape") is None
    assert browser.trail == ()


def test_a_filter_is_cleared() -> None:
    browser, _ = after("/", *"abc", "clear")
    assert (browser.trail, browser.filter) == (("list", "filter"), "")
    browser, _ = after("/", *"abc", "escape")
    assert (browser.trail, browser.filter) == (("list",), "")
    browser, _ = after("/", "a", "backspace", "backspace")
    assert (browser.trail, browser.filter) == (("list",), "")
    browser, _ = after("/", *"abc", "enter", " ", " ")
    assert (browser.trail, browser.filter) == (("list",), "")


KEYS = st.sampled_from(
    [
        *(" ", "/", "?", "q", "d", "r", "c", "j", "k", "g", "G", "x", "한", "*", "."),
        *("up", "down", "left", "right", "page-up", "page-down", "home", "end"),
        *("enter", "escape", "backspace", "clear", "redraw", "suspend", "abort"),
    ]
)


@given(st.lists(KEYS))
def test_from_anywhere_space_or_escapes_lead_back(keys: list[str]) -> None:
    browser = Navigation()
    for key in keys:
        browser.press(key)
        assert len(browser.trail) == len(set(browser.trail)) <= 4
        assert "filter" not in browser.trail[:-1]
        assert browser.trail or not browser.filter
    for _ in range(6):
        if browser.trail:
            browser.press("escape")
    assert browser.mode == "live"
