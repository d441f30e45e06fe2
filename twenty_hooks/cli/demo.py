"""`hooks demo`: see the listener and the sender work together."""

from __future__ import annotations

from twenty_hooks.cli.options.shared import ColorChoice, ColorOption
from twenty_hooks.console.output import Output


def demo(color: ColorOption = ColorChoice.auto) -> int:
    """Send deliveries to a listener here, and watch a forged one fail.

    Starts a listener on a free port of this machine, sends it the events of one person
    and a forged delivery, and ends. Needs no setup and leaves nothing behind. Exit
    code 0: this installation works; 1: it does not.

    \b
    hooks demo
    """
    from twenty_hooks.demo import run

    return run.demo(Output(color=color.value))
