"""What is sought, offered and open, as ten languages say it; and until when."""

from __future__ import annotations

import pytest

from portal.extraction.types import OpportunityFact
from tests.extraction.test_relations import relations


def opportunities(*paragraphs: str, language: str = "en", published: str | None = "2022-09-28") -> dict[str, OpportunityFact]:
    return {fact.kind: fact for fact in relations(*paragraphs, language=language, published=published).opportunities}


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "closes"),
    [
        ("en", "The company is looking for a distributor in Chile.", "partner-search", None),
        ("en", "Local importers of valves are sought.", "partner-search", None),
        ("en", "The institute needs a method to measure salt in concrete.", "technology-request", None),
        ("en", "Young firms get a desk free of charge for six months.", "soft-landing", None),
        ("en", "The start-up is seeking investors and two million euros.", "funding", None),
        (
            "en",
            "Four internships at the shipyard are open to students from both cities; apply by 15 October.",
            "internship",
            "2022-10-15",
        ),
        ("en", "The laboratory offers a licence for its coating.", "technology-offer", None),
        ("en", "Applications for the accelerator are accepted until 30 November.", "call", "2022-11-30"),
        ("ru", "Завод ищет дилера в Чили.", "partner-search", None),
        ("ru", "Предприятию нужны поставщики подшипников.", "partner-search", None),
        ("ru", "Институт ищет способ измерять соль в бетоне.", "technology-request", None),
        ("ru", "Стартапам бесплатно предоставят офис на полгода.", "soft-landing", None),
        ("ru", "Компания ищет инвестора на два миллиона евро.", "funding", None),
        ("ru", "Верфь примет на стажировку четырёх студентов.", "internship", None),
        ("ru", "Лаборатория предлагает лицензию на покрытие.", "technology-offer", None),
        ("ru", "Заявки принимаются до 30 ноября.", "call", "2022-11-30"),
        ("zh", "公司正在智利寻找经销商。", "partner-search", None),
        ("zh", "研究所寻求测量混凝土盐分的技术。", "technology-request", None),
        ("zh", "园区为初创企业免费提供六个月的办公室。", "soft-landing", None),
        ("zh", "该公司寻求两百万欧元投资。", "funding", None),
        ("zh", "船厂接收四名学生实习。", "internship", None),
        ("zh", "实验室的涂层专利可转让。", "technology-offer", None),
        ("zh", "项目申报截止日期为11月30日。", "call", "2022-11-30"),
        ("ja", "同社はチリの代理店を探しています。", "partner-search", None),
        ("ja", "研究所は塩分を測る技術を求めています。", "technology-request", None),
        ("ja", "新興企業にオフィスを半年間無償で貸与する。", "soft-landing", None),
        ("ja", "同社は投資家を探している。", "funding", None),
        ("ja", "造船所は学生4名をインターンとして受け入れる。", "internship", None),
        ("ja", "応募は11月30日まで受け付ける。", "call", "2022-11-30"),
        ("ko", "회사는 칠레에서 판매 대리점을 찾고 있다.", "partner-search", None),
        ("ko", "연구소는 염분을 측정하는 기술을 찾고 있다.", "technology-request", None),
        ("ko", "스타트업에 사무실을 6개월간 무상으로 제공한다.", "soft-landing", None),
        ("ko", "회사는 투자자를 찾고 있다.", "funding", None),
        ("ko", "조선소는 학생 4명의 인턴을 받는다.", "internship", None),
        ("ko", "신청은 11월 30일까지 받는다.", "call", "2022-11-30"),
        ("de", "Die Firma sucht einen Vertriebspartner in Chile.", "partner-search", None),
        ("de", "Das Institut sucht ein Verfahren, um Salz in Beton zu messen.", "technology-request", None),
        ("de", "Junge Firmen bekommen für sechs Monate kostenlos einen Schreibtisch.", "soft-landing", None),
        ("de", "Das Start-up sucht Kapitalgeber für zwei Millionen Euro.", "funding", None),
        ("de", "Die Werft vergibt vier Praktikumsplätze.", "internship", None),
        ("de", "Das Labor bietet eine Lizenz für seine Beschichtung an.", "technology-offer", None),
        ("de", "Bewerbungen sind bis zum 30. November möglich.", "call", "2022-11-30"),
        ("nl", "Het bedrijf zoekt een verdeler in Chili.", "partner-search", None),
        ("nl", "Het instituut zoekt een methode om zout in beton te meten.", "technology-request", None),
        ("nl", "Jonge bedrijven krijgen zes maanden gratis een bureau.", "soft-landing", None),
        ("nl", "De start-up zoekt investeerders.", "funding", None),
        ("nl", "De werf heeft vier stageplaatsen.", "internship", None),
        ("nl", "Aanmelden kan tot 30 november.", "call", "2022-11-30"),
        ("fr", "La société cherche un importateur au Chili.", "partner-search", None),
        ("fr", "L'institut recherche un procédé pour mesurer le sel dans le béton.", "technology-request", None),
        ("fr", "Les jeunes pousses disposeront gratuitement d'un bureau pendant six mois.", "soft-landing", None),
        ("fr", "La start-up cherche des investisseurs.", "funding", None),
        ("fr", "Le chantier propose quatre stages.", "internship", None),
        ("fr", "Le laboratoire propose une licence pour son revêtement.", "technology-offer", None),
        ("fr", "Les candidatures sont ouvertes jusqu'au 30 novembre.", "call", "2022-11-30"),
        ("es", "La empresa busca un importador en Chile.", "partner-search", None),
        ("es", "El instituto busca un método para medir la sal.", "technology-request", None),
        ("es", "Las empresas jóvenes tendrán una oficina gratuita durante seis meses.", "soft-landing", None),
        ("es", "La empresa busca inversores.", "funding", None),
        ("es", "El astillero ofrece cuatro pasantías.", "internship", None),
        ("es", "El laboratorio ofrece una licencia de su recubrimiento.", "technology-offer", None),
        ("es", "Las solicitudes pueden presentarse hasta el 30 de noviembre.", "call", "2022-11-30"),
        ("he", "החברה מחפשת מפיץ בצ'ילה.", "partner-search", None),
        ("he", "המכון מחפש שיטה למדידת מלח.", "technology-request", None),
        ("he", "חברות צעירות יקבלו משרד ללא תשלום לחצי שנה.", "soft-landing", None),
        ("he", "החברה מחפשת משקיעים.", "funding", None),
        ("he", "המספנה מציעה ארבע התמחויות לסטודנטים.", "internship", None),
        ("he", "ניתן להגיש מועמדות עד 30 בנובמבר.", "call", "2022-11-30"),
    ],
)
def test_one_sentence_offers_or_asks_for_one_thing(language: str, sentence: str, kind: str, closes: str | None) -> None:
    found = opportunities(sentence, language=language)
    assert set(found) - {"call"} == {kind} - {"call"}
    assert found[kind].closes == closes


