"""Whole pages as the usual families of sites make them, with all that stands around an article, and what a reader takes from each."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page and its gold; `body` holds the paragraphs in order."""

    name: str
    html: str
    title: str
    published: str | None
    source: str | None
    body: tuple[str, ...]


MENU = [
    f"{a} {b}"
    for a in ("Research", "Business", "Living", "Visiting", "Council", "Data")
    for b in ("overview", "news", "people", "maps", "forms")
]
COOKIES = (
    "We and our partners store information on your device to measure audiences and to improve this service. You can change your choice at any time "
    "in the settings. Some partners process your data on the ground of legitimate interest, to which you may object at any time."
)
LEAD = "The port of Gothenburg and the regional government of Aysén in southern Chile have agreed to build a common school for ferry engineers."
SECOND = "The first thirty students will begin in March, half of them in Puerto Chacabuco and half in Sweden, and will exchange places after a year."
THIRD = '"We have the same water and the same weather," said Ingrid Sandell, the harbour master, who had asked for such a school for eleven years.'
FOURTH = "The cost of 6.4 million euros is shared equally. An earlier plan with a shipyard in Split was dropped because the yard changed its owner."
LAST = "Applications are open until the end of November. Both sides hope that a Canadian partner will join in the second year of the programme."
BODY = (LEAD, SECOND, THIRD, FOURTH, LAST)
TITLE = "Gothenburg and Aysén open a school for ferry engineers"


