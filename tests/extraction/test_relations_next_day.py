"""Days that count from the day named before, and what happened on them."""

from __future__ import annotations

import pytest

from tests.extraction.test_relations import relations

NEXT = [
    ("en", "On 15 October 2024 Nova University and Delta Institute signed a memorandum.", "The next day a joint laboratory was opened in Turin."),
    ("de", "Am 15. Oktober 2024 unterzeichneten die Universität Graz und die Universität Maribor ein Memorandum.", "Tags darauf wurde in Graz ein gemeinsames Labor eröffnet."),
    ("fr", "Le 15 octobre 2024, l'Université de Brest et l'Université de Thiès ont signé un accord.", "Le lendemain, un laboratoire commun a été inauguré à Thiès."),
    ("es", "El 15 de octubre de 2024 la Universidad de Vigo y la Universidad de Cuenca firmaron un convenio.", "Al día siguiente se inauguró en Cuenca un laboratorio conjunto."),
    ("nl", "Op 15 oktober 2024 tekenden de Universiteit Gent en de Universiteit van Suriname een overeenkomst.", "Daags nadien werd in Paramaribo een gezamenlijk laboratorium geopend."),
    ("ru", "15 октября 2024 года Тверской государственный университет и Университет Циндао подписали соглашение.", "На следующий день в Циндао открылась совместная лаборатория."),
    ("zh", "2024年10月15日，厦门海洋大学与开普敦大学签署合作协议。", "次日，联合实验室在开普敦揭牌。"),
    ("ja", "2024年10月15日、函館海洋大学とケープタウン大学は覚書に署名した。", "翌日、共同研究所がケープタウンで開所した。"),
    ("ko", "2024년 10월 15일 포항해양대학교와 케이프타운대학교는 양해각서를 체결했다.", "이튿날 케이프타운에서 공동 연구소가 문을 열었다."),
    ("he", "ב-15 באוקטובר 2024 חתמו אוניברסיטת חיפה ואוניברסיטת ברגן על הסכם.", "למחרת נחנכה בברגן מעבדה משותפת."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "first", "second"), NEXT)
def test_an_opening_on_the_next_day(language: str, first: str, second: str) -> None:
    events = {event.kind: event.start for event in relations(first, second, language=language).events}
    assert events.get("signing") == "2024-10-15"
    assert events.get("opening") == "2024-10-16"


def test_the_day_after_a_range_is_not_known() -> None:
    facts = relations(
        "A delegation visited Turin from 14 to 18 October 2024.",
        "The next day Nova University and Delta Institute signed a memorandum.",
    )
    assert all(event.start != "2024-10-19" for event in facts.events)


def test_an_opening_set_for_a_month_is_not_on_the_day_of_its_announcement() -> None:
    facts = relations(
        "Nova University and Delta Institute signed a memorandum on 15 October 2024.",
        "The same day they announced that their joint laboratory opens in March 2026.",
    )
    assert [event.kind for event in facts.events] == ["signing"]


def test_a_day_alone_lies_in_the_range_named_before() -> None:
    facts = relations(
        "調査団は4月21日から26日まで、イロイロ市を訪れた。",
        "22日には函館海洋大学とイロイロ大学が覚書に署名した。",
        language="ja",
        published="2025-05-30",
    )
    assert [event.start for event in facts.events if event.kind == "signing"] == ["2025-04-22"]
