"""Imports for programs: the same service as the form, by a token that a person has made in the admin."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from ninja.security import HttpBearer

from portal.extraction.sandbox import ReaderUnavailable
from portal.imports import containers, previewing, reading, services, tasks
from portal.imports.columns import chooser, parse
from portal.imports.fetching import is_allowed
from portal.imports.models import ImportToken

MAY_START = "imports.add_batch"


class Token(HttpBearer):
    """`Authorization: Bearer TOKEN` of an active person who may import."""

    def authenticate(self, request: HttpRequest, token: str) -> ImportToken | None:
        found = ImportToken.objects.select_related("user").filter(digest=ImportToken.digest_of(token)).first()
        if found is None or not found.user.is_active or not found.user.has_perm(MAY_START):
            return None
        ImportToken.objects.filter(pk=found.pk).update(used_at=timezone.now())
        return found


class Started(Schema):
    """An import that has begun: its identifier, its state and the number of items in each state."""

    batch: str
    state: str
    items: dict[str, int]


class Looked(Schema):
    """What would become of one document."""

    name: str
    state: str
    message: str
    title: str
    date: str
    language: str
    countries: list[str]
    facts: dict[str, int]


class Preview(Schema):
    """The first documents, and whether there are more; nothing was written."""

    documents: list[Looked]
    more: bool


class Refused(Schema):
    """Why nothing was begun."""

    detail: str


router = Router(tags=["imports"])


@router.post(
    "/imports",
    auth=Token(),
    response={202: Started, 200: Preview, 400: Refused, 403: Refused, 503: Refused},
    summary="Start an import",
)
def start_import(
    request: HttpRequest,
    documents: File[list[UploadedFile]] = [],  # noqa: B006 - read by the framework, never changed
    text: Form[str] = "",
    title: Form[str] = "",
    publish: Form[bool] = False,
    columns: Form[str] = "",
    preview: bool = False,
) -> tuple[int, dict[str, Any]]:
    """Files (as `documents`, several if need be) or one pasted `text`, which may be a list of addresses of web pages, one a line.

    The answer comes before they are read. `columns` says what the columns of tables hold, as `title=Headline,text=Body`. With
    `?preview=true` the first documents are read at once, the answer says what would become of them, and nothing is written.
    """
    token: ImportToken = request.auth  # type: ignore[attr-defined]
    has_text = bool(text.strip("\0 \t\r\n"))
    if not documents and not has_text:
        return 400, {"detail": "Send at least one file as “documents”, or a “text”."}
    if containers.is_list(text) and not is_allowed():
        return 400, {"detail": str(containers.refusal())}
    try:
        named = parse(columns)
    except argparse.ArgumentTypeError as error:
        return 400, {"detail": str(error)}
    uploads = cast("list[containers.Upload]", documents)
    pasted = containers.receive_pasted(text) if has_text else ()
    if preview:
        return _preview(itertools.chain(containers.open_uploads(uploads, chooser(named)), pasted))
    sources = itertools.chain(containers.receive_uploads(uploads, named), pasted)
    if not title and len(documents) == 1 and not has_text:
        title = containers.shown(documents[0].name or "")
    try:
        batch = services.start(sources, title=title.replace("\0", ""), user=token.user, publish=publish)
    except PermissionDenied as error:
        return 403, {"detail": str(error)}
    tasks.ring()
    return 202, {"batch": str(batch.uuid), "state": batch.state, "items": services.counts(batch)}


def _preview(sources: Iterable[containers.Source]) -> tuple[int, dict[str, Any]]:
    try:
        return 200, previewing.preview(sources).as_json()
    except ReaderUnavailable as error:
        return 503, {"detail": str(error)}
    finally:
        reading.rest()