@pytest.mark.parametrize(
    "sentence",
    [
        "The fund is not looking for a partner.",
        "The scholarship expired in 2018.",
        "The joint office opened in May.",
        "The technology park opened an office.",
    ],
)
def test_what_is_denied_or_over_is_not_on_offer(sentence: str) -> None:
    assert not opportunities(sentence)


def test_the_thing_sought_is_the_last_part_of_its_name() -> None:
    assert set(opportunities("The company is looking for a technology partner in Peru.")) == {"partner-search"}


def test_what_a_partner_should_have_is_not_on_offer() -> None:
    assert "technology-offer" not in opportunities("Институт ищет партнёра, готового передать технологию литья.", language="ru")


def test_the_deadline_may_be_told_in_the_next_sentence_and_is_among_the_evidence() -> None:
    found = opportunities("Four internships are on offer in Oulu. Apply by 15 October.", "The other deadline is 3 December.")
    assert found["internship"].closes == "2022-10-15"
    assert found["internship"].evidence[-1].quote.rstrip(".") == "by 15 October"


def test_a_deadline_without_a_year_stays_so_and_one_that_is_past_is_none() -> None:
    assert opportunities("Applications are accepted until 15 October.", published=None)["call"].closes == "--10-15"
    assert opportunities("Applications were open until 15 May 2022.")["call"].closes is None
