"""Events as ten languages tell of them: kind, day, place; several in one article; what is no event."""

from __future__ import annotations

import pytest

from portal.extraction.types import EventFact
from tests.extraction.test_relations import relations

PUBLISHED = "2022-09-28"


def events(*paragraphs: str, language: str = "en", published: str | None = PUBLISHED) -> tuple[EventFact, ...]:
    return relations(*paragraphs, language=language, published=published).events


def told(*paragraphs: str, language: str = "en", published: str | None = PUBLISHED) -> list[tuple[str, str | None, str | None]]:
    """Kind, first day and country of each event."""
    found = events(*paragraphs, language=language, published=published)
    return [(event.kind, event.start, next(iter(event.countries), None)) for event in found]


@pytest.mark.parametrize(
    ("language", "sentence", "event"),
    [
        (
            "en",
            "A group of fourteen officials from Gdańsk spent 5–8 September in Cork, where they inspected the port.",
            ("delegation-visit", "2022-09-05", "IE"),
        ),
        ("en", "The mayor of Tampere was in Braga from 12 to 14 September.", ("delegation-visit", "2022-09-12", "PT")),
        ("en", "The contract was signed in Nairobi on 20 September by both rectors.", ("signing", "2022-09-20", "KE")),
        (
            "en",
            "On 22 September the two ports put pen to paper in Tallinn: a three-year agreement.",
            ("signing", "2022-09-22", "EE"),
        ),
        ("en", "The laboratory was inaugurated in Lusaka on Monday by the minister.", ("opening", "2022-09-26", "ZM")),
        ("en", "The 5th Baltic Timber Fair takes place in Riga from 4 to 7 October.", ("exhibition", "2022-10-04", "LV")),
        (
            "en",
            "The conference, planned for 3 October in Vienna, has been postponed to 14 November.",
            ("forum", "2022-11-14", "AT"),
        ),
        ("en", "A webinar on customs rules will be held on 6 October at 3 p.m.", ("webinar", "2022-10-06", None)),
        (
            "en",
            "Twelve companies from Oulu will travel to Kyoto from 10 to 15 October on a trade mission.",
            ("trade-mission", "2022-10-10", "JP"),
        ),
        ("en", "Start-ups from both cities pitched at a demo day in Lyon on 21 September.", ("competition", "2022-09-21", "FR")),
        ("ru", "Делегация Тампере находилась в Казани с 12 по 14 сентября.", ("delegation-visit", "2022-09-12", "RU")),
        ("ru", "20 сентября в Минске стороны заключили договор о совместных исследованиях.", ("signing", "2022-09-20", "BY")),
        ("ru", "В понедельник в Алматы торжественно открыли лабораторию.", ("opening", "2022-09-26", "KZ")),
        ("ru", "Выставка «Лес и дом» пройдёт в Риге с 4 по 7 октября.", ("exhibition", "2022-10-04", "LV")),
        ("ru", "Форум, намеченный на 3 октября, перенесён на 14 ноября.", ("forum", "2022-11-14", None)),
        ("ru", "Двенадцать компаний отправятся с бизнес-миссией в Ташкент 10–15 октября.", ("trade-mission", "2022-10-10", "UZ")),
        ("zh", "9月12日至14日，坦佩雷市代表团访问成都。", ("delegation-visit", "2022-09-12", "CN")),
        ("zh", "9月20日，双方在明斯克签署合作协议。", ("signing", "2022-09-20", "BY")),
        ("zh", "9月26日，联合实验室在阿拉木图揭牌。", ("opening", "2022-09-26", "KZ")),
        ("zh", "国际木业博览会将于10月4日至7日在里加举行。", ("exhibition", "2022-10-04", "LV")),
        ("zh", "首届中欧创新论坛于9月21日在里昂开幕。", ("forum", "2022-09-21", "FR")),
        ("ja", "タンペレ市の代表団が9月12日から14日まで札幌を訪問しました。", ("delegation-visit", "2022-09-12", "JP")),
        ("ja", "両大学は9月20日、ミンスクで協定書に署名した。", ("signing", "2022-09-20", "BY")),
        ("ja", "共同研究センターの開所式が9月26日、ナイロビで行われた。", ("opening", "2022-09-26", "KE")),
        ("ko", "탐페레시 대표단이 9월 12일부터 14일까지 부산을 방문했다.", ("delegation-visit", "2022-09-12", "KR")),
        ("ko", "양측은 9월 20일 민스크에서 협약을 체결했다.", ("signing", "2022-09-20", "BY")),
        ("ko", "공동연구센터 개소식이 26일 나이로비에서 열렸다.", ("opening", "2022-09-26", "KE")),
        ("ko", "국제목재박람회는 10월 4일부터 7일까지 리가에서 열린다.", ("exhibition", "2022-10-04", "LV")),
        (
            "de",
            "Eine Abordnung aus Danzig war vom 5. bis 8. September in Cork zu Gast.",
            ("delegation-visit", "2022-09-05", "IE"),
        ),
        ("de", "Der Vertrag wurde am 20. September in Nairobi unterzeichnet.", ("signing", "2022-09-20", "KE")),
        ("de", "Am Montag wurde in Lusaka das Labor eingeweiht.", ("opening", "2022-09-26", "ZM")),
        ("de", "Die Holzmesse findet vom 4. bis 7. Oktober in Riga statt.", ("exhibition", "2022-10-04", "LV")),
        ("de", "Die für den 3. Oktober geplante Tagung wurde auf den 14. November verschoben.", ("forum", "2022-11-14", None)),
        ("nl", "Een delegatie uit Gdansk was van 5 tot 8 september te gast in Cork.", ("delegation-visit", "2022-09-05", "IE")),
        ("nl", "Het contract werd op 20 september in Nairobi ondertekend.", ("signing", "2022-09-20", "KE")),
        ("nl", "Maandag is in Lusaka het laboratorium geopend.", ("opening", "2022-09-26", "ZM")),
        ("nl", "De houtbeurs vindt plaats van 4 tot en met 7 oktober in Riga.", ("exhibition", "2022-10-04", "LV")),
        ("fr", "Une délégation de Gdansk a séjourné à Cork du 5 au 8 septembre.", ("delegation-visit", "2022-09-05", "IE")),
        ("fr", "Le contrat a été signé le 20 septembre à Nairobi.", ("signing", "2022-09-20", "KE")),
        ("fr", "Le laboratoire a été inauguré lundi à Lusaka.", ("opening", "2022-09-26", "ZM")),
        ("fr", "Le Salon du bois se tiendra à Riga du 4 au 7 octobre.", ("exhibition", "2022-10-04", "LV")),
        ("es", "Una delegación de Gdansk estuvo en Cork del 5 al 8 de septiembre.", ("delegation-visit", "2022-09-05", "IE")),
        ("es", "El contrato se firmó el 20 de septiembre en Nairobi.", ("signing", "2022-09-20", "KE")),
        ("es", "El lunes se inauguró en Lusaka el laboratorio.", ("opening", "2022-09-26", "ZM")),
        ("es", "La feria de la madera se celebrará en Riga del 4 al 7 de octubre.", ("exhibition", "2022-10-04", "LV")),
        ("he", "משלחת מטמפרה ביקרה בחיפה בין 12 ל-14 בספטמבר.", ("delegation-visit", "2022-09-12", "IL")),
        ("he", "ההסכם נחתם ב-20 בספטמבר בניירובי.", ("signing", "2022-09-20", "KE")),
        ("he", "המעבדה נחנכה ביום שני בלוסקה.", ("opening", "2022-09-26", "ZM")),
        ("he", "תערוכת העץ תתקיים בריגה ב-4 עד 7 באוקטובר.", ("exhibition", "2022-10-04", "LV")),
    ],
)
def test_one_sentence_tells_of_one_event(language: str, sentence: str, event: tuple[str, str, str | None]) -> None:
    assert told(sentence, language=language) == [event]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Applications close on 15 October 2022. Grants of up to 5,000 euros are available."),
        ("en", "The chamber was founded on 3 May 1921 in Porto."),
        ("ru", "Заявки принимаются до 15 октября."),
        ("ru", "Палата основана 3 мая 1921 года в Казани."),
        ("zh", "申请截止日期为10月15日。"),
        ("ja", "応募の締切は10月15日です。"),
        ("ko", "신청은 10월 15일까지 받는다."),
        ("de", "Bewerbungen sind bis zum 15. Oktober möglich."),
        ("de", "Die Kammer wurde am 3. Mai 1921 in Linz gegründet."),
        ("nl", "Aanmelden kan tot 15 oktober."),
        ("fr", "Les candidatures sont ouvertes jusqu'au 15 octobre."),
        ("es", "Las solicitudes pueden presentarse hasta el 15 de octubre."),
        ("he", "ניתן להגיש מועמדות עד 15 באוקטובר."),
        ("en", "The fund was suspended after the flood of 6 February; talks with the bank rest."),
        ("ru", "Переговоры о фонде приостановлены после наводнения 6 февраля."),
        ("en", "The centre, which both opened in Minsk in 2017, has stopped its work."),
        ("en", "Nova University and Delta Institute said on 3 May 2022 they will build a joint laboratory in Porto."),
        (
            "de",
            "Die Nova University und das Delta Institute teilten am 3. Mai 2022 mit, dass sie ein gemeinsames Labor bauen werden.",
        ),
    ],
)
def test_deadlines_and_history_are_no_events(language: str, sentence: str) -> None:
    assert told(sentence, language=language) == []


