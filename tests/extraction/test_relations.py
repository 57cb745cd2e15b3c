"""Partnerships, events, opportunities and open questions."""

from __future__ import annotations

import datetime
import time

import pytest

from portal.extraction.names import find_names
from portal.extraction.relations import Relations, find_relations
from tests.extraction.made import f1, made, with_gold

NOVA, DELTA = "Nova University", "Delta Institute"


def relations(*paragraphs: str, language: str = "en", published: str | None = None) -> Relations:
    document, zones = made(*paragraphs)
    organisations, people = find_names(document, zones, language, ())
    result = find_relations(document, zones, language, published, organisations, people)
    for fact in (*result.partnerships, *result.events, *result.opportunities):
        assert fact.evidence
        assert all(document.text[span.start : span.end] == span.quote for span in fact.evidence)
    return result


@pytest.mark.parametrize(
    ("sentence", "kind", "status"),
    [
        ("Nova University and Delta Institute signed a memorandum of understanding on water.", "memorandum", "signed"),
        ("Nova University and Delta Institute are negotiating a cooperation agreement.", "agreement", "proposed"),
        ("Nova University and Delta Institute renewed their agreement for five years.", "agreement", "active"),
        ("The agreement between Nova University and Delta Institute expired in 2019.", "agreement", "expired"),
        ("Nova University and Delta Institute have suspended their joint fund.", "joint-fund", "suspended"),
        ("Nova University and Delta Institute opened a joint laboratory.", "joint-centre", "active"),
        ("The exchange programme of Nova University and Delta Institute has ended.", "programme", "ended"),
        ("Nova University and Delta Institute signed a letter of intent to study a corridor.", "letter-of-intent", "signed"),
        ("Nova University and Delta Institute talked about a joint fund. Nothing is decided.", "joint-fund", "proposed"),
        ("Nova University and Delta Institute have formed a joint venture.", "joint-venture", "signed"),
    ],
)
def test_kind_and_status(sentence: str, kind: str, status: str) -> None:
    (fact,) = relations(sentence).partnerships
    assert (fact.kind, fact.status, set(fact.parties)) == (kind, status, {NOVA, DELTA})


def test_sought_partners_funders_and_venues_are_no_parties() -> None:
    result = relations(
        "Nova University and Delta Institute signed an agreement in Riga.",
        "It is paid for by the Omega Foundation. Nova University seeks partnership with such companies as Zenit and Kappa.",
        "A joint laboratory at the Gamma Hospital was also discussed.",
    )
    parties = {name for fact in result.partnerships for name in fact.parties}
    assert parties == {NOVA, DELTA}
    assert {fact.status for fact in result.partnerships if fact.kind == "joint-centre"} == {"proposed"}


def test_both_sides_are_those_just_named() -> None:
    result = relations(
        "Nova University and Delta Institute signed a memorandum on Monday.",
        "Gamma College and Theta Institute work on algae. The two institutions have run a joint laboratory since 2018.",
    )
    centre = next(fact for fact in result.partnerships if fact.kind == "joint-centre")
    assert set(centre.parties) == {"Gamma College", "Theta Institute"}
    assert centre.status == "active"


def test_a_visit_with_legs_and_range() -> None:
    (event,) = relations("A delegation of Nova University visited Kazan, Samara and Tolyatti from 3 to 7 June 2019.").events
    assert (event.kind, event.start, event.end, event.countries) == ("delegation-visit", "2019-06-03", "2019-06-07", ("RU",))
    assert [leg.place for leg in event.legs] == ["Kazan", "Samara", "Tolyatti"]


def test_a_date_without_a_year_stays_so_and_asks() -> None:
    result = relations("On Monday 9 July, a delegation of Nova University visited the city of Antwerp.")
    assert result.events[0].start == "--07-09"
    (question,) = result.questions
    assert question.about == "event:0.start"
    assert "Monday" in question.hint


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Each team gets free office space and visa support.", "soft-landing"),
        ("Two students may come for an internship.", "internship"),
        ("The company is looking for a distributor.", "partner-search"),
        ("The call for applications is open until 1 May.", "call"),
        ("The code is available for licensing.", "technology-offer"),
        ("The plant is looking for a technology to clean gas.", "technology-request"),
        ("The firm seeks investors for its second plant.", "funding"),
    ],
)
def test_opportunities(sentence: str, kind: str) -> None:
    assert kind in {fact.kind for fact in relations(sentence).opportunities}


def test_nothing_is_found_in_nothing_and_reading_is_deterministic() -> None:
    assert relations("Hello.") == Relations()
    text = "Nova University and Delta Institute signed an agreement in Riga on 3 May 2021."
    assert relations(text) == relations(text)


