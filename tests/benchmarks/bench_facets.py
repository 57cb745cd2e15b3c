"""A faceted list of partnerships: our one statement, plain django-filter, and the bare look-up of one key, side by side.

    python -m tests.benchmarks.bench_facets [--sizes 10000 100000] [--states 100]

The work: for a random state of the list (0 to 4 choices, 40 % with a word to search), the numbers of all six facets without
their own choice, the total, and the first 20 records in order. Every state is answered by all approaches in turn, and every
answer of plain django-filter must equal ours. Both ask the same question of the same stored words.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

import django_filters  # noqa: E402 - needs the settings
from django.core.management import call_command  # noqa: E402
from django.db.models import Case, Count, F, Func, IntegerField, Q, QuerySet, Value, When  # noqa: E402
from django.db.models.functions import Coalesce  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.utils.http import urlencode  # noqa: E402

from partnerships.listing import build_listing  # noqa: E402
from partnerships.listing.facets import count_and_page  # noqa: E402
from partnerships.listing.filters import asked_organisations, known_values, read_choices  # noqa: E402
from partnerships.listing.search import asked_words, search_condition  # noqa: E402
from partnerships.models import Organisation, Partnership, Party, Place, SearchRow, Sector  # noqa: E402
from partnerships.models.facetrow import facet_sources  # noqa: E402
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus  # noqa: E402
from partnerships.searchwords import latin  # noqa: E402
from tests.database import TestDatabase  # noqa: E402

PAGE_SIZE = 20
SOURCE = facet_sources["partnership"]


def year_of(field: str) -> Func:
    return Func(F(field), template="substring(%(expressions)s from '^\\[?\\.*(\\d{4})')::int", output_field=IntegerField())


YEAR = Coalesce(year_of("signed"), year_of("starts"), 0)
DAY_SQL = "(substring({0} from '\\d{{4}}(?:-\\d{{2}}){{0,2}}') || substr('-01-01', length(substring({0} from '\\d{{4}}(?:-\\d{{2}}){{0,2}}')) - 3))::date"


def day_of(field: str) -> Func:
    from django.db.models import DateField

    return Func(F(field), template=DAY_SQL.format("%(expressions)s"), output_field=DateField(), arity=1)


class PlainFilter(django_filters.FilterSet):
    """What a Django developer writes first: joins, and distinct because of them."""

    country = django_filters.ModelMultipleChoiceFilter(to_field_name="code", queryset=Place.objects.all(), method="in_country")
    sector = django_filters.ModelMultipleChoiceFilter(to_field_name="code", queryset=Sector.objects.all(), method="with_sector")
    kind = django_filters.MultipleChoiceFilter(choices=PartnershipKind.choices)
    status = django_filters.MultipleChoiceFilter(choices=PartnershipStatus.choices)
    year = django_filters.CharFilter(method="in_year")
    organisation = django_filters.ModelMultipleChoiceFilter(
        to_field_name="uuid", queryset=Organisation.objects.public(), method="with_party"
    )
    q = django_filters.CharFilter(method="with_words")

    def in_country(self, queryset: QuerySet, name: str, countries: Any) -> QuerySet:
        found = queryset.filter(parties__organisation__country__in=countries, parties__organisation__live=True)
        return found if countries else queryset

    def with_party(self, queryset: QuerySet, name: str, organisations: Any) -> QuerySet:
        return queryset.filter(parties__organisation__in=organisations) if organisations else queryset

    def with_sector(self, queryset: QuerySet, name: str, sectors: Any) -> QuerySet:
        return queryset.filter(Q(sectors__in=sectors) | Q(sectors__parent__in=sectors)) if sectors else queryset

    def in_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        years = [0 if year == "unknown" else int(year) for year in self.data.getlist("year")]
        return queryset.annotate(of_year=YEAR).filter(of_year__in=years)

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        condition, parameters = search_condition(value)
        named = re.compile(r"%\((\w+)\)s")
        where = named.sub("%s", f"words @@ ({condition})")
        found = SearchRow.objects.extra(where=[where], params=[parameters[name] for name in named.findall(condition)])
        return queryset.filter(pk__in=found.filter(record_type="partnership").values("record_id"))


def plain(params: QueryDict) -> dict[str, Any]:
    """The same answer with the ORM: a query for each facet, each over the list without that facet's choice."""

    def matching(without: str = "") -> QuerySet:
        data = params.copy()
        data.pop(without, None)
        return PlainFilter(data, queryset=Partnership.objects.filter(live=True)).qs.distinct()

    def others(facet: str) -> QuerySet:
        return matching(without=facet).order_by().values("pk")

    def by_record(facet: str, field: Any) -> dict[Any, int]:
        rows = (
            Partnership.objects.filter(pk__in=others(facet)).order_by().values(value=field).annotate(n=Count("pk", distinct=True))
        )
        return {row["value"]: row["n"] for row in rows if row["value"] is not None}

    def by_party(facet: str, field: str) -> QuerySet:
        parties = Party.objects.filter(partnership__in=others(facet), organisation__live=True).order_by()
        return parties.values(value=F(field)).annotate(n=Count("partnership", distinct=True)).exclude(value=None)

    organisations = by_party("organisation", "organisation__uuid")
    counts = {
        "country": {row["value"]: row["n"] for row in by_party("country", "organisation__country__code")},
        # Two levels: the top ones are counted by the parent or, without one, by themselves.
        "sector": by_record("sector", F("sectors__code"))
        | by_record("sector", Coalesce("sectors__parent__code", "sectors__code")),
        "kind": by_record("kind", F("kind")),
        "status": by_record("status", F("status")),
        "year": {str(year or "unknown"): n for year, n in by_record("year", YEAR).items()},
        "organisation": {str(row["value"]): row["n"] for row in organisations.order_by("-n", "organisation_id")[:8]},
    }
    chosen = organisations.filter(organisation__uuid__in=params.getlist("organisation"))
    counts["organisation"] |= {str(row["value"]): row["n"] for row in chosen}
    found = matching()
    words = dict.fromkeys(filter(None, map(latin, asked_words(params.get("q", "")))))
    # With words, what bears them in its own name comes first.
    named = sum((Case(When(sort_key__contains=word, then=1), default=0) for word in words), Value(0))
    dated = found.annotate(named=named, day=Coalesce(day_of("signed"), day_of("starts"))).order_by(
        "-named", F("day").desc(nulls_last=True), "sort_key", "pk"
    )
    return {"counts": counts, "total": found.count(), "ids": [record.pk for record in dated[:PAGE_SIZE]]}


