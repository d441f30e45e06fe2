"""Brings README and docs up to date: outputs, generated sections and pictures.

    python -m tests.docs.generate                  every page
    python -m tests.docs.generate listen verify    only these, by name

Commands whose output is still right are left as they stand. A page that can't be run
is reported, and the others are done all the same; the exit code is then 1.
"""

from __future__ import annotations

import sys

from tests.docs.markdown import PAGES, ROOT, generated_names, with_sections
from tests.docs.running import run_page, updated
from tests.docs.sections import SECTIONS
from tests.support import pictures


def main(names: list[str]) -> int:
    """Write the pages and pictures that changed; return the exit code."""
    failed = False
    for path in PAGES:
        if names and path.stem not in names:
            continue
        before = path.read_text("utf-8")
        try:
            page = updated(before, run_page(path))
            sections = {name: SECTIONS[name]() for name in generated_names(page)}
            page = with_sections(page, sections)
        except AssertionError as error:
            failed = True
            print(f"FAILED   {path.relative_to(ROOT)}\n{error}")
            continue
        if page != before:
            path.write_text(page, "utf-8")
        print(f"{'written' if page != before else 'same':8} {path.relative_to(ROOT)}")
    if not names:
        for name in pictures.PICTURES:
            picture = pictures.picture(name)
            target = pictures.DIRECTORY / name
            if pictures.text_of(target.read_text("utf-8")) != pictures.text_of(picture):
                target.write_text(picture, "utf-8")
                print(f"written  docs/{name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
