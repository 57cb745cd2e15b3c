"""How an import begins in the admin: what is brought, a question about the columns of its tables, a look at it, and the start."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import FormView, TemplateView, View

from portal.extraction.sandbox import ReaderUnavailable
from portal.imports import columns, containers, drafting, previewing, services, tasks, unpacking
from portal.imports.forms import ColumnsForm, StartForm
from portal.imports.limits import too_much_sent
from portal.imports.models import Batch
from portal.imports.views import MAY_START, DeskPage, OneBatch

_REST = 64 * 1024 * 1024
"""Bytes of a refused request that are still read, so that the browser shows the answer instead of a broken connection."""


# Taken apart here and not before: what is too large for a request is then an error of the form. The token is checked after that.
@method_decorator(csrf_exempt, name="dispatch")
class StartView(DeskPage, FormView):
    template_name = "imports/start.html"
    page_title = gettext_lazy("New import")
    form_class = StartForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_permission():
            return cast(HttpResponse, self.handle_no_permission())
        try:
            request.POST  # noqa: B018 - takes the request apart
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as error:
            for _number in range(_REST // unpacking.PART):
                if not request.read(unpacking.PART):
                    break
            messages.error(request, too_much_sent(error))
            return redirect("imports:start")
        return cast(HttpResponse, csrf_protect(super().dispatch)(request, *args, **kwargs))

    def has_permission(self) -> bool:
        return self.request.user.has_perm(MAY_START)

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": _("New import")}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"may_publish": drafting.may_publish(self.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            "too_many": too_much_sent(TooManyFilesSent()),
        }

    def form_valid(self, form: StartForm) -> HttpResponse:
        data = form.cleaned_data
        uploads, text = data["documents"], data["text"]
        pasted = text if text.strip("\0 \t\r\n") else ""
        title = data["title"] or (containers.shown(uploads[0].name) if len(uploads) == 1 and not pasted else "")
        options = {"title": title, "user": self.user, "publish": data.get("publish", False)}
        tables = (upload for upload in uploads if _may_be_asked_about(upload.name))
        samples = (columns.sample(table.file, table.name) for table in itertools.islice(tables, columns.MOST_ASKED))
        asks = any(map(_is_unknown, samples))
        if asks or "preview" in self.request.POST:
            batch = services.prepare(_as_they_came(uploads, pasted), **options)
            return redirect("imports:columns" if asks else "imports:preview", batch.uuid)
        sources = itertools.chain(containers.receive_uploads(uploads), containers.receive_pasted(pasted) if pasted else ())
        batch = services.start(sources, **options)
        tasks.ring()
        return redirect("imports:batch", batch.uuid)


def _may_be_asked_about(name: str | None) -> bool:
    return (name or "").lower().endswith(containers.TABLES)


def _is_unknown(sample: columns.Sample | None) -> bool:
    return sample is not None and bool(sample.rows) and not columns.are_known(sample.headings)


def _as_they_came(uploads: list[Any], pasted: str) -> Iterator[tuple[containers.Unopened, bool]]:
    for upload in uploads:
        yield containers.Unopened(containers.shown(upload.name or ""), upload.file), False
    if pasted:
        is_list = containers.is_list(pasted)
        name = containers.PASTED_ADDRESSES if is_list else containers.open_pasted(pasted).name
        yield containers.Unopened(name, io.BytesIO(pasted.encode("utf-8", "replace"))), not is_list


# --- what is prepared


class Prepared(OneBatch):
    """A step before an import starts; once it has, its own page is shown."""

    def has_permission(self) -> bool:
        return self.request.user.has_perm(MAY_START)

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.batch.title}, {"url": "", "label": self.page_title, "sublabel": self.batch.title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.has_permission() and self.batch.state != Batch.State.PREPARED:
            return redirect("imports:batch", self.batch.uuid)
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    @cached_property
    def samples(self) -> dict[str, tuple[str, columns.Sample]]:
        """Of the tables that were brought, one for all with the same headings: their key to name and sample."""
        found: dict[str, tuple[str, columns.Sample]] = {}
        tables = (upload for upload in self.batch.uploads.filter(is_document=False) if _may_be_asked_about(upload.name))
        for upload in itertools.islice(tables, columns.MOST_ASKED):
            with unpacking.opened(upload) as stream:
                sample = columns.sample(stream, upload.name)
            if sample:
                found.setdefault(sample.key, (upload.name, sample))
        return found


class ColumnsView(Prepared, TemplateView):
    """Asks what the columns of the tables hold; what is answered is kept for the next table with the same headings."""

    template_name = "imports/columns.html"
    page_title = gettext_lazy("What do the columns hold?")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(forms=self._forms()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self._forms(request.POST)
        valid = [form.is_valid() for _name, form in forms]
        if not all(valid):
            return self.render_to_response(self.get_context_data(forms=forms))
        for _name, form in forms:
            columns.remember(form.headings, form.chosen(), self.user)
        return redirect("imports:preview", self.batch.uuid)

    def _forms(self, data: Any = None) -> list[tuple[str, ColumnsForm]]:
        return [
            (
                name,
                ColumnsForm(
                    data,
                    prefix=key[:12],
                    headings=sample.headings,
                    columns=columns.columns_for(sample.headings),
                    rows=sample.rows,
                ),
            )
            for key, (name, sample) in self.samples.items()
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"batch": self.batch}


class PreviewView(Prepared, TemplateView):
    """What would become of the first documents, before anything is imported."""

    template_name = "imports/preview.html"
    page_title = gettext_lazy("Preview")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        preview, problem = previewing.Preview(), ""
        try:
            preview = previewing.preview_of(self.batch)
        except ReaderUnavailable as error:
            problem = str(error)
        return super().get_context_data(**kwargs) | {
            "batch": self.batch,
            "preview": preview,
            "seconds": round(previewing.SECONDS),
            "problem": problem,
            "has_tables": bool(self.samples),
        }


class BeginView(Prepared, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        services.begin(self.batch)
        tasks.ring()
        return redirect("imports:batch", self.batch.uuid)


class DiscardView(Prepared, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if services.discard(self.batch):
            messages.success(request, _("“%(title)s” was discarded. Nothing was imported.") % {"title": self.batch.title})
        return redirect(reverse("imports:index"))
