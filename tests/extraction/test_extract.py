"""A whole reading: the annotated articles, and what holds for any input."""

import itertools
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.extraction.command import article_paths, main
from portal.extraction.credits import title_of
from portal.extraction.documents import read_document
from portal.extraction.documents.encoding import decode
from portal.extraction.extract import body_of, extract
from portal.extraction.language import find_language
from portal.extraction.published import published_of
from portal.extraction.sources import source_of
from portal.extraction.types import Document, Extraction, ExtractionError
from portal.extraction.zones import find_outline
from tests.extraction.annotated import articles, body_f1, same

ARTICLES = {article.name: article for article in articles()}
TEXT = (
    "Two cities sign a water pact\n\nPublished: 5 May 2021\n\nTampere and Lund have signed a memorandum of understanding on clean water, the"
    " mayors said on 4 May.\n\nThe agreement runs for three years and foresees an exchange of engineers and students.\n\nSource: The Water Board\n"
)


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_an_article_is_read_as_its_gold_has_it(name):
    article = ARTICLES[name]
    found = extract(article.data, name)
    for key, gold in article.gold.items():
        assert same(getattr(found, key), gold), f"{key}: {getattr(found, key)!r}, not {gold}"
    if article.topics is not None:
        assert found.topics == article.topics
    assert body_f1(article.body, found.body) >= 0.97


@pytest.mark.parametrize("change", ["\r\n", "nbsp", "bom", "final"])
def test_line_ends_blanks_and_marks_change_no_fact(change):
    text = {
        "\r\n": TEXT.replace("\n", "\r\n"),
        "nbsp": TEXT.replace("of understanding", "of\u00a0understanding"),
        "bom": "\ufeff" + TEXT,
        "final": TEXT.rstrip("\n"),
    }[change]
    assert _facts(extract(text.encode())) == _facts(extract(TEXT.encode()))


CORPUS = sorted((Path(__file__).parent / "corpus" / "open").glob("*.txt"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_form_of_a_text_changes_nothing_of_what_it_states(path):
    """Windows line ends, a mark of the byte order, UTF-16 without one, blanks that do not break, a missing end of line."""
    text = decode(path.read_bytes()).text.lstrip("\ufeff")
    plain = _stated(text.encode())
    assert _stated(("\ufeff" + text.replace("\n", "\r\n")).encode()) == plain
    assert _stated(text.rstrip("\n").encode("utf-16-be")) == plain
    spaces = itertools.count()
    assert _stated(re.sub(r"(?<=\w) (?=\w)", lambda _m: " " if next(spaces) % 3 else "\u00a0", text).encode()) == plain


def _stated(data: bytes):
    document = read_document(data, "a.txt")
    language = find_language(document)
    outline = find_outline(document, language)
    stated = (title_of(outline), published_of(outline, language), source_of(outline))
    body = " ".join(body_of(document, outline.zones, language).split())
    return [" ".join(s.value.split()) if s else None for s in stated], language, body


def _facts(found: Extraction):
    names = [(f.name, f.kind) for f in found.organisations]
    return (
        found.title,
        found.published,
        found.source,
        found.topics,
        found.language,
        found.body,
        [c.code for c in found.countries],
        names,
    )


def test_what_holds_no_article_says_so():
    with pytest.raises(ExtractionError, match="No article"):
        extract(b"abcdefgh" * 200_000, "a.txt")


def test_a_reading_is_the_same_each_time():
    article = ARTICLES["es-uruguay-galicia.txt"]
    assert extract(article.data, "a.txt") == extract(article.data, "a.txt")


def check(found: Extraction) -> None:
    """What holds for every reading: zones in order over every non-blank character once, quotes that stand where they say."""
    text = found.document.text
    assert all(a.end <= b.start for a, b in pairwise(found.zones))
    covered = "".join(text[zone.start : zone.end] for zone in found.zones)
    assert [c for c in covered if not c.isspace()] == [c for c in text if not c.isspace()]
    for spans in found.zone_spans.values():
        assert all(text[s.start : s.end] == s.quote for s in spans)
    received = as_received(found.document)
    for value in found.as_json().values():
        for item in value if isinstance(value, list) else []:
            for e in item.get("evidence", []) if isinstance(item, dict) else []:
                assert received[e["start"] : e["end"]] == e["quote"]


def as_received(document: Document) -> str:
    """The text before it was mended, which is what the printed evidence quotes."""
    parts, at = list[str](), 0
    for first, last, before in document.repairs:
        parts += [document.text[at:first], before]
        at = last
    return "".join([*parts, document.text[at:]])


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_zones_cover_an_article_and_quotes_are_true(name):
    check(extract(ARTICLES[name].data, name))


def check_or_refusal(data: bytes, name: str) -> None:
    refusal = "."
    try:
        check(extract(data, name))
    except ExtractionError as error:
        refusal = str(error)
    assert refusal.endswith(".")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.eml", "a.md", "a.docx", "a.pdf"]))
def test_any_bytes_are_read_or_refused_in_words(data, name):
    check_or_refusal(data, name)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(ARTICLES)), st.data())
