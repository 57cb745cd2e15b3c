"""The editors of the register's records: what is asked, in which order, with which help."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from partnerships.fieldproof import ProvedFieldPanel as FieldPanel
from partnerships.forms import (
    EventForm,
    IdentifierForm,
    OnceFormSet,
    OpportunityForm,
    OrganisationForm,
    PartnershipForm,
    RecordForm,
)
from partnerships.translating import TranslationPanel
from partnerships.views.lifecycle import act_buttons

DATE_HELP = _("As far as it is known: 2019, 2019-04, 2019-04-26 or 26.04.2019; without a year XXXX-07-09.")


class OnceMixin:
    """Rows of which no two may say the same."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = OnceFormSet
        return options


class Rows(OnceMixin, InlinePanel):
    """Rows that are added one by one."""


class IdentifierRows(Rows):
    """Identifiers, of which an address may be pasted."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = IdentifierForm
        return options


class ChosenRows(OnceMixin, MultipleChooserPanel):
    """Rows that are added by choosing several records at once."""


def editor(form: type[RecordForm], *tabs: tuple[Any, list[Panel]]) -> TabbedInterface:
    """An editor with these tabs; when it goes live is set in the status panel beside them."""
    lists = [ObjectList(panels, heading=heading) for heading, panels in tabs]
    lists[0].children.append(PublishingPanel())
    return TabbedInterface(lists, base_form_class=form)


class StandingPanel(Panel):
    """How a public partnership stands, with the acts that change it; a draft has fields instead."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "partnerships/admin/standing_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.live)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            user = self.request.user if self.request else None
            context = super().get_context_data(parent_context)
            return context | {"partnership": self.instance, "acts": act_buttons(self.instance, user) if user else []}


def title(name: str = "title", **kwargs: Any) -> FieldPanel:
    """The one field that even a draft needs."""
    return FieldPanel(name, required_on_save=True, **kwargs)


SECTORS = (_("Sectors"), [FieldPanel("sectors", heading=_("Sectors"))])


def translations() -> tuple[Any, list[Panel]]:
    """The tab of the languages: that of the original, then a panel for each in which readers may want it."""
    return _("Languages"), [FieldPanel("language"), *(TranslationPanel(language) for language, _name in settings.LANGUAGES)]


partnership_editor = editor(
    PartnershipForm,
    (
        _("Partnership"),
        [
            title(help_text=_("What a reader would call it: “Lund and Makerere: joint doctoral school”.")),
            FieldPanel("kind", help_text=_("The form of it; “Cooperation” when the sources do not say.")),
            StandingPanel(heading=_("Status")),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("status", help_text=_("How it stands now, as the newest source says.")),
                            FieldPanel("status_since", help_text=DATE_HELP),
                        ]
                    ),
                    FieldPanel("status_reason", help_text=_("Why it came to this status; only the office reads it.")),
                    FieldPanel(
                        "status_note", help_text=_("What visitors read beside it: “signed in Riga”, “the port is closed”.")
                    ),
                ],
                heading=_("Status"),
            ),
            ChosenRows(
                "parties",
                chooser_field_name="organisation",
                panels=[
                    FieldPanel("organisation"),
                    FieldPanel("role", help_text=_("What it does in this partnership; “Partner” when the sources do not say.")),
                ],
                heading=_("Parties"),
                label=_("party"),
                help_text=_("Who takes part. Who is only asked for stands under “Sought”."),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("signed", help_text=DATE_HELP)]),
                    FieldRowPanel(
                        [
                            FieldPanel("starts", help_text=_("When it takes effect, if not when it was signed.")),
                            FieldPanel("ends", help_text=_("The last day it is agreed for; empty when it is open.")),
                        ]
                    ),
                ],
                heading=_("Dates"),
            ),
            FieldPanel("summary", help_text=_("What it is about, in two or three sentences, in your own words.")),
        ],
    ),
    SECTORS,
    translations(),
    (
        _("Term and reminders"),
        [
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("notice", help_text=_("How long before the end it must be renewed or ended.")),
                            FieldPanel("notice_unit"),
                        ]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("renews_itself", help_text=_("A new term begins on the end day unless it is ended.")),
                            FieldPanel("renewal_months", help_text=_("In months; needed when it renews by itself.")),
                        ]
                    ),
                    FieldPanel("review_months", help_text=_("In months since it was last confirmed; empty for no reviews.")),
                ],
                heading=_("When must be decided"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("owner"), FieldPanel("deputy")])],
                heading=_("Who is reminded"),
            ),
        ],
    ),
    (
        _("Sought"),
        [
            Rows(
                "sought",
                panels=[
                    FieldPanel("description", help_text=_("In the words of the source: “a distributor in Belgium”.")),
                    FieldPanel("organisation", help_text=_("When a certain organisation is asked for.")),
                    FieldPanel("country", help_text=_("Where the partner is sought.")),
                ],
                heading=_("Sought partners"),
                label=_("sought partner"),
                help_text=_("Who is asked for and has not agreed: never counted as a party."),
            )
        ],
    ),
)

