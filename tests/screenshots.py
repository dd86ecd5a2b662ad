"""A page as PNG, in light and dark, at three widths: `python tests/screenshots.py FILE.html FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from browser import DARK, LIGHT, Browser, missing

WIDTHS = (360, 1024, 1920)


def screenshots(page: Path | str, folder: Path, name: str) -> list[Path]:
    """Make the pictures and say where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(Path(profile))
        try:
            tab = browser.tab()
            for width in WIDTHS:
                for scheme in (LIGHT, DARK):
                    tab.open(page, width, scheme=scheme)
                    made.append(folder / f"{name}-{width}-{scheme}.png")
                    tab.screenshot(made[-1])
        finally:
            browser.quit()
    return made


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python tests/screenshots.py FILE.html FOLDER (or an http address in the place of the file)")
    if why := missing():
        sys.exit(why)
    where = sys.argv[1]
    remote = where.startswith("http")
    if not remote and not Path(where).is_file():
        sys.exit(f"there is no file {where}")
    for path in screenshots(
        where if remote else Path(where), Path(sys.argv[2]), "page" if remote else Path(where).stem
    ):
        print(path)