def test_damaged_articles_are_read_or_refused_in_words(name, draw):
    """An article with some of its bytes cut, doubled, or written over, as any kind of file."""
    data = ARTICLES[name].data
    for _n in range(draw.draw(st.integers(1, 4))):
        start = draw.draw(st.integers(0, len(data)))
        end = min(len(data), start + draw.draw(st.integers(0, 300)))
        data = (
            data[:start]
            + draw.draw(st.sampled_from([b"", data[start:end] * 2, b"\0", b"\xff\xfe", b"<div>", b"</p>", b"\r"]))
            + data[end:]
        )
    suffix = draw.draw(st.sampled_from([Path(name).suffix, ".txt", ".html", ".eml", ".md"]))
    check_or_refusal(data, f"a{suffix}")


PIECES = st.sampled_from(
    ["Source: X", "> quoted mail", "From: a@b.c", "Subject: hi", "--", "5 May 2021", "Tags: a, b", "© 2020 A", "NAME: words", "\ufeff", "Home > News",
     "Two cities signed an agreement on clean water in the town hall.", "- item", "来源：市", "市政府与大学签署了合作协议，共建联合实验室。", "", "", "\u00a0", "|", "About Us"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n", "<br>", "</p><p>"]))
def test_any_sequence_of_lines_is_covered(pieces, joint):
    text = joint.join(pieces)
    name = "a.html" if "<" in joint else "a.txt"
    check_or_refusal(text.encode(), name)


def test_the_command_prints_a_line_for_each_file_in_order(tmp_path, capsys):
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.gold.json").write_text("{}")
    assert main([str(tmp_path)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["path"] for line in lines] == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    assert "empty" in lines[0]["error"]
    assert lines[1]["title"] == "Two cities sign a water pact"


def test_the_command_fails_only_when_it_cannot_run(tmp_path, capsys):
    assert main([str(tmp_path / "missing")]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert list(article_paths([str(tmp_path)])) == []


def test_the_command_says_so_when_not_one_of_several_articles_is_read(tmp_path, capsys):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    assert main([str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "None of the 2 articles could be read." in said.err
    assert "empty" in said.err


def test_a_very_long_article_keeps_its_whole_body_and_says_where_facts_were_sought() -> None:
    paragraph = "Nova University and Delta Institute signed an agreement about water in Riga. " * 10
    text = "A very long report\n\n" + "\n\n".join(f"Part {number}. {paragraph}" for number in range(200))
    found = extract(text.encode(), "long.txt")
    assert len(found.body) > 150_000
    assert "Part 199." in found.body
    assert any("60,000" in notice for notice in found.document.notices)
    assert not extract(text[:5000].encode(), "short.txt").document.notices


def test_soft_hyphens_stay_out_of_the_body_and_its_names():
    text = (
        "Two ports\n\nThe City of Lund and the City of Vi\u00adborg signed an agree\u00adment on shore power in Lund on Monday."
    )
    found = extract(text.encode(), "a.txt")
    assert "\u00ad" not in found.body
    assert {o.name for o in found.organisations} == {"City of Lund", "City of Viborg"}
    assert all(found.document.text[e.start : e.end] == e.quote for o in found.organisations for e in o.evidence)