def _links(words: list[str], tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/{i}/{w.replace(" ", "-")}">{w}</a></{tag}>' for i, w in enumerate(words))


def _paragraphs(texts: tuple[str, ...], tag: str = "p", attributes: str = "") -> str:
    return "".join(f"<{tag}{attributes}>{t}</{tag}>" for t in texts)


def _document(head: str, body: str, title: str = TITLE, lang: str = "en") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def drupal() -> Page:
    """Drupal with its regions, a view of other news beside the node and a footer of three columns."""
    cards = "".join(
        f'<div class="views-row"><article class="node node--type-news node--view-mode-teaser"><h3><a href="/n/{i}">{t}</a></h3>'
        f'<div class="field field--name-created">{i + 2} August 2021</div><div class="field field--name-body"><p>{x}</p></div></article></div>'
        for i, (t, x) in enumerate(
            [
                (
                    "Lighthouse opens to visitors",
                    "The old lighthouse can be visited every Saturday from ten in the morning until four in the afternoon.",
                ),
                (
                    "Road works on the quay",
                    "Drivers must expect delays on the northern quay until the new tracks have been laid and tested in autumn.",
                ),
                (
                    "Herring festival returns",
                    "After two years without it, the festival of the herring returns to the inner harbour with forty boats and a choir.",
                ),
            ]
        )
    )
    body = (
        '<a href="#main-content" class="visually-hidden focusable">Skip to main content</a><div class="dialog-off-canvas-main-canvas"><div class="layout-container">'
        f'<header role="banner"><div class="region region-header"><nav role="navigation"><ul class="menu">{_links(MENU)}</ul></nav></div></header>'
        '<div class="region region-breadcrumb"><nav class="breadcrumb"><ol><li><a href="/">Home</a></li><li>News</li></ol></nav></div>'
        '<main role="main"><a id="main-content" tabindex="-1"></a><div class="layout-content"><div class="region region-content">'
        f'<div class="block block-page-title-block"><h1 class="title page-title"><span class="field field--name-title">{TITLE}</span></h1></div>'
        '<div class="block block-system-main-block"><article class="node node--type-news node--view-mode-full"><footer class="node__meta">'
        '<div class="node__submitted">Submitted by <span>webteam</span> on Tue, 09/14/2021 - 10:05</div></footer>'
        f'<div class="node__content"><div class="clearfix text-formatted field field--name-body field__item">{_paragraphs(BODY)}</div>'
        '<div class="field field--name-field-source"><div class="field__label">Source</div><div class="field__item">Region Väst</div></div>'
        '<div class="field field--name-field-tags"><div class="field__label">Tags</div><div class="field__items"><div class="field__item"><a href="/t/1">ports</a></div>'
        '<div class="field__item"><a href="/t/2">education</a></div></div></div></div></article></div>'
        f'<div class="views-element-container block"><h2>More from the harbour</h2><div class="view">{cards}</div></div></div></div></main>'
        f'<footer role="contentinfo"><div class="region region-footer"><ul>{_links(MENU[:9])}</ul><p>Harbour Office, Quay 1, 400 00 Gothenburg. Opening hours: '
        "Monday to Friday from eight until four, in July from nine until two.</p></div></footer></div></div>"
    )
    return Page("drupal", _document("", body, f"{TITLE} | Harbour Office"), TITLE, "2021-09-14", "Region Väst", BODY)


def wordpress() -> Page:
    """A block theme of WordPress: everything is a div with wp-block classes, related posts are a query loop with excerpts."""
    loop = "".join(
        f'<li class="wp-block-post"><h2 class="wp-block-post-title"><a href="/p{i}">{t}</a></h2><div class="wp-block-post-date"><time datetime="2022-0{i + 1}-03">March {i + 1}, 2022</time></div>'
        f'<div class="wp-block-post-excerpt"><p class="wp-block-post-excerpt__excerpt">{x} <a href="/p{i}">Continue reading</a></p></div></li>'
        for i, (t, x) in enumerate(
            [
                (
                    "A crane named Elsa",
                    "How a crane from 1928 was saved from scrap by the pupils of a village school and a very stubborn uncle …",
                ),
                (
                    "Ten years of the fish auction",
                    "The auction has changed its clock three times and its rules never. We talked to the oldest buyer of them all …",
                ),
            ]
        )
    )
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Article",
                "headline": TITLE,
                "datePublished": "2022-02-08T07:30:00+00:00",
                "dateModified": "2022-02-11T07:30:00+00:00",
            },
            {"@type": "Organization", "name": "Ferry Notes"},
        ],
    }
    head = f'<meta property="og:site_name" content="Ferry Notes"><script type="application/ld+json">{json.dumps(graph)}</script>'
    body = (
        '<div class="wp-site-blocks"><header class="wp-block-template-part"><div class="wp-block-group"><p class="wp-block-site-title"><a href="/">Ferry Notes</a></p>'
        f'<nav class="wp-block-navigation"><ul>{_links(MENU[:8])}</ul></nav></div></header><main class="wp-block-group">'
        f'<h1 class="wp-block-post-title">{TITLE}</h1><div class="wp-block-post-date"><time datetime="2022-02-08T07:30:00+00:00">February 8, 2022</time></div>'
        f'<div class="entry-content wp-block-post-content is-layout-constrained">{_paragraphs(BODY[:2])}<div class="wp-block-columns"><div class="wp-block-column">{_paragraphs(BODY[2:3])}</div>'
        f'<div class="wp-block-column"><figure class="wp-block-image"><img src="a.jpg"><figcaption class="wp-element-caption">The ferry Elvira at dawn</figcaption></figure></div></div>'
        f'<div class="wp-block-group has-background">{_paragraphs(BODY[3:])}</div></div>'
        f'<div class="wp-block-query"><h2>More posts</h2><ul class="wp-block-post-template">{loop}</ul></div></main>'
        '<footer class="wp-block-template-part"><p>Proudly powered by WordPress</p></footer></div>'
    )
    return Page("wordpress", _document(head, body, f"{TITLE} – Ferry Notes"), TITLE, "2022-02-08", "Ferry Notes", BODY)


