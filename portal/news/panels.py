"""The editor of an article: its text, where it comes from, and what it is about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

from partnerships.panels import ChosenRows


def links(name: str, heading: Any, help_text: Any = "") -> ChosenRows:
    """The links of an article to records of one kind, in the order in which readers see them."""
    return ChosenRows(
        f"{name}_links",
        chooser_field_name=name,
        panels=[FieldPanel(name), FieldPanel("quote", help_text=_("The words of the article that name it."))],
        heading=heading,
        help_text=help_text,
    )


text_panels = [
    *Page.content_panels,
    FieldPanel("body", help_text=_("The article itself, without menus, teasers and notices of the site it came from.")),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("published_on"),
                    FieldPanel("original_language", help_text=_("In which the text is written.")),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("source"),
                    FieldPanel("source_url", help_text=_("Where readers find the original, beginning with https://")),
                ]
            ),
            FieldPanel("topics"),
        ],
        heading=_("Source"),
    ),
]

link_panels = [
    links("partnership", _("Partnerships")),
    links("event", _("Events")),
    links("organisation", _("Organisations")),
    links("opportunity", _("Opportunities")),
    links("country", _("Countries"), _("Those that the article is about; readers find it by them.")),
    links("sector", _("Sectors"), _("Those that the article is about; readers find it by them.")),
]

article_editor = TabbedInterface(
    [
        ObjectList(text_panels, heading=_("Article")),
        ObjectList(link_panels, heading=_("What it is about")),
        ObjectList(Page.promote_panels, heading=_("Promote")),
        ObjectList(Page.settings_panels, heading=_("Settings")),
    ]
)
