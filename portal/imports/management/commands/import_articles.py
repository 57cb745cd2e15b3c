"""Imports articles from the command line, by the same service as the admin's form."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.extraction.sandbox import ReaderUnavailable
from portal.imports import columns, containers, previewing, services, tasks
from portal.imports.models import Batch, Item

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 15.0
"""How long nobody may pick the work up before this process does it itself."""
BAR_WIDTH = 30
FAILED_SHOWN = 100


class Command(BaseCommand):
    help = "Imports articles: files, folders, ZIP archives, tables, feeds and exports. Items that fail do not stop the others."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="a file or a folder")
        parser.add_argument("--title", default="", help="what the import is called; by default the first path's name")
        parser.add_argument("--user", help="the name of the user who is to own what is made")
        parser.add_argument(
            "--columns",
            type=columns.parse,
            metavar="FIELD=HEADING,…",
            help="what the columns of tables hold (title, text, date, source, url, language); by default as remembered or guessed",
        )
        parser.add_argument("--wait", action="store_true", help="show the progress and end when all is done")
        parser.add_argument("--publish", action="store_true", help="apply and publish all that is sure: for trusted sources")
        parser.add_argument("--json", action="store_true", help='print {"batch", "state", "items": {state: number}}')
        parser.add_argument(
            "--preview",
            action="store_true",
            help=f"read the first {previewing.DOCUMENTS} documents, say what would become of them, and write nothing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["paths"]
        for path in paths:
            if not path.exists():
                raise CommandError(f"There is no file or folder {containers.shown(str(path))}.")
        if options["preview"]:
            self._preview(paths, options["columns"], as_json=options["json"])
            return
        title = options["title"] or containers.shown(paths[0].resolve().name)
        try:
            sources = containers.receive_paths(paths, options["columns"])
            batch = services.start(sources, title=title, user=_user(options["user"]), publish=options["publish"])
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        tasks.ring()
        if options["wait"]:
            self._wait(batch)
        self._report(batch, as_json=options["json"])

    def _preview(self, paths: list[Path], named: dict[str, str] | None, *, as_json: bool) -> None:
        try:
            preview = previewing.preview(containers.open_paths(paths, columns.chooser(named)))
        except ReaderUnavailable as error:
            raise CommandError(str(error)) from error
        if as_json:
            self.stdout.write(json.dumps(preview.as_json(), ensure_ascii=False))
            return
        for document in preview.documents:
            self.stdout.write(f"{document.name}: {str(document.state_label).lower()}")
            facts = ", ".join(f"{label} {number}" for label, number in document.fact_labels)
            about = (document.title, document.date, document.language, " ".join(document.countries), facts, str(document.message))
            for line in filter(None, about):
                self.stdout.write(f"    {line}")
        if preview.is_out_of_time:
            self.stdout.write(
                f"Reading took longer than {previewing.SECONDS:.0f} seconds, so the preview ends here; there is more."
            )
        else:
            self.stdout.write("There is more; it was not looked at." if preview.has_more else "That is all.")

    def _wait(self, batch: Batch) -> None:
        progress = Progress(self.stderr)
        heard_at = time.monotonic()
        alone = False
        while batch.state == Batch.State.RUNNING:
            if alone:
                services.process(seconds=POLL_SECONDS)
            else:
                time.sleep(POLL_SECONDS)
                # A worker that has just started may take long over its first document: it is there all the same.
                if not services.is_waiting() or services.is_worked_on(batch):
                    heard_at = time.monotonic()
                elif time.monotonic() - heard_at > PATIENCE_SECONDS:
                    progress.say("No worker has taken it up, so it is read here.")
                    alone = True
            batch.refresh_from_db()
            counts = services.counts(batch)
            progress.total = sum(counts.values())
            progress.show(progress.total - services.left_of(counts), counts.get(Item.State.FAILED, 0))
        progress.end()

    def _report(self, batch: Batch, *, as_json: bool) -> None:
        counts = services.counts(batch)
        if as_json:
            self.stdout.write(json.dumps({"batch": str(batch.uuid), "state": batch.state, "items": counts}))
            return
        told = [f"{number} {str(Item.State(state).label).lower()}" for state, number in counts.items()]
        if unopened := batch.uploads.filter(opened_at__isnull=True).count():
            told.append(f"{unopened} to be opened")
        words = ", ".join(told)
        self.stdout.write(f"{batch.title}: {str(batch.get_state_display()).lower()} — {words} (import {batch.uuid})")
        for name, message in batch.items.filter(state=Item.State.FAILED).values_list("name", "message")[:FAILED_SHOWN]:
            self.stderr.write(f"  {name}: {message}")
        if (more := counts.get(Item.State.FAILED, 0) - FAILED_SHOWN) > 0:
            self.stderr.write(f"  and {more} more, on the page of the import")


class Progress:
    """A bar that is drawn over and over on a terminal; in a file or a pipe, a line now and then."""

    def __init__(self, stream: Any) -> None:
        self.total = 0
        """Grows while archives and tables are opened."""
        self._stream = stream
        self._is_terminal = sys.stderr.isatty()
        self._shown = -1
        self._line_at = 0.0

    def show(self, done: int, failed: int) -> None:
        if done == self._shown:
            return
        note = f", {failed} failed" if failed else ""
        if self._is_terminal:
            full = BAR_WIDTH * done // max(self.total, 1)
            self._write(f"\r[{'█' * full}{'·' * (BAR_WIDTH - full)}] {done} of {self.total}{note} ", ending="")
        elif done == self.total or time.monotonic() - self._line_at > PATIENCE_SECONDS:
            self._write(f"{done} of {self.total}{note}")
            self._line_at = time.monotonic()
        self._shown = done

    def say(self, words: str) -> None:
        self._write(f"\n{words}" if self._is_terminal and self._shown >= 0 else words)

    def end(self) -> None:
        if self._is_terminal:
            self._write("")

    def _write(self, words: str, ending: str = "\n") -> None:
        # Not in the colour of errors.
        self._stream.write(words, style_func=str, ending=ending)
        self._stream.flush()


def _user(name: str | None) -> AbstractUser | None:
    if name is None:
        return None
    model = get_user_model()
    try:
        return model._default_manager.get_by_natural_key(name)
    except model.DoesNotExist as error:
        raise CommandError(f"There is no user {name}.") from error