def government() -> Page:
    """A public body: cookie text longer than the article, cards of services, a block of metadata as a list of definitions."""
    services = "".join(
        f"<div class='card'><h3><a href='/s{i}'>{w}</a></h3><p>Find out how to apply for {w.lower()} and what it costs you.</p></div>"
        for i, w in enumerate(MENU[:8])
    )
    body = (
        f'<div id="global-cookie-message" role="region"><h2>Cookies on this service</h2><p>{COOKIES}</p><p>{COOKIES}</p><button>Accept</button></div>'
        '<div class="phase-banner"><p>This is a new service. Your feedback will help us to improve it.</p></div>'
        f'<div class="grid-row"><div class="column-two-thirds"><span class="caption-xl">News story</span><h1 class="heading-xl">{TITLE}</h1>'
        f'<p class="lead">{LEAD}</p><dl class="metadata"><dt>From:</dt><dd><a href="/o">Ministry of Sea Lanes</a></dd><dt>Published</dt><dd>2 June 2020</dd>'
        f'<dt>Last updated</dt><dd>9 July 2020</dd></dl><div class="govspeak">{_paragraphs(BODY[1:])}</div><div class="share"><h2>Share this page</h2><ul><li><a href="#">Facebook</a></li>'
        f'<li><a href="#">Twitter</a></li></ul></div></div><div class="column-one-third">{services}</div></div>'
        "<footer><h2>Support links</h2><ul><li><a href='/h'>Help</a></li><li><a href='/p'>Privacy</a></li></ul><p>All content is available under the open licence, except where otherwise stated.</p></footer>"
    )
    return Page(
        "government",
        _document("", body, f"{TITLE} - Services and information"),
        TITLE,
        "2020-06-02",
        "Ministry of Sea Lanes",
        BODY,
    )


def soup() -> Page:
    """A page builder: every paragraph in its own nest of divs without a telling class, text blocks parted by others."""

    def nest(text: str, number: int) -> str:
        return f'<div class="row"><div class="col c{number}"><div class="sqs-x sqs-b{number}"><div class="sqs-y"><p style="white-space:pre-wrap;">{text}</p></div></div></div></div>'

    rows = (
        nest(LEAD, 1)
        + nest(SECOND, 2)
        + '<div class="row"><div class="sqs-x"><img src="x.jpg"></div></div>'
        + nest(THIRD, 3)
        + nest(FOURTH, 4)
        + nest(LAST, 5)
    )
    head = f'<meta property="og:title" content="{TITLE} — Quayside Studio"><meta itemprop="datePublished" content="2023-01-19T09:00:00-0800"><meta property="og:site_name" content="Quayside Studio">'
    body = (
        f'<div id="siteWrapper"><div class="h-inner"><div class="h-title"><a href="/">Quayside Studio</a></div><div class="h-links">{"".join(f"<div><a>{w}</a></div>" for w in MENU[:6])}</div></div>'
        f'<div id="page"><div class="a-item"><div class="a-top"><div class="a-meta"><span>Jan 19</span> <span>Written by Petra Holm</span></div><div class="a-t"><h1>{TITLE}</h1></div></div>'
        f'<div class="a-body">{rows}</div></div><div class="p-nav"><a href="/p"><div>Previous</div><h2>Why we paint hulls red</h2></a><a href="/n"><div>Next</div><h2>The last steam tug</h2></a></div></div>'
        '<div class="f"><div class="sqs-x"><p>Write to us when you need a drawing of a boat, a poster for a regatta or only some advice about varnish, rope and other things that smell good.</p></div></div></div>'
    )
    return Page("soup", _document(head, body, f"{TITLE} — Quayside Studio"), TITLE, "2023-01-19", "Quayside Studio", BODY)