def test_a_visit_holds_a_signing_and_a_forum_of_their_own_days() -> None:
    found = told(
        "A delegation of the city of Gdansk visited Cork from 5 to 8 September.",
        "On 6 September Nova University and Delta Institute signed a memorandum in Cork.",
        "On 7 September the guests opened the Harbour Forum in Cork.",
    )
    assert found == [
        ("delegation-visit", "2022-09-05", "IE"),
        ("signing", "2022-09-06", "IE"),
        ("forum", "2022-09-07", "IE"),
    ]


def test_a_journey_through_several_cities_is_one_event_with_its_stops_in_order() -> None:
    (visit,) = events(
        "From 10 to 16 September a delegation of Nova University visited Belgium and Finland.",
        "In Ghent, the guests toured the port.",
        "In Oulu, they saw the campus.",
    )
    assert [(leg.place, leg.country) for leg in visit.legs] == [("Ghent", "BE"), ("Oulu", "FI")]
    assert set(visit.countries) == {"BE", "FI"}


def test_the_days_of_a_journey_come_from_leaving_and_coming_back() -> None:
    (visit,) = events("I went on the mission to Uruguay.", "We left Bilbao on 25 August and were back on 1 September.")
    assert (visit.kind, visit.start, visit.end) == ("trade-mission", "2022-08-25", "2022-09-01")


