"""What a record's history says of an act, in words: the entries of Wagtail's log that the register writes."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

from partnerships import acts, lifecycle, reminders
from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.locales import language_name
from partnerships.models.partnerships import PartnershipStatus
from partnerships.models.records import OUTDATED


def _date(text: str | None) -> str:
    try:
        return IncompleteDate.parse(text).label if text else ""
    except IncompleteDateError:
        return str(text)


def _status(code: str | None) -> str:
    return str(PartnershipStatus(code).label) if code in PartnershipStatus.values else str(code or "")


def _with_reason(sentence: str, data: dict[str, Any]) -> str:
    return f"{sentence} ({data['reason']})" if data.get("reason") else sentence


def _changed(data: dict[str, Any]) -> str:
    words = _("Status changed from %(before)s to %(after)s") % {
        "before": _status(data.get("before")),
        "after": _status(data.get("status")),
    }
    return f"{words}, {_date(data['date'])}" if data.get("date") else words


def _confirmed(data: dict[str, Any]) -> str:
    return _("Confirmed to be still true on %(date)s") % {"date": _date(data.get("date"))}


def _renewed(data: dict[str, Any]) -> str:
    if data.get("ends"):
        return _("Renewed until %(date)s") % {"date": _date(data["ends"])}
    return _("Renewed without an end day")


def _extended(data: dict[str, Any]) -> str:
    return _("Extended from %(before)s to %(ends)s") % {
        "before": _date(data.get("before")) or "–",
        "ends": _date(data.get("ends")),
    }


def _let_end(data: dict[str, Any]) -> str:
    return _("Decided to let it end, %(date)s") % {"date": _date(data.get("ends"))}


def _goes_on(data: dict[str, Any]) -> str:
    return _("Decision to let it end taken back")


def _reminded(data: dict[str, Any]) -> str:
    words = _("Reminded %(to)s that it is to be decided by %(date)s")
    return words % {"to": data.get("to"), "date": _date(data.get("decide_by"))}


def _snoozed(data: dict[str, Any]) -> str:
    return _("Reminders kept quiet until %(date)s") % {"date": _date(data.get("snoozed_until"))}


def _in_progress(data: dict[str, Any]) -> str:
    return _("Renewal in progress") if data.get("in_progress_since") else _("Renewal not in progress any more")


def _acted(data: dict[str, Any]) -> str:
    words = ngettext("%(what)s, for %(number)s partnership", "%(what)s, for %(number)s partnerships", data["done"])
    return words % {"what": acts.what_in_words(data["kind"], data["values"]), "number": data["done"]}


def _taken_back(data: dict[str, Any]) -> str:
    words = ngettext(
        "Taken back for %(number)s partnership: %(what)s", "Taken back for %(number)s partnerships: %(what)s", data["done"]
    )
    return words % {"what": acts.what_in_words(data["kind"], data["values"]), "number": data["done"]}


def _outdated(data: dict[str, Any]) -> str:
    words = _("The original has changed; translations to be checked: %(languages)s")
    return words % {"languages": ", ".join(language_name(code) for code in data.get("outdated", {}))}


_ACTS = (
    (acts.ACTED, gettext_lazy("Act on many"), _acted),
    (acts.TAKEN_BACK, gettext_lazy("Take back an act on many"), _taken_back),
    (lifecycle.STATUS, gettext_lazy("Change status"), _changed),
    (lifecycle.CONFIRM, gettext_lazy("Confirm still true"), _confirmed),
    (lifecycle.RENEW, gettext_lazy("Renew"), _renewed),
    (lifecycle.EXTEND, gettext_lazy("Extend"), _extended),
    (lifecycle.LET_END, gettext_lazy("Let end"), _let_end),
    (lifecycle.GO_ON, gettext_lazy("Let go on"), _goes_on),
    (reminders.REMINDED, gettext_lazy("Remind"), _reminded),
    (reminders.SNOOZED, gettext_lazy("Keep reminders quiet"), _snoozed),
    (OUTDATED, gettext_lazy("Original changed"), _outdated),
    (reminders.IN_PROGRESS, gettext_lazy("Note a renewal in progress"), _in_progress),
)


def register_acts(actions: LogActionRegistry) -> None:
    """Tell Wagtail what the acts on one partnership are called, and what their entries say."""
    for name, title, words in _ACTS:
        actions.register_action(name)(_formatter(title, words))


def _formatter(title: str | Promise, words: Any) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        label = title

        def format_message(self, entry: Any) -> str:
            return _with_reason(words(entry.data), entry.data)

    return Formatter
