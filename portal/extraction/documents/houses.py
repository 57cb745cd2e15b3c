"""The names by which a page calls its site in ways that bind it less than a stated publisher: logo, brand, author, rights, feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

BRAND = re.compile(
    r"(?:^|[\s_-])(?:site|blog|header|navbar|nav|main|page|portal|brand|company)?[_-]?(?:logo|brand|sitename|site-?title|site-?name|titlerow|masthead|wordmark|printhead)"
    r"(?:[_-](?:text|link|title|name|img|image|wrap|wrapper|container|box|alt))?(?=$|\s)",
    re.IGNORECASE,
)
"""In the class or id of an element that holds the name of the site."""
ASIDE = re.compile(r"sponsor|partner|footer|foot\b|client|payment|\bad\b|banner|social|share|funder|valid", re.IGNORECASE)
"""In the class or id of an element with the logos of others."""
LOGO = re.compile(
    r"^\W*logo (?:de |d)?l?['’]|^\W*(?:(?:go )?(?:back )?to (?:the )?(?:home ?page|home)(?: of)?(?: the)?|home(?: ?page)?(?: of)?(?: the)?|(?:zur )?startseite(?: von| der| des)?|(?:the )?logo(?: of(?: the)?| der| des| von| du| de la| de l['’]| de| del| van(?: de| het)?)?"
    r"|логотип|логотип сайта|לוגו|accueil(?: du| de)?|inicio(?: de)?)(?=\W|$)\W*|\W*\b(?:logo|home ?page|home|startseite|wordmark|ロゴ|로고|标志|徽标)\W*$|ロゴ$|로고$",
    re.IGNORECASE,
)
"""Around the name of a house in the description of its logo."""
RIGHTS = re.compile(r"©|\(c\)|copyright|(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?|all rights reserved", re.IGNORECASE)
FEED = re.compile(r"\s*(?:[»›|:–—-]\s*)?(?:rss|atom|feed|news ?feed|flux|comments feed|лента)\b.*$", re.IGNORECASE)
AUTHORS = ("author", "dc.creator", "dcterms.creator", "article:author", "owner", "dc.rightsholder", "web_author", "organization")
MOST, LONGEST = 12, 80


def brands_of(root: etree._Element, metas: dict[str, list[str]]) -> tuple[str, ...]:
    """What the page calls its site, the likeliest first."""
    return _names(*_brands(root), *_rights(metas), *_feeds(root))


def authors_of(metas: dict[str, list[str]]) -> tuple[str, ...]:
    """Whom the head of a page states as its author or owner."""
    return _names(*(metas[name][0] for name in AUTHORS if name in metas))


def _names(*found: str) -> tuple[str, ...]:
    bare = (" ".join(name.split()).strip(" \u00a0|·:–—-") for name in found)
    return tuple(dict.fromkeys(name for name in bare if 2 < len(name) < LONGEST and "//" not in name and "@" not in name))


def _brands(root: etree._Element) -> Iterator[str]:
    """What the element with the mark of the site says, before the headline."""
    for element in islice((e for e in root.iter("img", "a", "div", "span", "p", "strong", "td") if _is_brand(e)), MOST):
        pictures = [element] if element.tag == "img" else list(islice(element.iter("img"), 2))
        text = "" if element.tag == "img" else " ".join(" ".join(element.itertext()).split())
        if text and len(text) < LONGEST and (element.tag != "div" or not list(element.iter("li", "nav", "p"))):
            yield LOGO.sub("", text)
        for picture in pictures:
            yield LOGO.sub("", (picture.get("alt") or "").strip())
        if element.tag == "a":
            yield LOGO.sub("", (element.get("title") or element.get("aria-label") or "").strip())


def _is_brand(element: etree._Element) -> bool:
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    if not BRAND.search(names.strip()):
        return False
    around = " ".join(
        f"{e.tag!s} {e.get('id') or ''} {e.get('class') or ''}" for e in (element, *islice(element.iterancestors(), 6))
    )
    return not ASIDE.search(around)


def _rights(metas: dict[str, list[str]]) -> Iterator[str]:
    for name in ("copyright", "dc.rights", "dcterms.rights"):
        for value in metas.get(name, ())[:1]:
            yield RIGHTS.sub(" ", value).strip(" .,;")
    yield from metas.get("apple-mobile-web-app-title", ())[:1]


def _feeds(root: etree._Element) -> Iterator[str]:
    for link in islice(root.iter("link"), 60):
        if (link.get("type") or "").endswith(("rss+xml", "atom+xml")) and link.get("title"):
            yield FEED.sub("", link.get("title") or "")
