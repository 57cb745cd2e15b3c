"""The blocks that editors compose the front page from. What a block shows is worked out for the whole page, see `home_context`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from partnerships.models.facetrow import facet_sources
from portal.news.blocks import TEXT_FEATURES


def _fixed(name: str, icon: str, label: Any, what: Any) -> blocks.StaticBlock:
    """A block in which there is nothing to fill in; a migration needs no class of the project for it."""
    return blocks.StaticBlock(label=label, admin_text=what, icon=icon, template=f"news/home/{name}.html")


class FeaturedBlock(blocks.StructBlock):
    """A partnership that the editors want to be seen."""

    partnership = SnippetChooserBlock("partnerships.Partnership", label=_("Partnership"))
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120, help_text=_("Left empty: In the light."))
    words = blocks.RichTextBlock(
        label=_("Why it is shown"), required=False, features=["bold", "italic", "link"], help_text=_("Left empty: its summary.")
    )

    class Meta:
        icon = "pick"
        label = _("Featured partnership")
        template = "news/home/featured.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        chosen = value.get("partnership")
        # One that was withdrawn since it was chosen is not shown.
        found = facet_sources["partnership"].records([chosen.pk]).filter(live=True) if chosen else ()
        return {**context, "record": next(iter(found), None)}


class TextBlock(blocks.StructBlock):
    """Words of the editors."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "news/home/text.html"


class HomeBlocks(blocks.StreamBlock):
    search = _fixed("search", "search", _("Search box"), _("The search over everything that is public."))
    numbers = _fixed("numbers", "order", _("Numbers"), _("How much of each kind is public, each number with its list."))
    featured = FeaturedBlock()
    latest = _fixed(
        "latest",
        "list-ul",
        _("Latest partnerships beside next events"),
        _("Two columns on a wide screen; where there are few next events, the last ones follow them."),
    )
    partnerships = _fixed(
        "partnerships", "list-ul", _("Latest partnerships"), _("The partnerships that were signed or began last.")
    )
    events = _fixed("events", "date", _("Next events"), _("The next events; where there are few of them, the last ones follow."))
    map = _fixed("map", "site", _("Map of the world"), _("Partnerships by country: a map, and the same numbers by name."))
    sectors = _fixed("sectors", "list-ul", _("Sectors"), _("Partnerships by sector, each number with its list."))
    news = _fixed("news", "doc-full", _("Latest news"), _("The articles that were published last."))
    text = TextBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        names = [block.block_type for block in cleaned]
        for name in ("partnerships", "events"):
            if "latest" in names and name in names:
                twice = ValidationError(_("“Latest partnerships beside next events” shows these already: remove one of the two."))
                raise blocks.StreamBlockValidationError(block_errors={names.index(name): twice})
        return cleaned

    class Meta:
        # Each has headings with names of their own on the page.
        block_counts = {
            name: {"max_num": 1} for name in ("search", "numbers", "latest", "partnerships", "events", "map", "sectors", "news")
        }


DEFAULT = [(name, None) for name in ("search", "numbers", "latest", "map", "sectors", "news")]
"""The front page as it is until editors change it."""
