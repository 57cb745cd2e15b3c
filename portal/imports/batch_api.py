"""One import for programs: how it stands, and what its page in the admin offers, by the same services and permissions."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from portal.imports import drafting, services, tasks, undo
from portal.imports.api import Refused, Token
from portal.imports.models import Batch, ImportToken, Item, Undo

ITEMS_A_PAGE = LINES_A_PAGE = 100
MOST_PAGES = 10_000_000

router = Router(tags=["imports"], auth=Token())


class Order(Schema):
    """Whether the import was last to be taken back (`take_back`) or brought back (`bring_back`), and how that stands."""

    act: str
    state: str
    message: str


class Standing(Schema):
    """How an import stands: its state, the number of items in each state, and the files that are still to be opened (the first 100)."""

    batch: str
    title: str
    state: str
    items: dict[str, int]
    unopened: list[str]
    order: Order | None


class Document(Schema):
    """One item of an import; `page` is the key of its article once it is applied."""

    item: str
    name: str
    state: str
    message: str
    page: int | None


class Documents(Schema):
    """A page of the items, in the order in which they were brought; `count` is the number on all pages."""

    count: int
    results: list[Document]


class Line(Schema):
    """One record or article: what it is, how it is called, and for what stays, why."""

    kind: str
    label: str
    reason: str


class Listed(Schema):
    """How many there are, a page of them, and how many come after it."""

    count: int
    results: list[Line]
    more: int


class Report(Schema):
    """What taking the import back would do (`preview`) or has done so far, in the words of the admin.

    A preview looks at the `items` articles that go first, of `of` that are applied.
    """

    preview: bool
    items: int
    of: int
    removed: Listed
    restored: Listed
    kept: Listed


_ANSWERS: dict[int, Any] = {200: Standing, 404: Refused, 409: Refused}
_ORDERS: dict[int, Any] = {202: Standing, 403: Refused, 404: Refused, 409: Refused}


@router.get("/imports/{uuid:batch}", response={200: Standing, 404: Refused}, summary="How an import stands")
def show_import(request: HttpRequest, batch: UUID) -> dict[str, Any]:
    """Ask again every few seconds while `state` is `running`."""
    return _standing(_find(batch))


@router.get("/imports/{uuid:batch}/items", response={200: Documents, 404: Refused}, summary="The items of an import")
def list_items(
    request: HttpRequest, batch: UUID, state: str = "", page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1
) -> dict[str, Any]:
    """All of them, or those in one `state` (such as `failed`), 100 a page."""
    items = _find(batch).items.defer("reading", "traceback").order_by("position")
    if state:
        items = items.filter(state=state)
    shown = items[(page - 1) * ITEMS_A_PAGE : page * ITEMS_A_PAGE]
    return {
        "count": items.count(),
        "results": [
            {
                "item": str(item.uuid),
                "name": str(item.name),
                "state": item.state,
                "message": str(item.message),
                "page": item.page_id,
            }
            for item in shown
        ],
    }


@router.post("/imports/{uuid:batch}/pause", response=_ANSWERS, summary="Pause an import")
def pause(request: HttpRequest, batch: UUID) -> tuple[int, dict[str, Any]]:
    """Nobody begins with more of it; what a worker has begun it finishes. 409 when it does not run."""
    found = _find(batch)
    if not services.pause(found):
        return 409, {"detail": _("There was nothing to pause: the import does not run.")}
    return 200, _standing(found)


@router.post("/imports/{uuid:batch}/resume", response=_ANSWERS, summary="Resume a paused import")
def resume(request: HttpRequest, batch: UUID) -> tuple[int, dict[str, Any]]:
    """409 when it is not paused."""
    found = _find(batch)
    if not services.resume(found):
        return 409, {"detail": _("There was nothing to resume: the import is not paused.")}
    tasks.ring()
    return 200, _standing(found)


@router.post("/imports/{uuid:batch}/cancel", response={200: Standing, 404: Refused}, summary="Cancel an import")
def cancel(request: HttpRequest, batch: UUID) -> dict[str, Any]:
    """Stops what has not begun; what was read stays for review."""
    found = _find(batch)
    services.cancel(found)
    return _standing(found)


@router.post("/imports/{uuid:batch}/retry", response=_ANSWERS, summary="Read again what failed")
def retry(request: HttpRequest, batch: UUID, item: Annotated[list[UUID], Query()] = []) -> tuple[int, dict[str, Any]]:  # noqa: B006
    """All items that failed or were cancelled, or only those that are named with `item`. 409 when there are none."""
    found = _find(batch)
    chosen = found.items.filter(uuid__in=item) if item else None
    is_unopened = found.uploads.filter(opened_at__isnull=True).exists()
    if not services.retry(found, chosen) and not is_unopened:
        return 409, {"detail": _("There was nothing to read again.")}
    tasks.ring()
    return 200, _standing(found)


@router.get("/imports/{uuid:batch}/undo", response={200: Report, 403: Refused, 404: Refused}, summary="What taking it back does")
def show_undo(
    request: HttpRequest, batch: UUID, page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1
) -> tuple[int, dict[str, Any]]:
    """While something of it is applied, what taking it back would remove, restore and keep; else what it has done. Changes nothing.

    Each list has 100 entries a page.
    """
    found = _find(batch)
    if not _may_undo(request):
        return 403, _not_allowed()
    start = (page - 1) * LINES_A_PAGE
    is_ahead, report = services.tell_undo(found, slice(start, start + LINES_A_PAGE))
    applied = found.items.filter(state=Item.State.APPLIED).count()
    lists = {name: _listed(some, start) for name, some in report.lists().items()}
    return 200, {"preview": is_ahead, "items": report.items, "of": applied if is_ahead else report.items, **lists}


def _listed(some: undo.Listed, start: int) -> dict[str, Any]:
    lines = [{"kind": kind, "label": label, "reason": str(reason)} for kind, label, reason in some.lines]
    return {"count": some.count, "results": lines, "more": max(0, some.count - start - len(lines))}


@router.post("/imports/{uuid:batch}/undo", response=_ORDERS, summary="Take an import back")
def take_back(request: HttpRequest, batch: UUID) -> tuple[int, dict[str, Any]]:
    """Workers do it; `order` tells how it stands. Asked for twice, it is done once."""
    return _order(request, batch, Undo.Act.TAKE_BACK)


@router.post("/imports/{uuid:batch}/redo", response=_ORDERS, summary="Bring back what was taken back")
def bring_back(request: HttpRequest, batch: UUID) -> tuple[int, dict[str, Any]]:
    """The same articles and records with the same identifiers and addresses."""
    return _order(request, batch, Undo.Act.BRING_BACK)


def _order(request: HttpRequest, batch: UUID, act: str) -> tuple[int, dict[str, Any]]:
    found = _find(batch)
    if not _may_undo(request):
        return 403, _not_allowed()
    ask = services.order_undo if act == Undo.Act.TAKE_BACK else services.order_redo
    order = ask(found, user=_token(request).user)
    if order.act != act:
        words = _("This import is being changed already: %(act)s. Wait until that is done.")
        return 409, {"detail": words % {"act": order.get_act_display().lower()}}
    tasks.ring()
    return 202, _standing(found)


def _token(request: HttpRequest) -> ImportToken:
    token: ImportToken = request.auth  # type: ignore[attr-defined]
    return token


def _may_undo(request: HttpRequest) -> bool:
    return drafting.may_publish(_token(request).user)


def _not_allowed() -> dict[str, str]:
    return {"detail": _("Only who may publish takes an import back or brings it back.")}


def _find(batch: UUID) -> Batch:
    return get_object_or_404(Batch, uuid=batch)


def _standing(batch: Batch) -> dict[str, Any]:
    batch.refresh_from_db()
    order = batch.undos.first()
    return {
        "batch": str(batch.uuid),
        "title": batch.title,
        "state": batch.state,
        "items": services.counts(batch),
        "unopened": list(batch.uploads.filter(opened_at__isnull=True).values_list("name", flat=True)[:LINES_A_PAGE]),
        "order": {"act": order.act, "state": order.state, "message": str(order.message)} if order else None,
    }
