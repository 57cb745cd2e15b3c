"""The Chromium of the browser tests: the one that is there, or one that is fetched.

`python tests/chromium.py` fetches one where it can, and says loudly when it cannot.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def find() -> str | None:
    """The path of a Chromium that can be started, or None. CHROMIUM in the environment comes first."""
    return next((path for path in _candidates() if path and os.access(path, os.X_OK)), None)


def _candidates() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from map(shutil.which, NAMES)
    # Last, as it starts a program for the answer.
    yield _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # slow to import, and not needed where a Chromium is installed

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def fetch() -> None:
    """Debian's package where that is allowed, else Playwright's own; errors are shown and left at that."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
        if find():
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    if not find():
        print("No Chromium here: fetching one for the browser tests ...", flush=True)
        fetch()
    if not find():
        line = "!" * 78
        print(f"{line}\n!! NO CHROMIUM: the browser tests are NOT run. Install chromium, or set CHROMIUM.\n{line}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
