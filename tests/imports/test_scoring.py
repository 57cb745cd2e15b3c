"""The figures by which reading is judged: what counts as found, wrong and missed."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from portal.imports.scoring import MEASURES, Measure, Score, same_name, score
from tests.imports.conftest import ARTICLE

GOLD = {
    "title": "Two cities sign",
    "published": "2021-05-05",
    "language": "en",
    "source": None,
    "body": ["One two three four five six seven eight."],
    "countries": ["FI", "SE"],
    "sectors": {"primary": ["solar-energy"], "accept": ["tourism"]},
    "organisations": [["Lund University", "LU"], ["Aurora Lab"]],
    "people": [],
    "optional_names": ["Norway Post"],
    "partnerships": [{"kind": ["memorandum", "agreement"], "status": ["signed"], "parties": [["Lund University", "LU"], ["Aurora Lab"]]}],
    "events": [{"kind": ["signing"], "start": "2021-05-04", "end": None, "countries": ["FI"]}, {"kind": ["forum"], "start": None, "end": None, "countries": [], "optional": True}],
    "opportunities": [{"kind": ["call"]}],
}  # fmt: skip
READ = {
    "title": "Two  cities sign",
    "published": "2021-05-05",
    "language": "en",
    "source": None,
    "body": "One two three four five six seven eight.",
    "countries": [{"code": "FI"}, {"code": "SE"}],
    "sectors": [{"code": "solar-energy"}],
    "organisations": [{"name": "Lund University (LU)"}, {"name": "Aurora Lab Ltd."}],
    "people": [],
    "partnerships": [{"kind": "agreement", "status": "signed", "parties": ["LU", "Aurora Lab"]}],
    "events": [{"kind": "signing", "start": "2021-05-04", "countries": ["FI"]}],
    "opportunities": [{"kind": "call"}],
}


def measure(name: str, **read: object) -> Measure:
    return score(GOLD, READ | read).measures[name]


def test_a_perfect_reading_has_nothing_wrong_and_nothing_missed():
    found = score(GOLD, READ)
    assert found.remarks == []
    assert {m.f1 for name, m in found.measures.items() if name != "people"} == {1.0}
    assert found.measures["people"] == Measure()
    assert found.measures["people"].f1 is None


@pytest.mark.parametrize("name", [name for name in MEASURES if name not in ("source", "people")])
def test_an_unread_article_misses_everything(name):
    found = score(GOLD, {}).measures[name]
    assert found.found == 0
    assert found.missed > 0


@pytest.mark.parametrize(
    ("name", "read", "counts"),
    [
        ("title", {"title": "Cities sign"}, (0, 1, 1)),
        ("source", {"source": "The Times"}, (0, 1, 1)),
        ("body", {"body": "One two three four five"}, (pytest.approx(4 / 7), pytest.approx(3 / 7), pytest.approx(3 / 7))),
        ("countries", {"countries": [{"code": "FI"}, {"code": "NO"}]}, (1, 1, 1)),
        ("countries", {"countries": [{"code": "FI"}, {"code": "FI"}, {"code": "SE"}]}, (2, 0, 0)),
        ("sectors", {"sectors": [{"code": "solar-energy"}, {"code": "tourism"}]}, (1, 0, 0)),
        ("sectors", {"sectors": [{"code": "health"}]}, (0, 1, 1)),
        ("organisations", {"organisations": [{"name": "LU"}, {"name": "Norway Post"}]}, (1, 0, 1)),
        ("organisations", {"organisations": [{"name": "Hitachi"}]}, (0, 1, 2)),
        ("pairs", {"partnerships": [{"kind": "twinning", "status": "ended", "parties": ["LU", "Aurora Lab"]}]}, (1, 0, 0)),
        ("partnerships", {"partnerships": [{"kind": "twinning", "status": "ended", "parties": ["LU", "Aurora Lab"]}]}, (0, 1, 1)),
        ("pairs", {"partnerships": [{"kind": "agreement", "status": "signed", "parties": ["LU"]}]}, (0, 1, 1)),
        ("events", {"events": [{"kind": "signing", "start": "2021-05-04", "countries": ["NO"]}]}, (0, 1, 1)),
        ("events", {"events": [{"kind": "signing", "start": None, "countries": []}]}, (0, 1, 1)),
        ("events", {"events": [{"kind": "forum", "start": "2000-01-01", "countries": []}]}, (0, 0, 1)),
        ("opportunities", {"opportunities": []}, (0, 0, 1)),
    ],
)
def test_what_differs_is_counted(name, read, counts):
    found = measure(name, **read)
    assert (found.found, found.wrong, found.missed) == counts


def test_rates():
    assert (Measure(3, 1, 2).precision, Measure(3, 1, 2).recall, Measure(3, 1, 2).f1) == (0.75, 0.6, pytest.approx(2 / 3))
    assert (Measure(0, 0, 2).precision, Measure(0, 0, 2).recall) == (None, 0.0)
    whole = Score()
    whole.add(score(GOLD, READ))
    whole.add(score(GOLD, {}))
    assert whole.measures["countries"] == Measure(2, 0, 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Aurora Lab", "AURORA  LAB", True),
        ("The Aurora Lab Ltd.", "Aurora Lab", True),
        ("“Aurora” Lab", "'Aurora' Lab", True),
        ("University of Tromso", "University of Tromsø", True),
        ("IBM", "IBN", False),
        ("City of Lund", "City of Turku", False),
        ("", "", False),
    ],
)
def test_when_two_names_are_the_same(one, other, same):
    assert same_name(one, other) is same


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE)
    answers = {"title": "Something else", "published": "2021-03-12", "language": "en", "source": None, "countries": ["EE", "JP"]}
    (tmp_path / "a.gold.json").write_text(json.dumps(answers))
    return tmp_path


def printed(*args: object, **options: object) -> str:
    out = io.StringIO()
    call_command("score_articles", *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_the_command_prints_a_table_and_what_was_missed(folder):
    text = printed(folder, show=True)
    assert "1 articles, 0 could not be read" in text
    assert "countries" in text
    assert "not 'Something else'" in text
    figures = json.loads(printed(folder, json=True))
    assert (figures["articles"], figures["title"], figures["published"]) == (1, 0.0, 1.0)
    assert figures.keys() == {"articles", "unread", *MEASURES}


def test_the_command_says_what_is_wrong_with_a_folder(folder, tmp_path_factory):
    with pytest.raises(CommandError, match="no NAME"):
        printed(tmp_path_factory.mktemp("empty"))
    with pytest.raises(CommandError, match="not a folder"):
        printed(folder / "missing")
    (folder / "a.txt").unlink()
    with pytest.raises(CommandError, match="no article beside"):
        printed(folder)
    (folder / "a.txt").write_text("x")
    (folder / "a.gold.json").write_text("{")
    with pytest.raises(CommandError, match="not JSON"):
        printed(folder)
