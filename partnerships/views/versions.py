"""Two editors on one record: whoever saves second is told, and replaces nothing without having been asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Revision

from partnerships.ids import row_id

# Wagtail's own fields of the form, kept true by its script: the version that the form was opened with, its hour (the same
# version is written again and again while somebody types), and the version that this window has made since.
OPENED, OPENED_AT, MADE_HERE = "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"
ANYWAY = "replace_version"
"""The field by which an editor says that their text is to take the place of one certain version."""
NAMED = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """What a sent form was opened with, beside what is there now."""

    latest: Revision
    revision: Revision | None = None
    """The version that was typed upon; None when there was none."""
    others: tuple[Revision, ...] = ()
    """The versions saved since, the newest first."""
    is_refused: bool = True
    """False where the editor has seen that there is a newer version and wants to replace it."""

    @property
    def answer(self) -> str:
        """What `ANYWAY` holds when this newest version may be replaced: any later one is asked about again."""
        return f"{self.latest.pk}@{self.latest.created_at.isoformat()}"


def compare_with_latest(model: type[models.Model], pk: Any, request: HttpRequest) -> Opened | None:
    """What the form was opened with, when somebody has saved the record since; None when it is still the newest version.

    Locks the record until the end of the transaction, so that the answer stays true until the form is saved.
    """
    record = model._default_manager.filter(pk=pk).select_for_update(no_key=True, of=("self",))
    latest_id = record.values_list("latest_revision_id", flat=True).first()
    latest = Revision.objects.select_related("user").filter(pk=latest_id).first() if latest_id else None
    if latest is None:
        return None
    made_here, opened, opened_at = (request.POST.get(name, "") for name in (MADE_HERE, OPENED, OPENED_AT))
    known = made_here or opened
    if known == str(latest.pk) and (made_here or opened_at == latest.created_at.isoformat()):
        return None
    number = row_id(known) or 0
    same_record = Revision.objects.filter(base_content_type=latest.base_content_type_id, object_id=latest.object_id)
    versions = same_record.select_related("user")
    found = Opened(
        latest,
        versions.filter(pk=number).first(),
        tuple(versions.filter(pk__gt=number).order_by("-created_at", "-pk")[: NAMED + 1]) or (latest,),
    )
    if request.POST.get(ANYWAY) != found.answer:
        return found
    # The version that this window made itself is no longer the newest, so it cannot be written over.
    posted: Any = request.POST.copy()
    posted.pop(MADE_HERE, None)
    request.POST = posted
    return Opened(found.latest, found.revision, found.others, is_refused=False)


def refusal(opened: Opened, user: AbstractBaseUser, form_id: str, compare_url: str, record_url: str) -> SafeString:
    """What the second editor reads above the form: who has saved what and when, where to see it, and how to go on."""
    differs = opened.revision is not None and opened.revision.pk != opened.latest.pk
    return SafeString(
        render_to_string(
            "partnerships/admin/newer_version.html",
            {
                "others": list(_authors(opened.others[:NAMED], user)),
                "has_more": len(opened.others) > NAMED,
                "compare_url": compare_url if differs else "",
                "record_url": record_url,
                "form_id": form_id,
                "field": ANYWAY,
                "answer": opened.answer,
            },
        )
    )


def _authors(versions: Iterable[Revision], user: AbstractBaseUser) -> Iterable[tuple[str, Any]]:
    for version in versions:
        author = version.user
        if author is None:
            yield _("the site itself"), version.created_at
        elif author.pk == user.pk:
            yield _("you, in another window"), version.created_at
        else:
            yield author.get_full_name() or author.get_username(), version.created_at


class RecordVersionCheck:
    """For an editor of Wagtail's snippets: a form is saved only upon the version that it was opened with."""

    opened: Opened | None = None
    revision: Revision
    """In the view that brings an older version back: that version."""

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            self.opened = compare_with_latest(self.model, self.object.pk, request)
            if self.opened and self.opened.revision and not hasattr(self, "revision"):
                # The rows of the form are those of this version.
                self.object = self.opened.revision.as_object()
            return super().post(request, *args, **kwargs)

    @property
    def is_out_of_date(self) -> bool:
        return self.opened is not None and self.opened.is_refused

    def is_valid(self: Any, form: Any) -> bool:
        valid = super().is_valid(form)
        if self.is_out_of_date and not self.expects_json_response:
            compared = self.opened.revision.pk if self.opened.revision else "earliest"
            compare_url = reverse(self.revisions_compare_url_name, args=[self.object.pk, compared, self.opened.latest.pk])
            words = refusal(self.opened, self.request.user, "w-editor-form", compare_url, self.get_edit_url())
            self.produced_error_message = words
            return False
        return bool(valid)

    def get_context_data(self: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | still_opened(self.opened, self.object)


def still_opened(opened: Opened | None, record: Any) -> dict[str, Any]:
    """What keeps a refused form on the version that it was opened with; the record's instance is changed for its template."""
    if opened is None or not opened.is_refused:
        return {}
    record.latest_revision = opened.revision
    # No version has this hour, so the form is refused until the editor says what is to become of it.
    return {"loaded_revision_created_at": ""}
