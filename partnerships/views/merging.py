"""Likely duplicates among organisations, their merge with a preview, and taking a merge back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter

from partnerships.authority import MERGED, UNDONE, MergeError, merge, plan_merge, standing_organisations, undo_merge
from partnerships.authority.duplicates import (
    AT_ONCE,
    NEVER_SAME,
    NOT_NEVER,
    likely_duplicates,
    never_the_same,
    not_never_the_same,
    number_of_organisations,
)
from partnerships.authority.planning import OTHER
from partnerships.models import DistinctOrganisations, Organisation, OrganisationMerge

MAY_MERGE = "partnerships.publish_organisation"
LAST_MERGES = 20
LAST_TOLD_APART = 200


class MergingMixin(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    """A page about organisations that may be one, for those who may publish them."""

    permission_required = MAY_MERGE
    header_icon = "group"
    request: HttpRequest
    kwargs: dict[str, Any]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        organisations = {"url": reverse(Organisation.snippet_viewset.get_url_name("list")), "label": _("Organisations")}
        return [*self.breadcrumbs_items, organisations, *self.crumbs(), {"url": "", "label": self.page_title}]

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": reverse("register_duplicates"), "label": _("Likely duplicates")}]

    def organisation(self, name: str) -> Organisation:
        found = Organisation.objects.select_related("country", "parent", "merged_into").prefetch_related(
            "names", "identifiers", "sectors"
        )
        return get_object_or_404(found, pk=self.kwargs[name])


class DuplicatesView(MergingMixin, TemplateView):
    """Pairs that may be one organisation, and the merges that were made."""

    template_name = "partnerships/admin/duplicates.html"
    page_title = gettext_lazy("Likely duplicates")

    def crumbs(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("after", "")
        after = min(int(text), 10**6) if text.isascii() and text.isdigit() and len(text) < 8 else 0
        total = number_of_organisations()
        merges = OrganisationMerge.objects.select_related("kept", "merged", "made_by", "undone_by")
        return super().get_context_data(**kwargs) | {
            "pairs": likely_duplicates(after),
            "first": min(after + 1, total),
            "last": min(after + AT_ONCE, total),
            "total": total,
            "next": after + AT_ONCE if after + AT_ONCE < total else None,
            "merges": merges[:LAST_MERGES],
            "distinct": DistinctOrganisations.objects.select_related("first", "second", "made_by").order_by("-pk")[
                :LAST_TOLD_APART
            ],
        }


class ReasonForm(forms.Form):
    """Why two records are one organisation."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("How you know that they are one; the office reads it in the history of both."),
    )


class MergeView(MergingMixin, FormView):
    """What a merge would do, before it is done; a POST does it."""

    template_name = "partnerships/admin/merge.html"
    page_title = gettext_lazy("Merge two organisations")
    form_class = ReasonForm

    @cached_property
    def kept(self) -> Organisation:
        return self.organisation("kept")

    @cached_property
    def merged(self) -> Organisation:
        return self.organisation("merged")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            plan, refusal = plan_merge(self.kept, self.merged), ""
        except MergeError as error:
            plan, refusal = None, str(error)
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "merged": self.merged,
            "plan": plan,
            "refusal": refusal,
            "rows": compared(self.kept, self.merged),
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            act = merge(self.kept, self.merged, self.request.user, reason=form.cleaned_data["reason"])
        except MergeError as error:
            messages.error(self.request, str(error))
            return HttpResponseRedirect(self.request.path)
        text = _("“%(merged)s” is merged into “%(kept)s”. It can be taken back here.")
        messages.success(self.request, text % {"merged": self.merged.name, "kept": self.kept.name})
        return HttpResponseRedirect(reverse("register_merged", args=[act.pk]))


def compared(kept: Organisation, merged: Organisation) -> list[tuple[str, str, str]]:
    """(what, of the kept one, of the merged one) for two organisations side by side."""

    def of(one: Organisation) -> list[str]:
        return [
            one.name,
            str(one.get_kind_display()),
            ", ".join(part for part in (one.city, one.country.label if one.country else "") if part),
            str(one.parent or ""),
            ", ".join(name.name for name in one.names.all()),
            ", ".join(str(identifier) for identifier in one.identifiers.all()),
            one.website,
            ", ".join(str(sector) for sector in one.sectors.all()),
            one.summary,
            _("Public") if one.live else _("Not public"),
        ]

    labels = (_("Name"), _("Kind"), _("Seat"), _("Part of"), _("Other names"), _("Identifiers"), _("Website"), _("Sectors"),
              _("Summary"), _("Publication"))  # fmt: skip
    return list(zip(labels, of(kept), of(merged), strict=True))


