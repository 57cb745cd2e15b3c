"""Rules for names that no register knows yet, by language."""

from __future__ import annotations

import pytest

from tests.extraction.test_names import names


@pytest.mark.parametrize(
    ("language", "sentence", "organisations", "people"),
    [
        ("en", "The Azores-based firm met the Provincial Government of Benguet.", {"Provincial Government of Benguet"}, set()),
        ("en", "Students of Lund University and eThekwini Water and Sanitation signed.", {"Lund University", "eThekwini Water and Sanitation"}, set()),
        ("en", "The European Union and an Emirati university were mentioned.", set(), set()),
        ("de", "Die Prüfanstalt Nordkette prüft, sagte Kollegin Sanja Perković.", {"Prüfanstalt Nordkette"}, {"Sanja Perković"}),
        ("fr", "La brasserie Trois Collines a signé, a déclaré Cheikh Tidiane Fall, directeur.", {"Trois Collines"}, {"Cheikh Tidiane Fall"}),
        ("nl", "Studenten van de Universiteit Gent bouwen een boot.", {"Universiteit Gent"}, set()),
        ("ru", "Терминал «Диомид» и кооператив «Прибой» подписали договор.", {"Диомид", "Прибой"}, set()),
        ("ru", "О линии объявили владельцы, «Северные линии» и Haejin.", {"Северные линии", "Haejin"}, set()),
        ("ru", "Дальневосточный институт рыбного дела открыл центр в сентябре.", {"Дальневосточный институт рыбного дела"}, set()),
        ("ru", "Директор рассказал о фильме «Волна» и книге «Берег».", set(), set()),
        ("ru", "Заведующая Ольга Сон показала аквариум.", set(), {"Ольга Сон"}),
        ("zh", "摩拉維亞光學叢集理事長帕維爾．德沃夏克表示歡迎。", {"摩拉維亞光學叢集"}, {"帕維爾．德沃夏克"}),
        ("zh", "匈牙利国家创新署与四川恒济药业签署协议。", {"匈牙利国家创新署", "四川恒济药业"}, set()),
        ("zh", "鲁斯塔姆·卡里莫夫出席仪式。", set(), {"鲁斯塔姆·卡里莫夫"}),
        ("ja", "株式会社ひびき循環はフオンナム・リサイクル社と新会社を設立する。", {"株式会社ひびき循環", "フオンナム・リサイクル社"}, set()),
        ("ja", "北九州市の工場でインド工科大学ボンベイ校が実験する。", {"インド工科大学ボンベイ校"}, set()),
        ("ko", "조명래 창원시장과 카린 린드스트룀 셸레프테오시장은 서명했다.", set(), {"조명래", "카린 린드스트룀"}),
        ("ko", "참가한 20개사는 22일 포항시청을 찾았다.", {"포항시청"}, set()),
    ],
)  # fmt: skip
def test_names_by_rule(language: str, sentence: str, organisations: set[str], people: set[str]) -> None:
    assert names(sentence, language=language) == (organisations, people)