event_editor = editor(
    EventForm,
    (
        _("Event"),
        [
            title(help_text=_("What a reader would call it: “Visit of the Kutaisi city council to Augusta”.")),
            FieldRowPanel(
                [
                    FieldPanel("kind", help_text=_("A visit of several places is one event with several legs.")),
                    FieldPanel("state", help_text=_("Planned, held, or what became of it.")),
                ],
                heading=_("Kind and state"),
            ),
            FieldPanel(
                "state_reason", help_text=_("Why it was postponed, moved or cancelled; visitors read it in the list of changes.")
            ),
            FieldPanel("part_of", help_text=_("The event that it belongs to: the forum for a signing at it.")),
            FieldRowPanel(
                [
                    FieldPanel("starts", help_text=DATE_HELP),
                    FieldPanel("ends", help_text=_("The last day; empty when it was one day.")),
                ],
                heading=_("Dates"),
            ),
            Rows(
                "legs",
                panels=[
                    FieldRowPanel(
                        [
                            FieldPanel("place", help_text=_("City or venue.")),
                            FieldPanel("country", help_text=_("Where the place is.")),
                        ]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("starts", help_text=_("When it differs from the event's own dates.")),
                            FieldPanel("ends", help_text=_("The last day there.")),
                        ]
                    ),
                    FieldPanel("host", help_text=_("Who receives the guests at this stop.")),
                ],
                heading=_("Places"),
                label=_("place"),
                help_text=_("Each stop, in the order of the route."),
            ),
            FieldPanel("summary", help_text=_("What happened and what came of it, in two or three sentences.")),
        ],
    ),
    (
        _("Who took part"),
        [
            Rows(
                "participations",
                panels=[
                    FieldPanel("organisation", help_text=_("The body that took part, or that the person spoke for.")),
                    FieldRowPanel(
                        [
                            FieldPanel("person", help_text=_("A person in a public role, as the source names them.")),
                            FieldPanel("person_role", help_text=_("The public role: “mayor of Kutaisi”.")),
                        ]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("role", help_text=_("As what they took part.")),
                            FieldPanel("stop", help_text=_("The number of the stop; empty when they were at all of them.")),
                        ]
                    ),
                ],
                heading=_("Who took part"),
                label=_("participation"),
            )
        ],
    ),
    (
        _("Partnerships"),
        [
            ChosenRows(
                "event_partnerships",
                chooser_field_name="partnership",
                panels=[
                    FieldPanel("partnership"),
                    FieldPanel("relation", help_text=_("What this event meant for the partnership.")),
                ],
                heading=_("Partnerships"),
                label=_("partnership"),
            )
        ],
    ),
    SECTORS,
    translations(),
)

organisation_editor = editor(
    OrganisationForm,
    (
        _("Organisation"),
        [
            title("name", help_text=_("As it calls itself, in the language of this register; other names go below.")),
            FieldPanel("kind", help_text=_("What sort of body it is.")),
            FieldRowPanel(
                [
                    FieldPanel("country", help_text=_("Where its seat is; partnerships are found by it.")),
                    FieldPanel("city", help_text=_("The city of its seat.")),
                ],
                heading=_("Seat"),
            ),
            FieldPanel("website", help_text=_("Its own site, beginning with https://")),
            FieldPanel("parent", help_text=_("The body that it belongs to: a university for its institute.")),
            FieldPanel("summary", help_text=_("One or two sentences: what it is and does.")),
            Rows(
                "names",
                panels=[
                    FieldPanel("name", help_text=_("Exactly as texts write it.")),
                    FieldRowPanel(
                        [
                            FieldPanel("kind", help_text=_("What sort of name it is.")),
                            FieldPanel("language", help_text=_("For example en, ru, zh-hans.")),
                        ]
                    ),
                ],
                heading=_("Other names"),
                label=_("name"),
                help_text=_("Abbreviations, former names and names in other languages: imports recognise it by them."),
            ),
            IdentifierRows(
                "identifiers",
                panels=[
                    FieldRowPanel(
                        [
                            FieldPanel("scheme", help_text=_("Who gives it.")),
                            FieldPanel("value", help_text=_("The identifier, or the address of its page there.")),
                        ]
                    ),
                ],
                heading=_("Identifiers"),
                label=_("identifier"),
                help_text=_("By them other registers know it: ror.org for research, Wikidata, LEI for companies."),
            ),
        ],
    ),
    SECTORS,
    translations(),
)

opportunity_editor = editor(
    OpportunityForm,
    (
        _("Opportunity"),
        [
            title(help_text=_("What is offered or asked for, in one line.")),
            FieldPanel("kind", help_text=_("What sort of offer or request it is.")),
            FieldPanel("summary", help_text=_("What is offered or asked for, to whom, and how to answer.")),
            FieldPanel("offered_by", help_text=_("The organisation to answer to.")),
            FieldPanel(
                "for_whom", help_text=_("Who may answer, in a few words: “start-ups from Japan in their first three years”.")
            ),
            FieldRowPanel(
                [
                    FieldPanel("opens", help_text=_("From when it can be taken up; empty: from now.")),
                    FieldPanel("closes", help_text=_("The last moment; empty: open until further notice.")),
                    FieldPanel("time_zone", help_text=_("The hours beside it are those of a clock there.")),
                ],
                heading=_("Open from and until"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "takes_interest",
                        help_text=_("Shows a form on the public page until it closes; what is sent comes to the inbox."),
                    ),
                    FieldPanel("contact", help_text=_("Who answers; only those who may open the inbox.")),
                ],
                heading=_("Interest"),
            ),
        ],
    ),
    (_("Countries"), [FieldPanel("countries", heading=_("Countries"))]),
    SECTORS,
    translations(),
)
