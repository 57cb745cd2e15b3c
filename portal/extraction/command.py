"""Reading files and folders and printing one JSON line an article: what `manage.py extract_articles` does, without Django."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

from portal.extraction.sandbox import ReaderUnavailable, Sandbox
from portal.extraction.types import ExtractionError

SUFFIXES = frozenset({".txt", ".text", ".html", ".htm", ".xhtml", ".md", ".markdown", ".eml", ".docx", ".pdf"})
"""Files of a folder that can be read; a file that is named itself is always tried."""


def article_paths(paths: Sequence[str]) -> Iterator[str]:
    """The files to read, in order: those named, and those in the folders named (`*.gold.json` and what nobody reads left out).

    Raises FileNotFoundError for a path that is not there.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from (str(p) for p in sorted(path.rglob("*")) if p.is_file() and p.suffix.lower() in SUFFIXES)
        elif path.exists():
            yield given
        else:
            raise FileNotFoundError(f"{given} does not exist.")


def read_line(sandbox: Sandbox, path: str) -> dict[str, object]:
    """The JSON object of one file: the reading, or `error` with a sentence."""
    try:
        return {"path": path, **sandbox.read(Path(path).read_bytes(), Path(path).name).as_json()}
    except ExtractionError as error:
        return {"path": path, "error": str(error)}
    except OSError as error:
        return {"path": path, "error": f"This file cannot be opened: {error.strerror or error}."}


class NothingRead(Exception):
    """Not one of several articles could be read: then the reader is at fault, or its surroundings, not the articles."""


def refuse_nothing(unread: int, count: int, error: str) -> None:
    """Raise NothingRead when not one of several articles could be read; `error` is the sentence of the last."""
    if unread == count > 1:
        raise NothingRead(f"None of the {count} articles could be read. The last one says: {error}")


def print_articles(paths: Sequence[str], jobs: int, out: TextIO) -> int:
    """Print one line an article to `out` in the order of the files; returns how many there were.

    Raises NothingRead, after the last line, when not one of several could be read.
    """
    count, unread, error = 0, 0, ""
    with Sandbox(processes=jobs) as sandbox, ThreadPoolExecutor(jobs) as threads:
        for line in threads.map(lambda path: read_line(sandbox, path), article_paths(paths)):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
            if "error" in line:
                unread, error = unread + 1, str(line["error"])
    refuse_nothing(unread, count, error)
    return count


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that both doors share."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with files that can be read")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many articles to read at the same time (default 1)")


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m portal.extraction.command PATH...`; 0 when it ran, 2 when it could not or read not one of several articles."""
    parser = argparse.ArgumentParser(description="Read articles and print what they say, one JSON object a line.")
    add_arguments(parser)
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        print_articles(options.paths, max(1, options.jobs), sys.stdout)
    except (FileNotFoundError, NothingRead, ReaderUnavailable) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
