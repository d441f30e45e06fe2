"""What the keys of `hooks listen` mean: which screen they open, what they do.

Nothing is known here of a terminal or a store: a key goes in, and an action may come
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# `live`: no screen is open, and lines are printed as deliveries arrive.
Mode = Literal["live", "list", "filter", "details", "diff", "help"]
Motion = Literal["up", "down", "page-up", "page-down", "home", "end"]
Action = Literal[
    "up",
    "down",
    "page-up",
    "page-down",
    "home",
    "end",
    "resend",
    "copy",
    "refilter",
    "blank-line",
    "say-empty",
    "stop",
]

_MOTIONS: dict[str, Motion] = {
    "up": "up",
    "k": "up",
    "down": "down",
    "j": "down",
    "page-up": "page-up",
    "page-down": "page-down",
    "home": "home",
    "g": "home",
    "end": "end",
    "G": "end",
}
_LONGEST_FILTER = 200
# Keys that do something with the selected delivery.
NEEDS_SELECTION = ("enter", "right", "d", "r", "c")


@dataclass
class Navigation:
    """Which screens are open.

    Attributes:
        trail: The open screens, the visible one last; without any it is live.
        filter: What narrows the list.
        is_empty: The list has no row that could be selected.
    """

    trail: tuple[Mode, ...] = ()
    filter: str = ""
    is_empty: bool = False

    @property
    def mode(self) -> Mode:
        return self.trail[-1] if self.trail else "live"

    def press(self, key: str) -> Action | None:
        """Take a key; return what to do beyond changing the screen."""
        if self.mode == "filter":
            return self._type(key)
        if key == "q":
            return self._leave("stop")
        if key == "?":
            self._open("help")
            return None
        if self.mode == "live":
            return self._begin(key)
        if key == " ":
            return self._leave(None)
        if key in ("escape", "left", "backspace"):
            return self._back(key)
        if key == "/":
            self.trail = ("list", "filter")
            return None
        if key in _MOTIONS:
            return _MOTIONS[key]
        if self.mode == "help":
            return None
        return self._act(key)

    def _begin(self, key: str) -> Action | None:
        """A key while lines are printed."""
        if key == "enter":  # people separate old lines from new ones with it
            return "blank-line"
        if key == "/":
            self.trail = ("list", "filter")
        elif key == " ":
            self.trail = ("list",)
        elif key in ("up", "k", "page-up"):
            self.trail = ("list",)
            return _MOTIONS[key]
        return None

    def _act(self, key: str) -> Action | None:
        """A key for the selected delivery."""
        if self.is_empty and key in NEEDS_SELECTION:
            return "say-empty"
        if key in ("enter", "right"):
            self._open("details")
        elif key == "d":
            self._open("diff")
        elif key == "r":
            return "resend"
        elif key == "c":
            return "copy"
        return None

    def _type(self, key: str) -> Action | None:
        """A key while a filter is typed."""
        before = self.filter
        if len(key) == 1:
            self.filter = (self.filter + key)[:_LONGEST_FILTER]
        elif key == "backspace" and self.filter:
            self.filter = self.filter[:-1]
        elif key == "clear":
            self.filter = ""
        elif key in ("enter", "backspace"):
            self.trail = self.trail[:-1]
        elif key == "escape":
            self.filter = ""
            self.trail = self.trail[:-1]
        elif key in _MOTIONS:
            return _MOTIONS[key]
        return "refilter" if self.filter != before else None

    def _open(self, mode: Mode) -> None:
        """Open a screen, or go back to it if it is open already."""
        trail = self.trail
        self.trail = trail[: trail.index(mode) + 1] if mode in trail else (*trail, mode)

    def _back(self, key: str) -> Action | None:
        """Go back to the previous screen; from the list first clear the filter, then
        go live."""
        if self.mode == "list" and self.filter:
            self.filter = ""
            return "refilter"
        if self.mode == "list" and key != "escape":
            return None
        if len(self.trail) == 1:
            return self._leave(None)
        self.trail = self.trail[:-1]
        return None

    def _leave(self, action: Action | None) -> Action | None:
        self.trail = ()
        self.filter = ""
        return action
