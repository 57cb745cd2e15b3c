"""The title, the day and the house of many kinds of sheets and pages, each an entry of a file in `sheets/`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from portal.extraction.credits import title_of
from portal.extraction.documents import read_document
from portal.extraction.language import find_language
from portal.extraction.published import published_of
from portal.extraction.sources import source_of
from portal.extraction.zones import find_outline

FILES = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((Path(__file__).parent / "sheets").glob("*.toml"))]
STORIES = {name: story for file in FILES for name, story in file["stories"].items()}
SHEETS = [sheet for file in FILES for sheet in file["sheets"]]


def laid_out(sheet: dict[str, Any]) -> bytes:
    story = STORIES[sheet["story"]]
    body = story["body"].strip()
    if sheet["suffix"] == "html":
        body = "".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n"))
    text = sheet["text"].replace("{title}", story["title"]).replace("{deck}", story["deck"]).replace("{body}", body)
    return str(text).encode()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: f"{sheet['suffix']}-{sheet.get('source')}")
def test_a_sheet_states_its_title_its_day_and_its_house(sheet: dict[str, Any]) -> None:
    document = read_document(laid_out(sheet), f"a.{sheet['suffix']}")
    language = find_language(document)
    outline = find_outline(document, language)
    found = (title_of(outline), published_of(outline, language), source_of(outline))
    title = None if sheet.get("untitled") else sheet.get("title", STORIES[sheet["story"]]["title"])
    stated = [" ".join(value.value.split()) if value else None for value in found]
    # A house that one unsure sign points to is not told: no house is better than a wrong one.
    house = None if sheet.get("unsure") else sheet.get("source")
    assert stated == [title, sheet.get("published"), house]
