"""What the keys mean while `hooks listen` runs: which screen is open, and what to do.

No terminal and no store is known here: a key goes in, and something to do may come
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# `live`: no screen is open, and lines are printed as they come.
Mode = Literal["live", "list", "filter", "details", "diff", "help"]
Motion = Literal["up", "down", "page-up", "page-down", "home", "end"]
Action = Literal[
    "up",
    "down",
    "page-up",
    "page-down",
    "home",
    "end",
    "send-again",
    "copy",
    "refilter",
    "blank-line",
    "tell-empty",
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
# What is about the selected delivery.
ABOUT_ONE = ("enter", "right", "d", "r", "c")


@dataclass
class Browser:
    """trail: the screens that are open, the one that is seen last; none is live.

    filter: what narrows the list. is_empty: it has no row that could be selected.
    """

    trail: tuple[Mode, ...] = ()
    filter: str = ""
    is_empty: bool = False

    @property
    def mode(self) -> Mode:
        return self.trail[-1] if self.trail else "live"

    def press(self, key: str) -> Action | None:
        """Take one key; what is to be done beyond changing the screen."""
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
        if key == "enter":  # as people part what came from what will come
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
        """A key that is about the selected delivery."""
        if self.is_empty and key in ABOUT_ONE:
            return "tell-empty"
        if key in ("enter", "right"):
            self._open("details")
        elif key == "d":
            self._open("diff")
        elif key == "r":
            return "send-again"
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
        """Show a screen; one that is open already is gone back to."""
        trail = self.trail
        self.trail = trail[: trail.index(mode) + 1] if mode in trail else (*trail, mode)

    def _back(self, key: str) -> Action | None:
        """To the screen before; from the list first to all of it, then to live."""
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
