"""Ordinary words that are names elsewhere: of towns, of people, of firms. In their own language they name nothing."""

import tomllib

import pytest

from portal.extraction import lexicon
from portal.extraction.extract import extract
from portal.extraction.lexicon import HERE
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
def test_each_listed_word_would_be_a_name(language: str) -> None:
    with (HERE / "plain_words.toml").open("rb") as source:
        listed = {table: words.get(language, []) for table, words in tomllib.load(source).items()}
    assert [words for words in listed.values() if len(set(words)) < len(words)] == []
    names = lexicon.places(language)._names
    spans = {word: [(start, end) for start, end, _ in names.spans(lexicon.fold(word))] for word in listed["places"]}
    assert [word for word, found in spans.items() if (0, len(word)) not in found] == []
    assert set(listed["given_names"]) <= lexicon.given_names()
    assert set(listed["organisations"]) <= lexicon.known_organisations().keys()


LEADS = {
    "en": "Two cities sign a pact\n\nThe city of Lund and the city of Tampere signed an agreement on 4 May 2021.",
    "de": "Zwei Städte schließen einen Vertrag\n\nDie Stadt Lund und die Stadt Jena haben am 4. Mai 2021 einen Vertrag geschlossen.",
    "nl": "Twee steden tekenen een akkoord\n\nDe stad Lund en de stad Gent hebben op 4 mei 2021 een akkoord getekend.",
    "fr": "Deux villes signent un accord\n\nLa ville de Lund et la ville de Sfax ont signé le 4 mai 2021 un accord sur l'eau.",
    "es": "Dos ciudades firman un convenio\n\nLa ciudad de Lund y la ciudad de Lima firmaron el 4 de mayo de 2021 un convenio.",
}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Nur Stuttgart hat bisher zugesagt, sagte der Bürgermeister."),
        ("de", "Solange Berlin wartet, bleibt der Vertrag offen."),
        ("de", "Damen und Herren aus Lund waren gekommen, Kakao wurde gereicht."),
        ("de", "Der Verbund aus sieben Häfen begann im Herbst."),
        ("nl", "Dan Rotterdam, waar de haven tekende."),
        ("nl", "Mei Vorig jaar was de groep te gast."),
        ("fr", "Vu Paris et son climat, le projet attend."),
        ("fr", "Mille Ingénieurs sont venus, et le Carrefour des métiers est plein."),
        ("es", "Ante Bruselas defendió el plan la alcaldesa; Cara Bogotá, nada."),
        ("es", "Moderna y limpia, la planta abrió."),
        ("en", "Made Simple is the motto of the course."),
        ("en", "Can Tampere do it?"),
    ],
)
def test_ordinary_words_begin_no_name(language: str, sentence: str) -> None:
    found = extract(f"{LEADS[language]} {sentence}\n".encode(), "a.txt")
    assert [person.name for person in found.people] == []
    assert len(found.organisations) == 2, [organisation.name for organisation in found.organisations]


def test_a_name_that_is_a_word_elsewhere_still_is_one() -> None:
    text = (
        "Two cities sign a pact\n\nThe city of Lund and the city of Tampere signed it. Solange Beaumont and Elke Brandt spoke.\n"
    )
    assert [person.name for person in extract(text.encode(), "a.txt").people] == ["Solange Beaumont", "Elke Brandt"]


@pytest.mark.parametrize(
    ("language", "form", "country"),
    [("en", "Leiden", "NL"), ("de", "Komen", "SI"), ("fr", "Mesa", "US"), ("es", "Landes", "FR"), ("en", "Landes", "FR")],
)
def test_the_town_is_known_elsewhere(language: str, form: str, country: str) -> None:
    assert [meant.countries for _, _, meant in lexicon.places(language).find_in(form, form.lower())] == [(country,)]