def test_a_signing_is_where_its_day_is_told_not_where_its_parties_are_at_home() -> None:
    (signing,) = events("Harbour Lab in Ghent and Northlight Campus in Oulu signed the agreement on 11 September in Haifa.")
    assert (signing.places, [leg.country for leg in signing.legs]) == (("Haifa",), ["IL"])
    (signing,) = events("포항시와 스웨덴 우메오시가 20일 협약을 체결했다.", language="ko")
    assert signing.countries == ()


def test_what_happens_during_an_event_does_not_take_its_days() -> None:
    found = told("The memorandum was signed today, during the visit of a Turkish delegation to Lithuania.")
    assert ("signing", "2022-09-28", "LT") in found
    assert not [day for kind, day, _ in found if kind == "delegation-visit" and day]


def test_delegations_at_a_forum_are_no_visit() -> None:
    sentence = "Delegations from China and Kazakhstan took part in the Kama Forum in Perm from 14 to 16 September."
    assert told(sentence) == [("forum", "2022-09-14", "RU")]


def test_a_day_without_a_year_takes_that_of_the_range_around_it() -> None:
    paragraphs = (
        "The minister led a delegation to Azerbaijan from 10 to 14 February 2025.",
        "A memorandum was signed on 12 February in Baku.",
        "A second agreement was signed on 3 March in Baku.",
    )
    days = [event.start for event in events(*paragraphs, published=None)]
    assert days == ["2025-02-10", "2025-02-12", "--03-03"]


@pytest.mark.parametrize(
    ("sentence", "day", "state"),
    [
        ("The forum, planned for 3 October in Riga, was put off and moved to 14 November.", "2022-11-14", "postponed"),
        ("The forum of 3 October in Riga has been cancelled.", "2022-10-03", "cancelled"),
        ("The forum takes place on 3 October in Riga.", "2022-10-03", None),
    ],
)
def test_an_event_may_be_put_off_or_called_off(sentence: str, day: str, state: str | None) -> None:
    (forum,) = events(sentence)
    assert (forum.start, forum.state) == (day, state)


@pytest.mark.parametrize(
    ("language", "sentence", "event"),
    [
        (
            "en",
            "The Port of Walvis Bay and the Port of Rijeka became sister ports in Walvis Bay on 20 September.",
            ("signing", "2022-09-20", "NA"),
        ),
        (
            "nl",
            "De Universiteit Gent en de Universiteit van Kaapstad zijn sinds 20 september 2022 partners.",
            None,
        ),
    ],
)
def test_what_is_agreed_on_a_day_is_signed_that_day(language: str, sentence: str, event: tuple[str, str, str] | None) -> None:
    assert told(sentence, language=language) == ([event] if event else [])
