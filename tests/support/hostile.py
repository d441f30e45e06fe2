"""Text that must never be printed to a terminal without escaping."""

from __future__ import annotations

HOSTILE = {
    "escapes": "\x1b[2J\x1b]0;owned\x07",
    "link": "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "bidi": "\u202egnp.exe\u202c\u2066x\u2069",
    "markup": "[bold red]x[/] [link=http://x]y[/link] :smile: \\[",
    "nul": "a\0b\x7fc\x9b2Jd",
    "lines": "a\r\nb\nc\u2028d\u0085e",
    "wide": "한국어 日本語 😀👩‍👩‍👧 é́́",
    "surrogate": "\ud800x",
}
