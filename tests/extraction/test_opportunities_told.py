"""Partners and ideas asked for in ordinary words; the same words about something else ask for nobody."""

from pathlib import Path

import pytest

from portal.extraction.extract import extract

LEADS = {
    "en": "The port of Tema and the Port of Gdynia signed an agreement on the training of pilots on Monday.",
    "nl": "De haven van Rotterdam en de stad Paramaribo hebben maandag een akkoord over de opleiding van loodsen getekend.",
    "fr": "Le port de Dakar et la ville de Nantes ont signé lundi un accord sur la formation des pilotes.",
    "de": "Die Stadt Linz und die Universität Zagreb haben am Montag einen Vertrag über die Ausbildung von Lotsen unterzeichnet.",
    "ru": "Порт Мурманска и город Тромсё подписали в понедельник соглашение о подготовке лоцманов.",
    "zh": "宁波港与鹿特丹港周一签署引航员培训协议，双方负责人在市政厅表示，协议为期三年。",
    "es": "El puerto de Vigo y la ciudad de Nantes firmaron el lunes un acuerdo sobre la formación de prácticos.",
    "ja": "神戸港とロッテルダム港は月曜日、水先人の訓練に関する協定を結んだ。",
    "ko": "부산항과 로테르담항은 월요일 도선사 교육에 관한 협정을 체결했다.",
    "he": "נמל חיפה ונמל רוטרדם חתמו ביום שני על הסכם להכשרת נתבים.",
}
TOLD = [
    block.split("\n", 1)
    for block in (Path(__file__).parent / "told_opportunities.txt").read_text(encoding="utf-8").strip().split("\n\n")[1:]
]


@pytest.mark.parametrize(
    ("language", "sentence", "kinds"),
    [
        ("nl", "Het bedrijf laat weten dat het een leverancier van algenmeel kan gebruiken.", ["partner-search"]),
        ("nl", "Van bedrijven worden tot 1 mei voorstellen verwacht.", ["call"]),
        ("fr", "La firme recrute un représentant exclusif pour le Mali.", ["partner-search"]),
        ("de", "Die Firma könnte einen Händler in Zagreb gut gebrauchen.", ["partner-search"]),
        ("en", "The firm could do with a distributor in Ghana.", ["partner-search"]),
        ("en", "Makers of sensors are invited to send in ideas before 3 May.", ["call"]),
        ("ru", "Разработчиков материалов приглашают присылать идеи до 1 апреля.", ["call"]),
        ("zh", "该公司正在为项目寻求合肥本地的设备代工方。", ["partner-search"]),
        ("en", "The company recruits 40 welders every year.", []),
        ("fr", "L'usine recrute cent personnes cette année.", []),
        ("nl", "De stad wil het gebouw weer gebruiken.", []),
    ],
)
def test_what_is_asked_for_in_ordinary_words(language, sentence, kinds):
    found = extract(f"{LEADS[language]}\n\n{sentence}\n".encode(), "a.txt")
    assert [fact.kind for fact in found.opportunities] == kinds


@pytest.mark.parametrize(("head", "sentence"), TOLD, ids=[head for head, _ in TOLD])
def test_each_kind_is_found_in_plain_sentences_of_ten_languages(head, sentence):
    language, kind = head.split()
    found = extract(f"{LEADS[language]}\n\n{sentence}\n".encode(), "a.txt")
    assert [fact.kind for fact in found.opportunities] == ([] if kind == "-" else [kind])
