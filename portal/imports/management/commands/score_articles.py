"""Print how well articles with known answers are read, without touching the database."""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.extraction.command import NothingRead, read_line, refuse_nothing
from portal.extraction.sandbox import Sandbox
from portal.imports.scoring import Score, score

SUFFIX = ".gold.json"


class Command(BaseCommand):
    help = "Read the articles of folders that have a NAME.gold.json beside each NAME.EXT, and print precision and recall."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folders", nargs="+", metavar="FOLDER", type=Path)
        parser.add_argument("--show", action="store_true", help="also print what was missed and what was wrong, by article")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
        parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many articles to read at the same time")

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = [pair for folder in options["folders"] for pair in self._pairs(folder)]
        if not pairs:
            raise CommandError(f"There is no NAME{SUFFIX} in these folders.")
        whole, unread, last = Score(), 0, ""
        jobs = max(1, options["jobs"])
        with Sandbox(processes=jobs) as sandbox, ThreadPoolExecutor(jobs) as threads:
            lines = threads.map(lambda pair: read_line(sandbox, str(pair[0])), pairs)
            for (article, gold), line in zip(pairs, lines, strict=True):
                if "error" in line:
                    unread, last = unread + 1, str(line["error"])
                found = score(gold, line)
                whole.add(found)
                if options["show"] and found.remarks:
                    self.stdout.write("\n  ".join([article.name, *found.remarks]))
        if options["json"]:
            self.stdout.write(json.dumps({"articles": len(pairs), "unread": unread, **_figures(whole)}))
        else:
            self._table(whole, len(pairs), unread)
        try:
            refuse_nothing(unread, len(pairs), last)
        except NothingRead as error:
            raise CommandError(str(error)) from error

    def _pairs(self, folder: Path) -> list[tuple[Path, Any]]:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        pairs = []
        for answers in sorted(folder.rglob(f"*{SUFFIX}")):
            name = answers.name.removesuffix(SUFFIX)
            article = next((p for p in sorted(answers.parent.glob(f"{name}.*")) if not p.name.endswith(SUFFIX)), None)
            if article is None:
                raise CommandError(f"{answers} has no article beside it.")
            try:
                pairs.append((article, json.loads(answers.read_text(encoding="utf-8"))))
            except ValueError as error:
                raise CommandError(f"{answers} is not JSON: {error}") from error
        return pairs

    def _table(self, whole: Score, articles: int, unread: int) -> None:
        self.stdout.write(f"{articles} articles, {unread} could not be read")
        self.stdout.write(f"{'':16}{'precision':>10}{'recall':>10}{'F1':>10}{'found':>8}{'wrong':>8}{'missed':>8}")
        for name, m in whole.measures.items():
            rates = "".join(f"{'–' if rate is None else f'{rate:.3f}':>10}" for rate in (m.precision, m.recall, m.f1))
            self.stdout.write(f"{name:16}{rates}{m.found:8.4g}{m.wrong:8.4g}{m.missed:8.4g}")


def _figures(whole: Score) -> dict[str, float | None]:
    return {name: None if m.f1 is None else round(m.f1, 4) for name, m in whole.measures.items()}
