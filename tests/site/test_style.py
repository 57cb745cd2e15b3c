"""The stylesheets: small, of the site alone, without a class that nothing has; and the page that shows the parts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from lxml import html

from partnerships.views.style import ENOUGH, contrast, swatches
from tests.browser.public.conftest import every_page
from tests.site.small_register import SmallRegister

SITE = Path(settings.BASE_DIR) / "static" / "site"
MOST = 30_000
"""Bytes of a page's styles, and of its scripts, compressed."""
# What stands for words must be read; the others are grounds and lines.
READ = ("ink", "ink-soft", "accent", "accent-deep", "warm", "on-accent", "line-strong")
DRAWN = ("field-line",)
PARTS = (
    "status freshness rows row row-title row-facts when-year facet tick tick-count switch histogram since chips chip pagination form "
    "form-row form-help form-error form-errors form-tick button nothing legend legend-shade quotation prose facts"
).split()
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.(-?[a-z][\w-]*)")


def style_of(name: str) -> str:
    return COMMENT.sub("", (SITE / name).read_text())


def classes_of(css: str) -> set[str]:
    """The classes of the selectors, not the tails of numbers and files."""
    selectors = re.findall(r"([^{}]+)\{", re.sub(r":\s*[^;{}]+;", "", css))
    return {name for selector in selectors if not selector.strip().startswith("@layer") for name in CLASS.findall(selector)}


@pytest.mark.django_db
def test_no_page_loads_more_than_its_share_nor_from_elsewhere(client: Client, register: SmallRegister) -> None:
    loaded = {}
    for name, address in every_page(register).items():
        tree = html.fromstring(client.get(address, follow=True).content)
        styles = tree.xpath("//link[@rel='stylesheet']/@href")
        scripts = tree.xpath("//script/@src")
        assert styles, name
        assert all(one.startswith(settings.STATIC_URL) for one in [*styles, *scripts, *tree.xpath("//img/@src")]), name
        loaded[name] = (compressed(styles), compressed(scripts))
    assert max(css for css, _js in loaded.values()) < MOST, loaded
    assert max(js for _css, js in loaded.values()) < MOST, loaded
    assert not re.search(r"@font-face|@import|url\((?!#)", "".join(path.read_text() for path in SITE.glob("*.css")))


def compressed(addresses: list[str]) -> int:
    files = (finders.find(address.removeprefix(settings.STATIC_URL)) for address in addresses)
    return sum(len(gzip.compress(Path(str(path)).read_bytes(), 6)) for path in files)


def test_words_can_be_read_by_day_and_by_night() -> None:
    found = {one.name: one for one in swatches((SITE / "site.css").read_text())}
    for names, least in ((READ, ENOUGH), (DRAWN, 3)):
        for name in names:
            assert min(found[name].light_contrast, found[name].dark_contrast) >= least, name
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_every_class_of_the_stylesheets_is_one_that_something_has() -> None:
    """Dead rules are told; classes that are put together from a value are known by their beginning."""
    root = Path(settings.BASE_DIR)
    texts = [
        path.read_text() for folder in ("templates", "partnerships", "portal/news") for path in (root / folder).rglob("*.html")
    ]
    texts += [path.read_text() for path in SITE.glob("*.js")]
    # htmx's own.
    words = {"htmx-request"}.union(*(re.findall(r"[\w-]+", text) for text in texts))
    made = {f"{start}-" for text in texts for start in re.findall(r"([\w-]+)-\{\{", text)}
    dead = {
        name
        for path in SITE.glob("*.css")
        for name in classes_of(style_of(path.name))
        if name not in words and not any(name.startswith(start) for start in made)
    }
    assert not dead


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "he"])
def test_the_page_of_parts_shows_each_part_in_its_own_styles(client: Client, register: SmallRegister, language: str) -> None:
    settings_prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    answer = client.get(f"{settings_prefix}/style/")
    assert answer.status_code == 200
    tree = html.fromstring(answer.content)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]
    shown = {name for value in tree.xpath("//main//@class") for name in value.split()}
    assert not set(PARTS) - shown
    defined = set().union(*(classes_of(style_of(name)) for name in ("site.css", "pictures.css", "style.css")))
    assert not set(PARTS) - defined
    # Shapes of states, shades and stages: one of each kind of name at least.
    assert {"status-active", "freshness-due", "step-5", "stage-on-hold"} <= shown


@pytest.mark.django_db
def test_every_page_says_in_a_sentence_what_it_is(client: Client, register: SmallRegister) -> None:
    for name, address in every_page(register).items():
        tree = html.fromstring(client.get(address, follow=True).content)
        (said,) = tree.xpath("//meta[@name='description']/@content")
        assert 10 < len(said) <= 220, (name, said)
        assert "<" not in said
        assert "&" not in said, (name, said)