class ChooseView(MergingMixin, FormView):
    """Which organisation stands for this one."""

    template_name = "partnerships/admin/merge_choose.html"
    page_title = gettext_lazy("Merge into another organisation")

    @cached_property
    def merged(self) -> Organisation:
        return self.organisation("merged")

    def get_form_class(self) -> type[forms.Form]:
        chooser = Organisation.snippet_viewset.chooser_viewset
        kept = forms.ModelChoiceField(
            queryset=standing_organisations().exclude(pk=self.merged.pk),
            label=_("The organisation to keep"),
            widget=chooser.widget_class,
            help_text=_("You see what would happen before anything is changed."),
            error_messages={"invalid_choice": _("Choose another organisation: this one cannot be kept.")},
        )
        return type("ChooseForm", (forms.Form,), {"kept": kept})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"merged": self.merged, "media": context["form"].media}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        return HttpResponseRedirect(reverse("register_merge", args=[form.cleaned_data["kept"].pk, self.merged.pk]))


class MergedView(MergingMixin, TemplateView):
    """One merge that was made; a POST takes it back."""

    template_name = "partnerships/admin/merged.html"
    page_title = gettext_lazy("Merge")

    @cached_property
    def act(self) -> OrganisationMerge:
        found = OrganisationMerge.objects.select_related("kept", "merged", "made_by", "undone_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moved = self.act.moved
        return super().get_context_data(**kwargs) | {
            "act": self.act,
            "rows": len(moved["rows"]),
            "dropped": len(moved["dropped"]),
            "versions": len(moved["versions"]),
            "evidence": len(moved["evidence"]),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            outcome = undo_merge(self.act, request.user)
        except MergeError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        names = {"merged": self.act.merged.name, "kept": self.act.kept.name}
        messages.success(request, _("The merge is taken back: “%(merged)s” stands for itself again.") % names)
        for what, why in outcome.kept[:5]:
            messages.warning(request, f"{what}: {why}")
        return HttpResponseRedirect(request.path)


class NeverSameView(MergingMixin, View):
    """POST remembers that two organisations are never the same."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one, other = self.organisation("first"), self.organisation("second")
        if one.pk != other.pk:
            never_the_same(one, other, request.user)
            text = _("Remembered: “%(one)s” and “%(other)s” are never the same.")
            messages.success(request, text % {"one": one.name, "other": other.name})
        return HttpResponseRedirect(reverse("register_duplicates"))


class NotNeverView(MergingMixin, View):
    """POST takes back that two organisations are never the same."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pairs = DistinctOrganisations.objects.select_related("first", "second")
        if pair := pairs.filter(pk=kwargs["pk"]).first():
            not_never_the_same(pair, request.user)
        messages.success(request, _("Taken back: the two are compared again."))
        return HttpResponseRedirect(reverse("register_duplicates"))


def merge_buttons(organisation: Organisation, user: Any) -> list[Button]:
    """The entry of an organisation's menu that leads to a merge, for those who may."""
    if not user.has_perm(MAY_MERGE) or organisation.merged_into_id:
        return []
    url = reverse("register_merge_choose", args=[organisation.pk])
    return [Button(_("Merge into another"), url=url, icon_name="group", priority=60)]


def register_merges(actions: LogActionRegistry) -> None:
    """Tell Wagtail what the entries of its log say of merges."""

    class Merged(LogFormatter):
        label = gettext_lazy("Merge")

        def format_message(self, entry: Any) -> str:
            words = _("“%(merged)s” merged into “%(kept)s”") % entry.data
            return f"{words} ({entry.data['reason']})" if entry.data.get("reason") else words

    class Undone(LogFormatter):
        label = gettext_lazy("Take a merge back")

        def format_message(self, entry: Any) -> str:
            return _("Merge of “%(merged)s” into “%(kept)s” taken back") % entry.data

    class NeverSame(LogFormatter):
        label = gettext_lazy("Tell apart")

        def format_message(self, entry: Any) -> str:
            return _("Never the same as “%(other)s”") % entry.data

    class NotNever(LogFormatter):
        label = gettext_lazy("Compare again")

        def format_message(self, entry: Any) -> str:
            return _("No longer said to be never the same as “%(other)s”") % entry.data

    for name, formatter in ((MERGED, Merged), (UNDONE, Undone), (NEVER_SAME, NeverSame), (NOT_NEVER, NotNever)):
        for action in (name, name + OTHER):
            actions.register_action(action)(formatter)