def tables() -> Page:
    """A site of the nineties: nested tables, font elements, paragraphs parted by two breaks."""
    menu = "".join(
        f'<tr><td bgcolor="#cccccc"><font size="1"><a href="{i}.htm">{w}</a></font></td></tr>' for i, w in enumerate(MENU)
    )
    text = "<br><br>\n".join(BODY)
    body = (
        '<table width="760" border="0"><tr><td colspan="3"><font size="5"><b>Port Bulletin</b></font></td></tr><tr>'
        f'<td width="150" valign="top"><table>{menu}</table></td><td valign="top"><table><tr><td><font size="4"><b>{TITLE}</b></font><br><font size="1">Posted: 11/23/2009</font></td></tr>'
        f'<tr><td><font face="Arial" size="2">{text}</font></td></tr></table></td>'
        '<td width="140" valign="top"><font size="1"><b>Visitors</b><br>You are visitor number 20118 since the flood.<br><br>Best viewed with 800 x 600 pixels and patience.</font></td></tr>'
        '<tr><td colspan="3"><font size="1">&copy; 2009 Port Bulletin</font></td></tr></table>'
    )
    return Page(
        "tables",
        f"<html><head><title>{TITLE}</title></head><body bgcolor=white>{body}</body></html>",
        TITLE,
        "2009-11-23",
        "Port Bulletin",
        BODY,
    )


def amp() -> Page:
    """An AMP page: custom elements, a sidebar for the menu, lists of links filled in by script."""
    linked = {
        "@context": "http://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2019-05-07",
        "publisher": {"@type": "Organization", "name": "Coast Daily"},
    }
    body = (
        f'<amp-sidebar id="s" layout="nodisplay"><ul>{_links(MENU)}</ul></amp-sidebar><header><amp-img src="l.png"></amp-img></header><amp-consent id="c"><div id="cui"><p>{COOKIES}</p><button>OK</button></div></amp-consent>'
        f'<main><article><h1>{TITLE}</h1><p class="by">By Jonas Falk, 7 May 2019</p>{_paragraphs(BODY[:3])}<amp-ad width="300" height="250"><div placeholder>Advertisement</div></amp-ad>{_paragraphs(BODY[3:])}</article>'
        f'<amp-list src="/more"><template type="amp-mustache"><p>{{{{title}}}}</p></template><div fallback><h2>Read next</h2><ul>{_links(["Wind farm delayed again", "Seals are back on the pier", "Pilot boats go electric"])}</ul></div></amp-list></main>'
    )
    return Page(
        "amp",
        _document(f'<script type="application/ld+json">{json.dumps(linked)}</script>', body, TITLE),
        TITLE,
        "2019-05-07",
        "Coast Daily",
        BODY,
    )


