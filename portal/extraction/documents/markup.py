"""What the head and the markup of a saved page state about the article: titles, date, publisher, key words, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree

from portal.extraction.documents.hints import is_kicker
from portal.extraction.documents.houses import authors_of, brands_of
from portal.extraction.layout import words
from portal.extraction.types import Markup

ARTICLE_TYPES = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
DATE = re.compile(r"\s*((?:19|20)\d\d)[-/.]?(0[1-9]|1[0-2])[-/.]?(0[1-9]|[12]\d|3[01])(?!\d)")
PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "publish-date", "publish_date", "publicationdate",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "date", "sailthru.date", "parsely-pub-date",
    "article.published", "article_date_original", "cxenseparse:recs:publishtime", "originalpublicationdate", "firstpublishdate", "firstpublishedtime",
    "citation_publication_date", "citation_date", "article:published", "og:article:published_time", "release_date", "releasedate", "published-date",
    "published_at", "published_time", "createdate", "bt:pubdate", "docdate", "dcsext.articlefirstpublished", "publication_date", "timestamp", "created",
)  # fmt: skip
SOURCE_NAMES = ("contentsource", "source", "article:source", "dc.source", "news_source", "original-source", "content-source")
SITE_NAMES = (
    "og:site_name",
    "sitename",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "article:publisher_name",
    "site_name",
)
TOPIC_NAMES = ("article:tag", "news_keywords", "parsely-tags")
TITLE_NAMES = (
    "og:title",
    "articletitle",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "headline",
    "parsely-title",
    "citation_title",
    "sailthru.title",
)
PUBLISHING = ("publisher", "sourceorganization", "provider")
NAMING = ("name", "legalname")
DATED = re.compile(r"(?:^|\s)(?:dc|dcterms|schema):(?:date|created|issued|datePublished)(?:\s|$)")
"""RDFa of a date of publication, as Drupal writes it."""
MOST_DESCRIBED = 12
"""Publishers, names in one and elements around a name that are looked at."""
DESCRIBING = (
    "div",
    "span",
    "p",
    "meta",
    "a",
    "section",
    "footer",
    "header",
    "td",
    "li",
    "strong",
    "b",
    "h2",
    "h3",
    "h4",
    "address",
)
DESK = re.compile(
    r"redak|redac|rédac|редак|編集|编辑|編輯|편집|מערכת|admin|editor|newsroom|news desk|staff|team|webmaster|\bdesk\b|http|@",
    re.IGNORECASE,
)
"""An author that is nobody but the site itself."""
NAMED_CLASSES = frozenset(
    {
        "js_name",
        "rich_media_meta_nickname",
        "source-name",
        "source_name",
        "sourcename",
        "media-name",
        "media_name",
        "medianame",
        "publisher-name",
        "publisher",
        "article-publisher",
        "publication-name",
        "provider-name",
    }
)
SHORTEST_NAME = 2
SHORTEST = 120
"""Characters that a stated article has at least; a shorter one is a teaser."""
MAX_JSON = 400_000


def read_markup(root: etree._Element) -> Markup:
    """The statements of a page; what it does not state stays empty. Dates of change are never taken for the publication."""
    metas = _metas(root)
    every = list(_json_ld(root))
    linked = [{**item, "publisher": _referred(item.get("publisher"), every)} for item in every if _is_article(item)]
    return Markup(
        titles=tuple(dict.fromkeys(t for t in _titles(root, metas, linked) if t)),
        published=_published(root, metas, linked),
        language=_language(root, metas),
        site_name=_first(metas, SITE_NAMES)
        or next((n for n in (_name(i.get("publisher")) for i in linked) if n), None)
        or next((n for n in (_name(i) for i in every if i.get("@type") == "WebSite") if n), None)
        or _described(root),
        source=_first(metas, SOURCE_NAMES) or _credited(linked) or _named_by_class(root),
        topics=_topics(metas, linked),
        brands=(*brands_of(root, metas), *_owners(every)),
        authors=authors_of(metas),
    )


def stated_paragraphs(root: etree._Element) -> tuple[tuple[str, str], ...]:
    """Headline and article as JSON-LD states them: (kind, text) pairs, none where it has no article of its own."""
    for item in _json_ld(root):
        body = item.get("articleBody") if _is_article(item) else None
        if isinstance(body, str) and len(body) > SHORTEST:
            headline = squeeze(item["headline"]) if isinstance(item.get("headline"), str) else ""
            body = re.sub(r"<(?:br|/p|/h\d|/li)[^<>]{0,200}>", "\n", body, flags=re.IGNORECASE)
            lines = unescape(re.sub(r"<[^<>]{1,500}>", "", body)).split("\n")
            return ("heading", headline), *(("paragraph", squeeze(line)) for line in lines)
    return ()


def _credited(linked: list[dict[str, Any]]) -> str | None:
    """The paper or agency that a page names as the author of its article, another one than its publisher."""
    for item in linked:
        author, publisher = item.get("author"), _name(item.get("publisher"))
        if isinstance(author, list) and len(author) == 1:
            author = author[0]
        if isinstance(author, dict) and "Organization" in str(author.get("@type")) and publisher:
            name = _name(author)
            if name and name.casefold() not in publisher.casefold() and not DESK.search(name):
                return name
    return None


def _named_by_class(root: etree._Element) -> str | None:
    """The house in an element whose class or id says that it holds the name of the account or the paper behind the text."""
    for element in root.iter("span", "a", "strong", "div", "p", "em", "cite"):
        attributes = element.attrib
        names = {attributes.get("id", "").lower(), *attributes.get("class", "").lower().split()} if attributes else set()
        if names & NAMED_CLASSES and 1 < len(name := _text(element)) < 60 and not re.search(r"\d{4}|[:：]", name):
            return name
    return None


def _owners(every: list[dict[str, Any]]) -> tuple[str, ...]:
    """The organisation that a page describes beside its article, when there is only one."""
    kinds = [(str(item.get("@type")), _name(item)) for item in every]
    found = {name for kind, name in kinds if name and len(name) > SHORTEST_NAME and "Organization" in kind}
    return tuple(found) if len(found) == 1 else ()


def _referred(value: Any, every: list[dict[str, Any]]) -> Any:
    """What a JSON-LD value with nothing but an `@id` refers to elsewhere on the page."""
    if not isinstance(value, dict) or "name" in value or not isinstance(value.get("@id"), str):
        return value
    return next((item for item in every if item.get("@id") == value["@id"] and "name" in item), value)


def _described(root: etree._Element) -> str | None:
    """The publisher that microdata or RDFa describe: its nested name, its text; not the name of its logo."""
    publishers = (e for e in root.iter(*DESCRIBING) if _property(e) in PUBLISHING)
    for element in islice(publishers, MOST_DESCRIBED):
        referred = frozenset((element.get("itemref") or "").split())
        places = [element, *(e for e in (root.iter(*DESCRIBING) if referred else ()) if e.get("id") in referred)]
        inside = (e for place in places for e in place.iter(*DESCRIBING) if _property(e) in NAMING and not _is_pictured(e))
        names = [squeeze(e.get("content")) or _text(e) for e in islice(inside, MOST_DESCRIBED)]
        for name in names or [squeeze(element.get("content")) or _text(element)]:
            if 1 < len(name) < 100 and "//" not in name:
                return name
    return None


def _property(element: etree._Element) -> str:
    return (element.get("itemprop") or element.get("property") or "").rpartition(":")[2].strip().lower()


def _is_pictured(element: etree._Element) -> bool:
    """Whether an element describes the logo of a house, not the house."""
    return any(_property(e) in ("logo", "image") for e in islice(element.iterancestors(), MOST_DESCRIBED))


def squeeze(text: str | None) -> str:
    """Text with every run of white space as one blank."""
    return " ".join((text or "").replace("\u00ad", "").split())


def _metas(root: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = squeeze(meta.get("content"))
        for key in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
            if key and content:
                found.setdefault(key.strip().lower(), []).append(content)
    return found


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)


def _json_ld(root: etree._Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json" or not script.text:
            continue
        if len(script.text) > MAX_JSON:
            continue
        try:
            data = json.loads(script.text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(data)


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD script: alone, in a list, in a graph."""
    waiting = [data]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting = item + waiting
        elif isinstance(item, dict):
            yield item
            waiting = [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item] + waiting


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    return any(isinstance(kind, str) and ARTICLE_TYPES.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return squeeze(value) or None if isinstance(value, str) else None


def _text(element: etree._Element) -> str:
    return squeeze(" ".join(element.itertext()))


def _headed(element: etree._Element) -> str:
    """The text of a heading without the words over its title."""
    first = next((child for child in element if child.tag != "br"), None)
    if first is None or not is_kicker(first):
        return _text(element)
    return squeeze(" ".join(element.itertext())[len(" ".join(first.itertext())) :]) or _text(element)


def _titles(root: etree._Element, metas: dict[str, list[str]], linked: list[dict[str, Any]]) -> Iterator[str]:
    heads = [_headed(e) for e in root.iter("h1", "h2", "h3", "h4")][:60]
    stated = [squeeze(i.get("headline")) for i in linked if isinstance(i.get("headline"), str)]
    stated += [metas[name][0] for name in TITLE_NAMES if name in metas]
    marked = [_headed(e) for e in root.iter("h1", "h2", "h3", "div", "span", "p") if e.get("itemprop") == "headline"]
    page_title = next((_text(e) for e in root.iter("title")), "")
    firsts = [_headed(e) for e in root.iter("h1")]
    for head in sorted(heads, key=lambda h: -len(h)):
        if len(head) > 8 and any(head.casefold() in other.casefold() for other in [*stated, page_title]):
            yield head
    yield from marked
    yield from stated
    yield from firsts
    yield page_title


def _published(root: etree._Element, metas: dict[str, list[str]], linked: list[dict[str, Any]]) -> str | None:
    candidates = [item.get("datePublished") for item in linked]
    candidates += [metas[name][0] for name in PUBLISHED_NAMES if name in metas]
    candidates += [
        e.get("datetime") or e.get("content")
        for e in root.iter("time", "span", "meta", "p", "div")
        if e.get("itemprop") == "datePublished" or DATED.search(e.get("property") or "")
    ]
    for value in candidates:
        match = DATE.match(value) if isinstance(value, str) else None
        if match:
            return f"{match[1]}-{match[2]}-{match[3]}"
    return _time_element(root)


def _time_element(root: etree._Element) -> str | None:
    """The date of the page's only `time`, or of the first one that is marked as the entry's date."""
    times = [e for e in root.iter("time") if DATE.match(e.get("datetime") or "")]
    marked = [
        e for e in times if e.get("pubdate") is not None or re.search(r"entry|publish|posted|post-date", e.get("class") or "")
    ]
    first = [e for e in times if not _is_change(e)]
    days = {DATE.match(e.get("datetime")).groups() for e in first}  # type: ignore[arg-type, union-attr]
    chosen = marked[:1] or (first if len(days) == 1 else [])
    match = DATE.match(chosen[0].get("datetime") or "") if chosen else None
    return f"{match[1]}-{match[2]}-{match[3]}" if match else None


def _is_change(element: etree._Element) -> bool:
    """Whether a `time` is that of a later change: by its class, or by the words in it or right before it."""
    if re.search(r"modif|updat", f"{element.get('class')} {element.get('itemprop')}", re.IGNORECASE):
        return True
    around, before = element.getparent(), element.getprevious()
    ahead = before.tail if before is not None else around.text if around is not None else ""
    told = f"{squeeze(ahead)} {_text(element)}".strip().casefold()
    return told.startswith(words("labels", "updated"))


def _language(root: etree._Element, metas: dict[str, list[str]]) -> str | None:
    page = root if root.tag == "html" else next(root.iter("html"), root)
    value = page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang") or page.get("xml:lang")
    value = value or _first(metas, ("content-language", "language", "dc.language", "og:locale"))
    return value.replace("_", "-").strip().lower() or None if value else None


def _topics(metas: dict[str, list[str]], linked: list[dict[str, Any]]) -> tuple[str, ...]:
    if tags := metas.get("article:tag"):
        return tuple(dict.fromkeys(tags))
    for name in TOPIC_NAMES[1:]:
        if name in metas:
            return _split(metas[name][0])
    for item in linked:
        words = item.get("keywords")
        if isinstance(words, str):
            return _split(words)
        if isinstance(words, list):
            return tuple(dict.fromkeys(squeeze(w) for w in words if isinstance(w, str) and w.strip()))
    return ()


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[,;、，；|]", text) if part.strip()))
