"""Sentences that wait to be printed."""

from __future__ import annotations

from twenty_hooks.listen.notices import NoticeQueue


def test_the_same_notice_again_is_counted_and_too_many_are_not_kept() -> None:
    notices = NoticeQueue()
    for _ in range(3):
        notices.add("disk full")
    notices.add("another")
    assert notices.take() == ["disk full (3 times)", "another"]
    assert notices.take() == []
    for number in range(10_000):
        notices.add(str(number))
    taken = notices.take()
    assert taken[-1] == f"and {10_000 - len(taken) + 1} more such notices"
