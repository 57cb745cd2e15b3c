"""`python -m portal.messages` compiles locale/*/LC_MESSAGES/*.po for Django; it needs no gettext on the machine.

Only catalogues that are newer than what was compiled from them are read.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_messages(folder: Path = LOCALE) -> list[Path]:
    """The catalogues of `folder` that have been compiled, each next to its source; raises OSError with its name if one cannot be read."""
    return [source for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _compiled(source)]


def _compiled(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    # Another process may read it just now: it is never seen half written.
    draft = target.with_suffix(".new")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.replace(target)
    return True


def _told() -> Iterator[str]:
    for source in compile_messages():
        yield source.parts[-3]


if __name__ == "__main__":
    sys.stdout.write(f"Compiled the messages of: {', '.join(_told()) or 'none, all are up to date'}\n")
