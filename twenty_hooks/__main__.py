"""`python -m twenty_hooks`: the same program as `hooks`."""

from twenty_hooks.cli import run

if __name__ == "__main__":
    run()
