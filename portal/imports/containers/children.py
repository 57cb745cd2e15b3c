"""Workbooks, feeds and WordPress exports read by `child` in a process of its own with limits: what is made to hurt ends that process and no other."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO

_CHILD = Path(__file__).with_name("child.py")


class NotOfTheKind(Exception):
    """The file is no workbook or no feed, or too damaged to be one."""


class Overwhelmed(Exception):
    """It needed too much memory or time; what came before has been read."""


def answers(kind: str, stream: BinaryIO) -> Iterator[Any]:
    """What the child says of a file of the kind "xlsx", "feed" or "wxr", value by value; see there. Ends the child in every case."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        child = subprocess.Popen(  # noqa: S603 - our own program, no input in the command
            [sys.executable, "-I", str(_CHILD), kind], stdin=copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert child.stdout
        try:
            yield from _lines(child.stdout)
        finally:
            child.kill()
            child.stdout.close()
            child.wait()


def _lines(out: IO[bytes]) -> Iterator[Any]:
    for line in out:
        answer = json.loads(line)
        if answer == "end":
            return
        if answer == "no":
            raise NotOfTheKind
        yield answer
    raise Overwhelmed