def one_statement(params: QueryDict) -> dict[str, Any]:
    known = known_values(asked_organisations(params))
    counted = count_and_page(SOURCE, read_choices(SOURCE, params, known), PAGE_SIZE, {})
    codes = {country.id: country.code for country in known.countries.values()}
    sectors = {sector.id: sector.code for sector in known.sectors.values()}
    counts = dict(counted.counts)
    # Regions of the world, which plain django-filter does not count, are below zero.
    counts["country"] = {codes[key]: n for key, n in counts["country"].items() if key > 0}
    counts["sector"] = {sectors[key]: n for key, n in counts["sector"].items()}
    counts["year"] = {str(key or "unknown"): n for key, n in counts["year"].items()}
    counts["organisation"] = {counted.organisations[key][0]: n for key, n in counts["organisation"].items()}
    return {"counts": counts, "total": counted.total, "ids": counted.ids}


class States:
    """Random states of the list, as a visitor reaches them: choices that exist, frequent ones more often."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        listing = build_listing("partnership", {})
        self.values = {facet.name: facet.values for facet in listing.facets}
        titles = Partnership.objects.filter(live=True).order_by("pk").values_list("title", flat=True)[:500]
        self.words = sorted(
            {word for title in titles for word in title.split() if word.isalpha() and word.isascii() and len(word) > 3}
        )

    def next(self) -> QueryDict:
        pairs: list[tuple[str, str]] = []
        for facet in self.chance.sample(sorted(self.values), self.chance.randint(0, 4)):
            values = self.values[facet]
            picked = self.chance.choices(values, [value.count + 1 for value in values], k=self.chance.choice([1, 1, 2]))
            pairs += [(facet, value) for value in dict.fromkeys(each.value for each in picked)]
        if self.chance.random() < 0.4:
            pairs.append(("q", self.chance.choice(self.words)))
        return QueryDict(urlencode(pairs))


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = call()
    return (time.perf_counter() - start) * 1000, answer


def measure(size: int, states: int) -> dict[str, list[float]]:
    call_command("create_demo_records", partnerships=size)
    chooser = States(size)
    keys = list(Partnership.objects.values_list("pk", flat=True)[:1000])
    spent: dict[str, list[float]] = {
        name: [] for name in ("key look-up", "one statement", "whole listing", "plain django-filter")
    }
    for number in range(states + 3):
        params = chooser.next()
        key = chooser.chance.choice(keys)
        times = {}
        times["key look-up"], _ = timed(lambda key=key: Partnership.objects.get(pk=key))
        times["one statement"], ours = timed(lambda params=params: one_statement(params))
        times["whole listing"], _ = timed(lambda params=params: build_listing("partnership", params))
        times["plain django-filter"], theirs = timed(lambda params=params: plain(params))
        if ours != theirs:
            raise SystemExit(f"Different answers for ?{params.urlencode()}: {differing(ours, theirs)}")
        if number >= 3:  # the first ones warm the caches
            for name, milliseconds in times.items():
                spent[name].append(milliseconds)
    return spent


def differing(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    parts = {**ours["counts"], "total": ours["total"], "ids": ours["ids"]}
    others = {**theirs["counts"], "total": theirs["total"], "ids": theirs["ids"]}
    return "; ".join(f"{name}: {parts[name]} and {others[name]}" for name in parts if parts[name] != others[name])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--states", type=int, default=100)
    options = parser.parse_args()
    figures = []
    for size in options.sizes:
        database = TestDatabase()
        database.create()
        try:
            spent = measure(size, options.states)
        finally:
            database.drop()
        print(
            f"\n{size} partnerships, {options.states} states, every answer the same\n{'approach':22}{'p50 ms':>10}{'p95 ms':>10}"
        )
        for name, times in spent.items():
            p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            print(f"{name:22}{p50:10.2f}{p95:10.2f}", flush=True)
            figures += [
                {"name": f"facets {size} {name} {label}", "value": round(value, 2), "unit": "ms"}
                for label, value in (("p50", p50), ("p95", p95))
            ]
    print()
    for figure in figures:
        print(json.dumps(figure))


if __name__ == "__main__":
    main()
