"""Takes an import back, or says what doing so would remove, restore and keep; or brings it back."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.imports import services, undo
from portal.imports.models import Batch, Item, Undo


class Command(BaseCommand):
    help = (
        "Removes what an import made and nobody has changed or uses since. Documents and decisions are kept. "
        "What was interrupted goes on when the command is given again; workers go on with it too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", metavar="BATCH", help="the identifier that import_articles printed")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--preview", action="store_true", help="only say what would happen")
        what.add_argument("--redo", action="store_true", help="bring back what was taken back, with the same identifiers")
        parser.add_argument(
            "--json", action="store_true", help='print {"batch", "preview", "items", "removed", "restored", "kept"}'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        batch = _batch(options["batch"])
        if options["redo"]:
            self._redo(batch, as_json=options["json"])
            return
        if options["preview"]:
            report = services.take_back(batch, preview=True)
        else:
            _check(services.order_undo(batch), Undo.Act.TAKE_BACK)
            report = services.take_back(batch)
            _check_done(batch)
        if options["json"]:
            answer = {
                "batch": str(batch.uuid),
                "preview": options["preview"],
                "items": report.items,
                **{name: [_line(line) for line in some.lines] for name, some in report.lists().items()},
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        would = "would be " if options["preview"] else ""
        self.stdout.write(f"{report.items} articles of “{batch.title}” {would}taken back.")
        for name, some in report.lists().items():
            self.stdout.write(f"{some.count} {would}{name}")
            for kind, label, reason in some.lines:
                self.stdout.write(f"  {kind} {label}" + (f": {reason}" if reason else ""))

    def _redo(self, batch: Batch, *, as_json: bool) -> None:
        _check(services.order_redo(batch), Undo.Act.BRING_BACK)
        services.bring_back(batch)
        _check_done(batch)
        left = list(batch.items.filter(state=Item.State.UNDONE).values_list("name", "message"))
        applied = batch.items.filter(state=Item.State.APPLIED).count()
        if as_json:
            answer = {"batch": str(batch.uuid), "applied": applied, "left": [{"name": str(n), "reason": str(m)} for n, m in left]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        self.stdout.write(f"{applied} articles of “{batch.title}” are there.")
        for name, message in left:
            self.stdout.write(f"  {name}: {message}")


def _line(line: undo.Line) -> dict[str, str]:
    return {"kind": line.kind, "label": line.label} | ({"reason": str(line.reason)} if line.reason else {})


def _check(order: Undo, act: str) -> None:
    """Refuses to do one thing while the other is being done."""
    if order.act != act:
        raise CommandError(f"This import is being changed already: {order.get_act_display().lower()}. Wait until that is done.")


def _check_done(batch: Batch) -> None:
    order = batch.undos.first()
    if order and order.state == Undo.State.FAILED:
        raise CommandError(f"Not all of it could be done. {order.message} What was done stays done; give the command again.")


def _batch(text: str) -> Batch:
    try:
        return Batch.objects.get(uuid=uuid.UUID(text))
    except (ValueError, Batch.DoesNotExist) as error:
        raise CommandError(f"There is no import {text}.") from error
