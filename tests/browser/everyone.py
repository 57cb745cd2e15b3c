"""Whether a page is for everyone: what axe finds, in light and in dark, and whether it fits its width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Half way through a change of colour there is too little contrast, so it is brought to its end; what inherits the colour then
# begins to change too. What never ends stays as it is.
_STILL = """() => {
    for (let depth = 0; depth < 99; depth++) {
        const moving = document.getAnimations().filter(
            one => one.playState === "running" && one.effect.getComputedTiming().iterations < 9
        );
        if (!moving.length) return;
        moving.forEach(one => one.finish());
    }
}"""
_RUN = """async ([part, options]) => (await axe.run(part ? {include: [[part]]} : document, options)).violations"""


def in_each_scheme(page: Page) -> Iterator[str]:
    """The open page in light and then in dark, which its reader's system may change at any moment."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        yield scheme


def broken(page: Page, part: str = "", **options: Any) -> list[tuple[str, list[str]]]:
    """The rules of axe that the page breaks, each with the elements that do; of one part of it where a selector is given.

    `options` are axe's own. It is asked for nothing but what is broken: to describe all that is well takes longer than to look.
    """
    page.evaluate(_STILL)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_RUN, [part, {**options, "resultTypes": ["violations"]}])
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


def fits(page: Page, width: int) -> bool:
    """Whether the page is no wider than a window of this width, which it then has."""
    page.set_viewport_size({"width": width, "height": 900})
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width)
