from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _

from portal.imports.containers.archive import is_archive, open_archive
from portal.imports.containers.source import READABLE, Source, no_article, read_document, shown

# The corpus keeps the right answers beside its articles.
LEFT_OUT = (".gold.json",)


class Upload(Protocol):
    """What a web form gives: a name and an open stream."""

    name: str | None

    @property
    def file(self) -> BinaryIO: ...


def open_uploads(uploads: Iterable[Upload]) -> Iterator[Source]:
    """The documents in uploaded files; an archive gives one for each entry."""
    for upload in uploads:
        yield from _open_stream(upload.file, upload.name or "")


def open_paths(paths: Iterable[Path]) -> Iterator[Source]:
    """The documents in files, archives and folders (with the folders below them, in the order of their names)."""
    for path in paths:
        if path.is_dir():
            yield from _open_folder(path)
        else:
            yield from _open_file(path, path.name, str(path))


def _open_folder(folder: Path) -> Iterator[Source]:
    found = False
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or name.endswith(LEFT_OUT):
                continue
            found = True
            path = Path(parent) / name
            yield from _open_file(path, str(path.relative_to(folder)), str(folder), searched=True)
    if not found:
        yield Source(name=shown(str(folder)), message=_("The folder has no files."), skipped=True)


def _open_file(path: Path, name: str, origin: str, searched: bool = False) -> Iterator[Source]:
    if path.is_symlink() and searched:
        yield Source(name=shown(name), origin=shown(origin), message=_("A link to another file is not followed."), skipped=True)
        return
    if not path.is_file():
        missing = _("There is no such file.") if not path.exists() else _("This is not an ordinary file.")
        yield Source(name=shown(name), origin=shown(origin), message=missing)
        return
    try:
        with path.open("rb") as stream:
            yield from _open_stream(stream, name, origin, searched)
    except OSError as error:
        message = _("The file cannot be read: %(reason)s.") % {"reason": error.strerror}
        yield Source(name=shown(name), origin=shown(origin), message=message)


def _open_stream(stream: BinaryIO, name: str, origin: str = "", searched: bool = False) -> Iterator[Source]:
    if is_archive(stream, name):
        yield from open_archive(stream, shown(name))
    elif searched and not name.lower().endswith(READABLE):
        yield no_article(shown(name), shown(origin))
    else:
        yield read_document(stream, shown(name), shown(origin) if origin else "")
