from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnerships.listing.verification import differences
from partnerships.models import refresh_facet_rows
from partnerships.models.facetrow import facet_sources


class Command(BaseCommand):
    help = (
        "Compares what lists are counted from with the records themselves and lists every difference. "
        "Ends with 1 when there is one, unless it was told to repair."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Bring the rows that differ up to date.")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        total = 0
        for record_type in facet_sources:
            found = differences(record_type)
            total += len(found)
            for difference in found:
                self.stdout.write(str(difference))
            if repair:
                refresh_facet_rows(record_type, {difference.record_id for difference in found})
        if total and not repair:
            raise CommandError(f"{total} differences; --repair brings the rows up to date.")
        self.stdout.write(f"{total} differences repaired." if total else "No difference.")
