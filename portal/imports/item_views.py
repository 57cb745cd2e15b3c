"""One article under review, in Wagtail's admin. Every page is whole without JavaScript; with it, htmx puts parts in place."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from portal.imports import (
    answers,
    comparing,
    drafting,
    listing,
    presenting,
    questions,
    queue,
    resemblance,
    restoring,
    review,
    services,
    tasks,
)
from portal.imports.models import Item, Suggestion
from portal.imports.queue_views import wanted_after
from portal.imports.titles import cut
from portal.imports.value_forms import VALUE_FORMS
from portal.imports.views import MAY_REVIEW, DeskPage, numbers

REASONS = (
    gettext_lazy("The text does not say so"),
    gettext_lazy("Only mentioned in passing"),
    gettext_lazy("The wrong kind"),
    gettext_lazy("Somebody or something else is meant"),
    gettext_lazy("Out of date"),
    gettext_lazy("Of no interest to the register"),
)
"""What people often say when they reject a suggestion; they may write anything."""


_IN_HEADER = 50
"""Code points of a title that the header of a page has room for."""


class OneItem(DeskPage):
    def has_permission(self) -> bool:
        return self.request.user.has_perm(MAY_REVIEW)

    @cached_property
    def item(self) -> Item:
        items = Item.objects.select_related(
            "batch", "document", "page", "assigned_to", "duplicate_of__batch", "duplicate_of__document"
        )
        return get_object_or_404(items, uuid=self.kwargs["item"])


class ItemView(OneItem, TemplateView):
    """Raw text and suggestions side by side. `?edit=ID` opens the form of one suggestion."""

    template_name = "imports/item.html"
    bound_form: Any = None

    @cached_property
    def title(self) -> str:
        """The article's, or the name of what was brought where none was read."""
        return listing.titles_of([self.item.pk]).get(self.item.pk, str(self.item.name))

    def get_page_title(self) -> str:
        return self.title

    def crumbs(self) -> list[dict[str, Any]]:
        batch = {"url": reverse("imports:batch", args=[self.item.batch.uuid]), "label": self.item.batch.title}
        return [batch, {"url": "", "label": cut(self.title, _IN_HEADER), "sublabel": self.item.batch.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        suggestions = list(self.item.suggestions.select_related("decided_by"))
        is_open = self.item.state == Item.State.READY
        editing = self.bound_form or (self._form(suggestions) if is_open else None)
        decided = [s for s in suggestions if s.state != Suggestion.State.OPEN]
        groups = presenting.group_cards(self.item, suggestions)
        boilerplate = presenting.group_boilerplate(self.item) if is_open else []
        cards: dict[int | None, presenting.Card] = {card.suggestion.pk: card for group in groups for card in group.cards}
        return super().get_context_data(**kwargs) | {
            "item": self.item,
            "pieces": presenting.cut_into_pieces(self.item, suggestions),
            "boilerplate": boilerplate,
            "number_left_out": sum(len(passages) for _kind, passages in boilerplate),
            "is_cut": bool(self.item.document and len(self.item.document.text) > presenting.MOST_TEXT),
            "groups": groups,
            "questions": [(asked, cards.get(asked.about)) for asked in questions.ask(self.item, suggestions)],
            **self._likeness(),
            "is_open": is_open,
            "editing": editing,
            "decided": len(decided),
            "total": len(suggestions),
            "left_open": len(review.left_open(suggestions)),
            "wanted": wanted_after(self.request, self.item),
            "reviewers": queue.reviewers() if is_open else (),
            **self._outcome(),
            "may_publish": is_open and drafting.may_publish(self.user),
            # With htmx only a part of the page is shown: messages go into that part.
            "notices": list(messages.get_messages(self.request)) if self.request.htmx else (),  # type: ignore[attr-defined]
            "reasons": REASONS,
        }

    def _form(self, suggestions: list[Suggestion]) -> Any:
        wanted = self.request.GET.get("edit", "")
        chosen = next((s for s in suggestions if str(s.pk) == wanted), None)
        return EditForm(chosen, VALUE_FORMS[chosen.kind](suggestion=chosen)) if chosen else None

    def _likeness(self) -> dict[str, Any]:
        """How the item stands to the one that it resembles; the difference is for articles that are still to be decided on."""
        other, likeness = self.item.duplicate_of, self.item.likeness
        if other is None or likeness is None:
            return {"message": self.item.message}
        is_ready = self.item.state == Item.State.READY
        return {
            "likeness_percent": int(likeness * 100),
            "message": resemblance.told_besides(self.item),
            "may_decide_likeness": is_ready or self.item.state == Item.State.DUPLICATE,
            "comparison": comparing.compare(resemblance.article_of(other), resemblance.article_of(self.item)) if is_ready else (),
        }

    def _outcome(self) -> dict[str, Any]:
        """What applying the item did, once it is applied."""
        changes = list(self.item.changes.select_related("content_type", "item"))
        if not changes:
            return {}
        return {"lines": listing.lines_of(changes, self.user), "left_out": listing.left_out_of([self.item])}


class EditForm:
    """The open form on the page, and the suggestion that it is for."""

    def __init__(self, suggestion: Suggestion, form: Any) -> None:
        self.pk = suggestion.pk
        self.form = form


class ItemAct(OneItem, View):
    """Something done to an item by a button; afterwards its page is shown, with what went wrong as a message."""

    http_method_names = ["post"]

    @abstractmethod
    def act(self) -> HttpResponse | None:
        """Does it; gives an answer only when the item's page is not the right one."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            answer = self.act()
        except (review.Conflict, drafting.CannotApply) as error:
            messages.warning(request, str(error))
            answer = None
        return answer or redirect("imports:item", self.item.uuid)

    @property
    def version(self) -> int:
        return next(iter(numbers([self.request.POST.get("version", "")])), -1)


class DecideView(ItemAct):
    """Accept, reject, reopen, or accept with the values of the form."""

    _STATES = {
        "accept": Suggestion.State.ACCEPTED,
        "reject": Suggestion.State.REJECTED,
        "reopen": Suggestion.State.OPEN,
        "edit": Suggestion.State.EDITED,
    }

    def act(self) -> HttpResponse | None:
        suggestion = get_object_or_404(self.item.suggestions, pk=self.kwargs["suggestion"])
        state = self._STATES.get(self.request.POST.get("decision", ""))
        if state is None:
            raise review.Conflict(_("Choose accept, edit or reject."))
        value = None
        if state == Suggestion.State.EDITED:
            form = VALUE_FORMS[suggestion.kind](self.request.POST, suggestion=suggestion)
            if not form.is_valid():
                return self._show(EditForm(suggestion, form))
            value = form.corrected()
        reason = self.request.POST.get("reason", "").replace("\0", "")
        review.decide(suggestion, state=state, version=self.version, user=self.user, value=value, reason=reason)
        return redirect(f"{reverse('imports:item', args=[self.item.uuid])}#suggestion-{suggestion.pk}")

    def _show(self, form: EditForm) -> HttpResponse:
        view = ItemView(bound_form=form)
        view.setup(self.request, item=self.kwargs["item"])
        return view.render_to_response(view.get_context_data())


class LikenessView(ItemAct):
    """What a person says of the article that this one resembles."""

    def act(self) -> None:
        decision = self.request.POST.get("decision", "")
        item = resemblance.decide(self.item, decision, version=self.version, user=self.user)
        if item.state == Item.State.WAITING:
            tasks.ring()
        if item.resembles:
            messages.info(self.request, _("It also resembles another article, with which it was not compared before: see below."))


class AnswerView(ItemAct):
    """An answer to what the text leaves open, one of those offered or one that was written."""

    def act(self) -> HttpResponse:
        text = self.request.POST.get("answer", "").replace("\0", "")
        number = self.kwargs["question"]
        suggestion = answers.answer(self.item, number, text, version=self.version, user=self.user)
        return redirect(f"{reverse('imports:item', args=[self.item.uuid])}#suggestion-{suggestion.pk}")


class BoilerplateView(ItemAct):
    """Puts text that was struck through into the article, or takes it out again."""

    def act(self) -> HttpResponse:
        post = self.request.POST
        act, start = ("restore", post["restore"]) if "restore" in post else ("strike", post.get("strike", ""))
        change = restoring.restore if act == "restore" else restoring.strike
        change(self.item, next(iter(numbers([start])), -1), version=self.version, user=self.user)
        return redirect(f"{reverse('imports:item', args=[self.item.uuid])}#zone-{start}")


class HandOverView(ItemAct):
    """Takes the article, gives it to a colleague, or releases it; the form names who had it when the person looked."""

    def act(self) -> None:
        post = self.request.POST
        holder = next(iter(numbers([post.get("holder", "")])), None)
        what = post.get("what", "")
        if what == "take":
            to: Any = self.user
        elif what == "give":
            to = queue.reviewers().filter(pk__in=numbers([post.get("person", "")])).first()
            if to is None:
                raise review.Conflict(_("Choose who shall review it."))
        else:
            to = None
        queue.hand_over(self.item, to, holder=holder)
        words = _("%(who)s reviews this article.") % {"who": to} if to else _("The article is nobody’s now.")
        messages.success(self.request, words)


class AcceptSureView(ItemAct):
    def act(self) -> None:
        number = review.accept_sure(self.item, version=self.version, user=self.user)
        words = ngettext("%(n)d suggestion was accepted.", "%(n)d suggestions were accepted.", number)
        messages.success(self.request, words % {"n": number} if number else _("There was nothing sure left to accept."))


class SetAsideView(ItemAct):
    def act(self) -> None:
        review.set_aside(self.item, version=self.version, user=self.user)
        messages.success(self.request, _("“%(name)s” was set aside.") % {"name": self.item.name})


class ApplyView(ItemAct):
    def act(self) -> None:
        publish = self.request.POST.get("publish") == "1"
        if publish and not drafting.may_publish(self.user):
            raise PermissionDenied
        outcome = services.apply(self.item, user=self.user, version=self.version, publish=publish)
        numbers_of = {"title": outcome.page.title, "made": len(outcome.made), "linked": len(outcome.linked)}
        if publish:
            words = _("“%(title)s” is published: %(made)d records made, %(linked)d found in the register and linked.")
        else:
            words = _("“%(title)s” is a draft: %(made)d records made, %(linked)d found in the register and linked.")
        messages.success(self.request, words % numbers_of)
