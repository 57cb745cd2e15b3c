"""Print what articles say, one JSON object a line, without touching the database."""

from __future__ import annotations

import argparse
import sys
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError

from portal.extraction.command import NothingRead, add_arguments, print_articles
from portal.extraction.sandbox import ReaderUnavailable


class Command(BaseCommand):
    help = "Read articles (files and folders) and print one JSON object a line; writes nothing."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        try:
            print_articles(options["paths"], max(1, options["jobs"]), cast(TextIO, self.stdout))
        except (FileNotFoundError, NothingRead, ReaderUnavailable) as error:
            raise CommandError(str(error)) from error
