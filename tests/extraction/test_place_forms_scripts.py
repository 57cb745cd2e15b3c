"""Places, regions and inhabitants as Russian, Chinese, Japanese, Korean and Hebrew write them, and words that only look like them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from portal.extraction.lexicon.russian import inflected
from tests.extraction.test_place_forms import located

HERE = Path(__file__).parent
HOME = {"ja": "JP", "ko": "KR", "he": "IL"}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", rows("place_forms_scripts.tsv"), ids=lambda row: f"{row['language']}-{row['sentence'][:24]}")
def test_a_place_shows_its_country(row: dict[str, str]) -> None:
    assert located(row["language"], row["sentence"]) == set(row["countries"].split(","))


@pytest.mark.parametrize("row", rows("place_forms_none.tsv"), ids=lambda row: f"{row['language']}-{row['sentence'][:24]}")
def test_a_word_that_looks_like_a_place_shows_none(row: dict[str, str]) -> None:
    assert located(row["language"], row["sentence"]) == set()


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Рига", {"Риги", "Риге", "Ригу", "Ригой"}),
        ("Калабрия", {"Калабрии", "Калабрию", "Калабрией", "калабрийск*"}),
        ("Казань", {"Казани", "Казанью", "казанск*"}),
        ("Севастополь", {"Севастополя", "Севастополе", "севастопольск*"}),
        ("Череповец", {"Череповца", "Череповце", "череповецк*"}),
        ("Шанхай", {"Шанхая", "Шанхаем", "шанхайск*"}),
        ("Афины", {"Афин", "Афинам", "Афинах", "афинск*"}),
        ("Химки", {"Химок", "Химках", "химкинск*"}),
        ("Домодедово", {"Домодедове", "домодедовск*"}),
        ("Поволжье", {"Поволжья", "Поволжьем"}),
        ("Липецк", {"Липецка", "липецк*"}),
        ("Нижний Новгород", {"Нижнего Новгорода", "Нижнему Новгороду", "Нижним Новгородом", "Нижнем Новгороде"}),
        ("Томская область", {"Томской области", "Томскую область", "Томской областью"}),
        ("Великие Луки", {"Великих Лук", "Великими Луками"}),
        ("Ростов-на-Дону", {"Ростова-на-Дону", "Ростове-на-Дону"}),
        ("Каменск-Уральский", {"Каменска-Уральского", "Каменске-Уральском"}),
        ("Буэнос-Айрес", {"Буэнос-Айреса", "Буэнос-Айресе", "буэнос-айресск*"}),
    ],
)
def test_russian_places_have_their_cases(name: str, forms: set[str]) -> None:
    assert forms | {name} <= {form for form, _ in inflected(name, "ru")}


@pytest.mark.parametrize("name", ["Торонто", "Сан-Паулу", "Бордо", "Батуми", "Жуковский", "Марсель без окончания"])
def test_names_without_cases_have_none(name: str) -> None:
    capital = [form for form, needs_capital in inflected(name, "ru") if needs_capital]
    assert capital == [name]


def test_surnames_are_no_cases_of_a_town() -> None:
    assert "Иванова" not in {form for form, _ in inflected("Иваново", "ru")}


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert located("zh", "烏茲別克斯坦與愛沙尼亞、廣東省簽署備忘錄。") == {"UZ", "EE", "CN"}
