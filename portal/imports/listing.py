"""Articles and changes as lists show them: a line for each, with what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.db.models import Count, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from partnerships.locales import language_name
from portal.imports.models import Change, Item, Suggestion
from portal.imports.presenting import RELATIONS, show_hidden
from portal.imports.suggestions import ARTICLE_KINDS, is_sure
from portal.imports.telling import Told
from portal.imports.wording import Names, describe

Kind = Suggestion.Kind
State = Suggestion.State
_MOST_COUNTRIES = 6


def titles_of(items: Iterable[int]) -> dict[int, str]:
    """The titles of those of the articles that have one, as they were read or corrected, by the keys of the items."""
    titles = Suggestion.objects.filter(item__in=list(items), kind=Kind.TITLE).exclude(state=State.REJECTED)
    rows = titles.order_by("-position").values_list("item", "value", "edited_value")
    return {item: show_hidden(edited or read) for item, read, edited in rows}


@dataclass(frozen=True, slots=True)
class Row:
    """One article of the queue."""

    item: Item
    title: str
    language: str
    countries: str
    relations: str
    """What it tells of: "2 partnerships, 1 event"; "" for none."""
    facts: int
    sure: int
    decided: int


def rows_of(items: Sequence[Item], suggestions: Iterable[Suggestion], places: Mapping[str, str]) -> list[Row]:
    """The rows of the articles, out of their suggestions; `places` are labels of countries by code."""
    by_item: dict[int, list[Suggestion]] = {item.pk: [] for item in items}
    for suggestion in suggestions:
        by_item[suggestion.item_id].append(suggestion)
    return [_row(item, by_item[item.pk], places) for item in items]


def _row(item: Item, suggestions: Sequence[Suggestion], places: Mapping[str, str]) -> Row:
    facts = [s for s in suggestions if s.kind not in ARTICLE_KINDS and s.state != State.REJECTED]
    kinds = Counter(s.kind for s in facts)
    title = next((s for s in suggestions if s.kind == Kind.TITLE and s.state != State.REJECTED), None)
    named = [places.get(code, code) for code in item.countries[:_MOST_COUNTRIES]]
    return Row(
        item=item,
        title=show_hidden((title.edited_value or title.value) if title else str(item.name)),
        language=capfirst(language_name(item.language)) if item.language else "",
        countries=", ".join([*named, *(["…"] if len(item.countries) > len(named) else [])]),
        relations=", ".join(f"{label}: {kinds[kind]}" for kind, label in Kind.choices if kind in RELATIONS and kinds[kind]),
        facts=len(facts),
        sure=sum(map(is_sure, facts)),
        decided=sum(s.state != State.OPEN for s in facts),
    )


@dataclass(frozen=True, slots=True)
class Example:
    """An article and, in words, some of what would be accepted in it: (kind, value, the words that prove it)."""

    item: Item
    title: str
    lines: list[tuple[str, str, str]]


def examples_of(examples: Sequence[tuple[Item, list[Suggestion]]]) -> list[Example]:
    """The examples of a preview in words."""
    names = Names([suggestion for _item, some in examples for suggestion in some])
    titles = titles_of(item.pk for item, _some in examples)
    return [Example(item, titles.get(item.pk, str(item.name)), [_example(s, names) for s in some]) for item, some in examples]


def _example(suggestion: Suggestion, names: Names) -> tuple[str, str, str]:
    quote = suggestion.spans[0]["quote"] if suggestion.spans else ""
    words = describe(suggestion.kind, suggestion.value, names)
    return str(suggestion.get_kind_display()), show_hidden(words[0]), show_hidden(" ".join(quote.split()))


# --- what applying did


@dataclass(frozen=True, slots=True)
class Line:
    """What was done to one record, where to see it, and from which article that came."""

    actions: list[str]
    kind: str
    label: str
    url: str
    """Where it is edited; "" when it is gone or the person may not."""
    item: Item
    article: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an applied article did not bring, and why."""

    item: Item
    article: str
    label: str
    reason: str


def count_changes(changes: QuerySet[Change]) -> list[tuple[str, str, str, int]]:
    """(action, its label, kind of record, number) of the changes that stand, in the order of the actions."""
    standing = changes.filter(undone_at=None).order_by().values_list("action", "content_type__app_label", "content_type__model")
    rows = standing.annotate(n=Count("object_id", distinct=True))
    order = Change.Action.values
    named = [(action, str(Change.Action(action).label), _kind_name(app, model, n), n) for action, app, model, n in rows]
    return sorted(named, key=lambda row: (order.index(row[0]), -row[3]))


def _kind_name(app: str, model: str, number: int) -> str:
    options = apps.get_model(app, model)._meta
    return str(options.verbose_name if number == 1 else options.verbose_name_plural)


def lines_of(changes: Sequence[Change], user: AbstractUser) -> list[Line]:
    """The changes in words, a line for each record; a query for each kind of record, however many there are."""
    wanted: dict[Any, set[int]] = {}
    for change in changes:
        wanted.setdefault(change.content_type, set()).add(change.object_id)
    records = {
        (kind.pk, record.pk): record
        for kind, keys in wanted.items()
        if (model := kind.model_class())
        for record in model._base_manager.filter(pk__in=keys)
    }
    finder = AdminURLFinder(user)
    titles = titles_of({change.item_id for change in changes})
    lines: dict[Any, Line] = {}
    for change in changes:
        place = (change.content_type_id, change.object_id)
        record, is_undone = records.get(place), change.undone_at is not None
        line = lines.setdefault(
            (*place, change.item_id, is_undone),
            Line(
                actions=[],
                kind=str(change.content_type.name),
                label=show_hidden(change.label),
                url=(finder.get_edit_url(record) or "") if record else "",
                item=change.item,
                article=titles.get(change.item_id, str(change.item.name)),
                is_undone=is_undone,
            ),
        )
        if (action := str(change.get_action_display())) not in line.actions:
            line.actions.append(action)
    return list(lines.values())


def left_out_of(items: Iterable[Item]) -> list[LeftOut]:
    """What the applied articles could not make although it was accepted, and what nobody has accepted."""
    applied = [item for item in items if item.state == Item.State.APPLIED]
    titles = titles_of(item.pk for item in applied)
    articles = {item.pk: titles.get(item.pk, str(item.name)) for item in applied}
    left = [
        LeftOut(item, articles[item.pk], show_hidden(label), str(Told.of(reason)))
        for item in applied
        for label, reason in item.left_out
    ]
    undecided = Suggestion.objects.filter(item__in=[item.pk for item in applied], state__in=(State.OPEN, State.REJECTED))
    rest = list(undecided.exclude(kind__in=ARTICLE_KINDS, state=State.OPEN).exclude(kind=Kind.BODY).order_by("item", "position"))
    names = Names(rest)
    by_key = {item.pk: item for item in applied}
    for suggestion in rest:
        label = f"{suggestion.get_kind_display()}: {describe(suggestion.kind, suggestion.value, names)[0]}"
        rejected = _("Rejected: %(reason)s") % {"reason": suggestion.why} if suggestion.reason else _("Rejected.")
        reason = rejected if suggestion.state == State.REJECTED else _("Nobody has accepted it.")
        left.append(LeftOut(by_key[suggestion.item_id], articles[suggestion.item_id], show_hidden(label), reason))
    return left
