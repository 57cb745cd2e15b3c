"""Words of a language that some town is called by name no place in it; the town's name still does in other languages."""

import tomllib

import pytest

from portal.extraction import lexicon
from portal.extraction.lexicon import HERE, plain_words
from portal.extraction.reading import LANGUAGES

SENTENCES = {
    "en": "Store managers met. Wedding guests saw the Forest, an Oral exam and the Drama.",
    "de": "Leider fehlte der Berater. Sieger war ein Langer Kanal, Springer und Schwerter am Ende des Landes.",
    "nl": "Uit onderzoek blijkt: Welkom is de koper. Komen de letten van pas? De Kist en de Bron.",
    "fr": "Marche à suivre : Principe du Golfe, Atlantique et Carrefour. Gare au Plaisir, dit la Fiche.",
    "es": "Mesa redonda. Tanta agua, Corrientes y Salas. Nada nuevo en el Centro y el Pueblo; Sala llena.",
    "ru": "Морской порт и олимпийский комитет, королевская гражданская полиция. Мира и доли, базы и темы, мост у границы.",
    "zh": "项目正式启动，自由贸易和青年民主，胜利开通，来宾于四日到三条街",
    "ja": "メディアは説明会のノートをセットにし、コーチはプールとゴールの間を走った",
    "ko": "두 기관은 협력을 강화하기 위해 노력한다고 주장했다. 브랜드를 미리 지시하고 양산한다",
    "he": "דובר העירייה קרא את הנאום, אולם קום וראה: טירה, יומה וקורה",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_words_name_no_place(language: str) -> None:
    text = SENTENCES[language]
    found = lexicon.places(language).find_in(text, lexicon.simplified(lexicon.fold(text), language))
    assert [(text[start:end], meant.countries) for start, end, meant in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_listed_word_would_name_a_place(language: str) -> None:
    with (HERE / "plain_words.toml").open("rb") as source:
        listed = tomllib.load(source)[language]
    assert len(set(listed)) == len(listed)
    names = lexicon.places(language)._names
    idle = [
        word
        for word in sorted(plain_words(language))
        if (0, len(word)) not in {(start, end) for start, end, _ in names.spans(word)}
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("language", "form", "country"),
    [("en", "Leiden", "NL"), ("de", "Komen", "SI"), ("fr", "Mesa", "US"), ("es", "Landes", "FR"), ("en", "Landes", "FR")],
)
def test_the_town_is_known_elsewhere(language: str, form: str, country: str) -> None:
    assert [meant.countries for _, _, meant in lexicon.places(language).find_in(form, form.lower())] == [(country,)]
