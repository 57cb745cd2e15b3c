"""The second opinion on a page: asked in doubt, believed where it is plausible, dates only where the page's head has them."""

import pytest

from portal.extraction.documents.html import parse_html
from portal.extraction.documents.second_voice import LONGEST, address_date, is_doubtful, second_main, weighed
from tests.extraction.pages import COOKIES, LEAD, SECOND, THIRD, TITLE

LINES = (COOKIES, TITLE, LEAD, SECOND, THIRD, COOKIES.replace("device", "phone"))


def laid(lines=LINES):
    text, blocks = "", []
    for line in lines:
        kind = "heading" if line == TITLE else "paragraph"
        blocks.append((len(text), len(text) + len(line), kind))
        text += line + "\n\n"
    return text, tuple(blocks)


def span(blocks, first, last):
    return ((blocks[first][0], blocks[last][1]),)


def test_a_reading_that_ends_above_the_title_is_doubtful_and_gives_way():
    text, blocks = laid()
    own, second = span(blocks, 0, 0), tuple(b[:2] for b in blocks[2:5])
    assert is_doubtful(text, blocks, own, (TITLE,))
    assert weighed(text, blocks, (own, ()), second, (TITLE,))[0] == span(blocks, 2, 4)


def test_a_reading_below_the_title_is_not_doubtful():
    text, blocks = laid()
    assert not is_doubtful(text, blocks, span(blocks, 1, 4), (TITLE,))


def test_a_reading_that_swallowed_the_page_gives_way_to_the_article_in_it():
    text, blocks = laid()
    second = tuple(b[:2] for b in blocks[2:5])
    assert weighed(text, blocks, (span(blocks, 0, 5), ()), second, (TITLE,)) == (span(blocks, 2, 4), second)


def test_an_opinion_that_holds_little_is_not_believed():
    text, blocks = laid()
    own = (span(blocks, 2, 4), ())
    assert weighed(text, blocks, own, (blocks[2][:2],), (TITLE,)) == own
    assert weighed(text, blocks, own, (), (TITLE,)) == own


def test_the_opinion_is_given_as_ranges_of_our_text():
    text, blocks = laid(LINES[1:5])
    source = f"<html><body><article><h1>{TITLE}</h1>{''.join(f'<p>{line}</p>' for line in LINES[2:5])}</article></body></html>"
    assert second_main(source, text, blocks) == tuple(b[:2] for b in blocks[1:])
    assert second_main(" " * (LONGEST + 1), text, blocks) == ()


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<link rel="canonical" href="https://a.example/2021/03/04/ferry/">', "2021-03-04"),
        ('<link rel="alternate" href="https://a.example/2021/03/04/ferry/">', None),
        ('<meta property="article:modified_time" content="2021-03-04T10:00:00Z">', None),
        ("", None),
    ],
)
def test_a_date_is_taken_from_the_head_of_the_page_only(head, found):
    source = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><p>{LEAD}</p><ul><li>3 May 2017 Old news</li></ul></body></html>"
    )
    root, _ = parse_html(source)
    assert address_date(source, root) == found