@pytest.mark.parametrize(("folder", "pairs", "full", "events"), [("open", 0.8, 0.75, 0.75), ("heldout", 0.65, 0.6, 0.75)])
def test_figures(folder: str, pairs: float, full: float, events: float) -> None:
    counts = {"pairs": [0, 0, 0], "full": [0, 0, 0], "events": [0, 0, 0]}
    for _, document, zones, gold in with_gold(folder):
        organisations, people = find_names(document, zones, gold["language"], ())
        got = find_relations(document, zones, gold["language"], gold["published"], organisations, people)
        for key in ("pairs", "full"):
            left = [g for g in gold["partnerships"] if not g["optional"]]
            extra = [g for g in gold["partnerships"] if g["optional"]]
            for fact in got.partnerships:
                hit = next((g for g in left if _fits(fact, g, key == "full")), None)
                if hit:
                    left.remove(hit)
                    counts[key][0] += 1
                elif not any(_fits(fact, g, False) for g in extra):
                    counts[key][1] += 1
            counts[key][2] += len(left)
        left = [g for g in gold["events"] if not g["optional"]]
        for event in got.events:
            hit = next((g for g in left if event.kind in g["kind"] and (g["start"] is None or g["start"] == event.start)), None)
            if hit:
                left.remove(hit)
                counts["events"][0] += 1
            elif not any(event.kind in g["kind"] for g in gold["events"]):
                counts["events"][1] += 1
        counts["events"][2] += len(left)
    assert f1(*counts["pairs"]) >= pairs
    assert f1(*counts["full"]) >= full
    assert f1(*counts["events"]) >= events


def _fits(fact, gold, fully: bool) -> bool:  # type: ignore[no-untyped-def]
    hits = sum(
        any(party.casefold() in (name.casefold() for name in entity) for party in fact.parties) for entity in gold["parties"]
    )
    return hits >= 2 and (not fully or (fact.kind in gold["kind"] and fact.status in gold["status"]))


@pytest.mark.parametrize("piece", ["John Smith, ", "Bank of ", "合作大学", "университет ", "a", "(", ". ", "대학교 "])
def test_endless_repetition_takes_little_time(piece: str) -> None:
    text = piece * (120_000 // len(piece))
    start = time.process_time()
    for language in ("en", "zh", "ru", "ko"):
        relations(text, language=language)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "status"),
    [
        ("en", "The memorandum between Nova University and Delta Institute was not prolonged.", "memorandum", "expired"),
        ("en", "The joint laboratory that Nova University and Delta Institute opened in 2017 has suspended work.", "joint-centre", "suspended"),
        ("en", "Last year Nova University and Delta Institute started a pilot project that already covers ten farms.", "project", "active"),
        ("en", "Nova University and Delta Institute set up a cross-border guarantee fund.", "joint-fund", "signed"),
        ("de", "Mit der Nova University spricht das Delta Institute über ein Stipendienprogramm. Entschieden ist nichts.", "programme", "proposed"),
        ("nl", "Met Nova University praat Delta Institute over een gezamenlijk lab. Er is niets getekend.", "joint-centre", "proposed"),
    ],
)  # fmt: skip
def test_status_by_what_the_sentence_ends_with(language: str, sentence: str, kind: str, status: str) -> None:
    (fact,) = relations(sentence, language=language).partnerships
    assert (fact.kind, fact.status, set(fact.parties)) == (kind, status, {NOVA, DELTA})


def test_a_noun_with_an_article_stands_for_the_one_named_before() -> None:
    result = relations("Nova University has 900 students.", "The university and Delta Institute signed an agreement.")
    assert set(result.partnerships[0].parties) == {NOVA, DELTA}


def test_the_writers_own_house_is_a_party() -> None:
    result = relations("Our company, Kestrel Robotics, is small.", "Our contract with Delta Institute expired in 2020.")
    assert [(set(fact.parties), fact.status) for fact in result.partnerships] == [({"Kestrel Robotics", DELTA}, "expired")]


def test_a_party_that_is_told_but_not_named_is_not_replaced() -> None:
    result = relations(
        "Nova University and Delta Institute signed an agreement.",
        "",
        "The memorandum between the harbour office and Gamma College has expired.",
    )
    assert all(fact.kind != "memorandum" for fact in result.partnerships)


def test_the_country_of_a_party_counts_however_short_the_mention() -> None:
    result = relations(
        "Nova University in Riga, Latvia, was founded long ago.",
        "Nova University and the Portuguese company Salgado Optics signed an agreement.",
    )
    assert {fact.code for fact in result.countries} == {"LV", "PT"}


def test_an_event_has_a_name_legs_and_participants() -> None:
    result = relations(
        "A delegation led by Anna Berg of Nova University visited Kazan and Samara from 3 to 7 June 2019.",
        "On 5 June 2019 the guests spoke at the Volga Steel Forum in Samara.",
    )
    visit, forum = result.events
    assert visit.title == "Delegation visit, Kazan"
    assert [leg.place for leg in visit.legs] == ["Kazan", "Samara"]
    assert dict(visit.participants) == {"Anna Berg": "lead", NOVA: "delegation"}
    assert forum.title == "Volga Steel Forum"


def test_at_most_five_years_the_nearest_first() -> None:
    (question,) = relations("On Monday 9 July, a delegation of Nova University visited Riga.").questions
    years = [int(year) for year in question.choices]
    assert 0 < len(years) <= 5
    assert all(datetime.date(year, 7, 9).weekday() == 0 for year in years)
    present = datetime.datetime.now(datetime.UTC).year
    assert years == sorted(years, key=lambda year: abs(year - present))


def test_a_day_that_counts_from_an_unknown_one_is_asked_for() -> None:
    (question,) = relations("Nova University and Delta Institute signed an agreement yesterday in Riga.").questions
    assert question.about == "published"
    assert "yesterday" in question.text
    assert not relations("Nova University and Delta Institute signed an agreement in Riga.").questions
