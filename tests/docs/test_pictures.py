"""The pictures show what the commands say today."""

from __future__ import annotations

import sys

import pytest

from tests.support.pictures import DIRECTORY, PICTURES, picture, text_of


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_what_the_commands_say(name: str) -> None:
    drawn = (DIRECTORY / name).read_text("utf-8")
    assert text_of(drawn) == text_of(picture(name)), (
        "stale: python -m tests.support.pictures"
    )
    assert "http" not in drawn.partition("<style>")[2].partition("</style>")[0]