def hydrated() -> Page:
    """A page made by script: the article a second time as data, class names made by a machine, other articles below in full."""
    data = {
        "props": {
            "pageProps": {
                "post": {
                    "title": TITLE,
                    "publishedAt": "2024-04-16T06:00:00Z",
                    "body": list(BODY),
                    "site": {"name": "Fjord Letter"},
                }
            }
        },
        "buildId": "x7",
        "page": "/[slug]",
    }
    others = "".join(
        f'<div class="css-1ab{i}"><div class="css-9k">{t}</div><div class="css-8j">{x}</div></div>'
        for i, (t, x) in enumerate(
            [
                (
                    "Oyster prices fall",
                    "The price of oysters has fallen by a third since the new beds were opened in the sound last summer, traders say.",
                ),
                (
                    "A bridge too low",
                    "Engineers have found that the new bridge is forty centimetres too low for the mail boat, which will not bow.",
                ),
            ]
        )
    )
    body = (
        f'<div id="__next"><div class="css-0"><div class="css-m1">{"".join(f"<a href=/x{i} class=css-l>{w}</a>" for i, w in enumerate(MENU[:7]))}</div><div class="css-q"><div class="css-2c"><h1 class="css-h">{TITLE}</h1>'
        f'<div class="css-s"><span>16 Apr 2024</span><span>·</span><span>3 min read</span></div></div><div class="css-77">{_paragraphs(BODY, "div", " class=css-pp")}</div></div>'
        f'<div class="css-z"><div class="css-y">Latest</div>{others}</div></div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    )
    return Page(
        "hydrated",
        _document('<meta property="og:site_name" content="Fjord Letter">', body, TITLE),
        TITLE,
        "2024-04-16",
        "Fjord Letter",
        BODY,
    )


def menus() -> Page:
    """A university: six hundred links in menus that explain themselves in sentences, the article short and far below."""
    mega = "".join(
        f'<li><a href="/m{i}">{w} {i}</a><div><p>Everything about {w.lower()} number {i}, with guides for beginners, students and staff of all our sites.</p></div></li>'
        for i, w in enumerate(MENU * 6)
    )
    body = (
        f'<div class="u-top"><ul>{mega}</ul></div><div class="u-main"><div class="u-left"><ul>{_links(MENU)}</ul></div><div class="u-text"><h1>{TITLE}</h1><p>Published 30 October 2018</p>'
        f'{_paragraphs(BODY)}<p><strong>Text: </strong>Lena Ek</p></div></div><div class="u-foot"><ul>{_links(MENU * 2)}</ul><p>University of the Sounds</p></div>'
    )
    return Page(
        "menus",
        _document('<meta name="DC.publisher" content="University of the Sounds">', body, f"{TITLE} | University of the Sounds"),
        TITLE,
        "2018-10-30",
        "University of the Sounds",
        BODY,
    )


def overlay() -> Page:
    """A page whose article stands in an overlay, under a wall of cookie text longer than it."""
    body = (
        f'<div class="wall"><div><p>{COOKIES}</p><p>{COOKIES.replace("device", "phone")}</p><p>{COOKIES.replace("device", "tablet")}</p></div></div>'
        f'<div class="overlay-root"><div class="popup sidebar"><h2>{TITLE}</h2>{_paragraphs(BODY)}</div></div>'
    )
    return Page("overlay", _document("", body), TITLE, None, None, BODY)


SHORT = (
    "Two harbours now share one school.",
    "Gothenburg sends fifteen pupils.",
    "Aysén sends fifteen as well.",
    "They begin in March.",
    "The ferry Elvira is their classroom.",
    "Nobody knows yet who pays for the fuel.",
    "Split was asked and declined.",
    "A Canadian partner may follow.",
    "Pupils apply until the end of November.",
    "The harbour master is pleased.",
    "She has waited for eleven years.",
    "The first lesson is about rust.",
    "The second one is about more rust.",
)


def telegraphic() -> Page:
    """An article of short sentences over a note of long ones."""
    body = (
        f'<div class="a"><ul>{_links(MENU)}</ul></div><div class="b"><h1>{TITLE}</h1>{_paragraphs(SHORT)}</div>'
        f'<div class="c cookie-note"><div><p>{COOKIES}</p></div></div>'
    )
    return Page("telegraphic", _document("", body), TITLE, None, None, SHORT)


def address() -> Page:
    """A page that states its date in its own address only, beside a teaser with a date of its own."""
    head = '<link rel="canonical" href="https://coast.example/2021/03/04/ferry-school/">'
    body = f'<h1>{TITLE}</h1><div>{_paragraphs(BODY)}</div><ul><li><a href="/2019/01/02/x">Old news</a> <span>2 January 2019</span></li></ul>'
    return Page("address", _document(head, body), TITLE, "2021-03-04", None, BODY)


def undated() -> Page:
    """A page without a date, beside a teaser that has one."""
    body = f'<h1>{TITLE}</h1><div>{_paragraphs(BODY)}</div><ul><li><a href="/2019/01/02/x">Old news</a> <span>2 January 2019</span></li></ul>'
    return Page("undated", _document("", body), TITLE, None, None, BODY)


PAGES = (drupal, wordpress, government, soup, tables, amp, hydrated, menus, overlay, telegraphic, address, undated)
