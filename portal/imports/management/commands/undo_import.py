"""Takes an import back, or says what doing so would remove, restore and keep."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.imports import services
from portal.imports.models import Batch


class Command(BaseCommand):
    help = "Removes what an import made and nobody has changed or uses since. Documents and decisions are kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", metavar="BATCH", help="the identifier that import_articles printed")
        parser.add_argument("--preview", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--json", action="store_true", help='print {"batch", "preview", "items", "removed", "restored", "kept"}'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        batch = _batch(options["batch"])
        report = services.take_back(batch, preview=options["preview"])
        if options["json"]:
            answer = {
                "batch": str(batch.uuid),
                "preview": options["preview"],
                "items": report.items,
                "removed": report.removed,
                "restored": report.restored,
                "kept": [{"label": label, "reason": reason} for label, reason in report.kept],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        would = "would be " if options["preview"] else ""
        self.stdout.write(f"{report.items} articles of “{batch.title}” {would}taken back.")
        for heading, labels in (("removed", report.removed), ("restored", report.restored)):
            self.stdout.write(f"{len(labels)} {would}{heading}")
            for label in labels:
                self.stdout.write(f"  {label}")
        self.stdout.write(f"{len(report.kept)} {would}kept")
        for label, reason in report.kept:
            self.stdout.write(f"  {label}: {reason}")


def _batch(text: str) -> Batch:
    try:
        return Batch.objects.get(uuid=uuid.UUID(text))
    except (ValueError, Batch.DoesNotExist) as error:
        raise CommandError(f"There is no import {text}.") from error
