"""The queue of articles under review in Wagtail's admin: filters, assignment, and the next one."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from partnerships.locales import language_name
from partnerships.models import Place
from portal.imports import bulk, listing, queue
from portal.imports.models import Item, Suggestion
from portal.imports.views import MAY_REVIEW, DeskPage, numbers

ITEMS_A_PAGE = 50
_CODE = re.compile(r"[A-Za-z-]{1,12}")
_KEPT = "imports.queue"
"""Where the session keeps what a person last wanted to see, so that the next article is one of those."""
WHO = {"me": gettext_lazy("Mine"), "nobody": gettext_lazy("Nobody’s"), "others": gettext_lazy("My colleagues’")}


def read(query: Mapping[str, str]) -> queue.Wanted:
    """What a query string asks for; what makes no sense is left out."""
    state, batch, who = (query.get(name, "") for name in ("state", "batch", "who"))
    codes = {name: query.get(name, "") for name in ("language", "country")}
    return queue.Wanted(
        state=state if state in Item.State.values else Item.State.READY,
        batch=next(iter(numbers([batch])), None),
        who=who if who in WHO else "",
        asks=query.get("asks") == "1",
        alike=query.get("alike") == "1",
        **{name: code if _CODE.fullmatch(code) else "" for name, code in codes.items()},
    )


def write(wanted: queue.Wanted) -> str:
    """The query string that asks for it."""
    values = {name: "1" if value is True else value for name, value in asdict(wanted).items() if value}
    if wanted.state == Item.State.READY:
        del values["state"]
    return urlencode(values)


def wanted_after(request: HttpRequest, item: Item) -> queue.Wanted:
    """What the person was last looking for in the queue, or the item's own import when that is somewhere else."""
    kept = request.session.get(_KEPT)
    wanted = read(kept) if isinstance(kept, dict) else queue.Wanted(batch=item.batch_id)
    return wanted if wanted.batch in (None, item.batch_id) else queue.Wanted(batch=item.batch_id)


class QueuePage(DeskPage):
    def has_permission(self) -> bool:
        return self.request.user.has_perm(MAY_REVIEW)

    @cached_property
    def wanted(self) -> queue.Wanted:
        return read(self.request.GET)

    def keep(self) -> None:
        """Remembers what is wanted for the next article."""
        kept = {name: str(int(value) if value is True else value) for name, value in asdict(self.wanted).items() if value}
        if self.request.session.get(_KEPT) != kept:
            self.request.session[_KEPT] = kept

    @property
    def back(self) -> str:
        """The queue as the person was looking at it."""
        query = write(self.wanted)
        return f"{reverse('imports:queue')}?{query}" if query else reverse("imports:queue")


class QueueView(QueuePage, TemplateView):
    template_name = "imports/queue.html"
    page_title = gettext_lazy("To review")
    header_icon = "tasks"

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": _("To review")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.keep()
        counts = queue.count(self.wanted, self.user)
        paginator = Paginator(
            queue.find(self.wanted, self.user).select_related("batch", "assigned_to").defer("reading", "traceback"), ITEMS_A_PAGE
        )
        paginator.count = counts.total
        page = paginator.get_page(self.request.GET.get("p"))
        rows = list(page.object_list)
        query = write(self.wanted)
        places = {place.code: place.label for place in Place.objects.filter(code__in=[code for code, _n in counts.countries])}
        countries = [(code, places.get(code, code), n) for code, n in counts.countries]
        return super().get_context_data(**kwargs) | {
            "wanted": self.wanted,
            "counts": counts,
            "page": page,
            "rows": listing.rows_of(rows, _suggestions_of(rows), places),
            "query": query,
            "page_query": f"&{query}" if query else "",
            "states": Item.State.choices,
            "languages": [(code, capfirst(language_name(code)), n) for code, n in counts.languages if code],
            "countries": sorted(countries, key=lambda row: row[1]),
            "who": [(name, label, counts.who[name], write(replace(self.wanted, who=name))) for name, label in WHO.items()],
            "is_ready": self.wanted.state == Item.State.READY,
            "is_filtered": self.wanted != queue.Wanted(),
            "reviewers": queue.reviewers(),
            "looking": list(bulk.running_for(self.user)),
            "in_bulk": Item.objects.filter(bulk__user=self.user).count(),
        }


def _suggestions_of(items: Sequence[Item]) -> list[Suggestion]:
    """What the list says of its articles, in one query and without the long texts."""
    found = Suggestion.objects.filter(item__in=[item.pk for item in items]).exclude(kind=Suggestion.Kind.BODY)
    return list(found.only("item_id", "kind", "value", "edited_value", "state", "confidence", "match", "found_by").order_by("pk"))


class QueueAct(QueuePage, View):
    """Something done to the queue by a button; the filters come along in the address."""

    http_method_names = ["post"]

    @abstractmethod
    def act(self) -> str:
        """Does it, and gives the address to go on with."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(self.act())


class NextView(QueueAct):
    """The next article, which is the person's from now on."""

    def act(self) -> str:
        before = Item.objects.filter(uuid=self.kwargs["after"]).first() if "after" in self.kwargs else None
        if before is None:
            self.keep()
        wanted = wanted_after(self.request, before) if before else self.wanted
        item = queue.take_next(wanted, self.user, after=before)
        if item is None:
            messages.info(self.request, _("There is nothing more to review here that is yours or nobody’s."))
            query = write(wanted)
            return f"{reverse('imports:queue')}?{query}" if query else reverse("imports:queue")
        return reverse("imports:item", args=[item.uuid]) + "#first"


class AssignView(QueueAct):
    """Takes, gives or releases the articles that were ticked."""

    def act(self) -> str:
        post = self.request.POST
        chosen = numbers(post.getlist("item"))
        what = post.get("what", "")
        person = queue.reviewers().filter(pk__in=numbers([post.get("person", "")])).first()
        if not chosen:
            messages.warning(self.request, _("Tick the articles first."))
        elif what == "give" and person is None:
            messages.warning(self.request, _("Choose who shall review them."))
        else:
            self._assign(what, chosen, person)
        return self.back

    def _assign(self, what: str, chosen: list[int], person: Any) -> None:
        if what == "take":
            number = queue.take(chosen, self.user)
            words = ngettext("%(n)d article is yours now.", "%(n)d articles are yours now.", number) % {"n": number}
            if number < len(set(chosen)):
                words += " " + _("Those that somebody has already were left: open one to take it over.")
        elif what == "give":
            number = queue.give(chosen, person)
            words = ngettext("%(n)d article was given to %(who)s.", "%(n)d articles were given to %(who)s.", number)
            words %= {"n": number, "who": person}
        else:
            number = queue.give(chosen, None)
            words = ngettext("%(n)d article is nobody’s now.", "%(n)d articles are nobody’s now.", number) % {"n": number}
        messages.success(self.request, words)
