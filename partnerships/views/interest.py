"""The public form by which a visitor expresses interest in an opportunity; it works without JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import interest, tasks
from partnerships.models import Interest, Opportunity, Place
from partnerships.models.opportunities import InterestState
from partnerships.names import alphabet_key

THANKS = "interest/thanks/"
FORM = "interest/"


class CountryField(forms.ModelChoiceField):
    def label_from_instance(self, place: Any) -> str:
        return str(place.label)


class InterestForm(forms.Form):
    """What a visitor writes. `save` keeps it and returns the row; raise ReceivingError where it cannot be taken."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        help_text=gettext_lazy("The answer is sent there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("This is not a mail address: write it as name@example.org.")},
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = CountryField(label=gettext_lazy("Country"), queryset=Place.objects.all(), required=False, empty_label="–")
    message = forms.CharField(label=gettext_lazy("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, max_length=255, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.png,.jpg,.jpeg"}),
    )  # fmt: skip
    consent = forms.BooleanField(
        error_messages={"required": gettext_lazy("Without this nothing may be kept, and nobody could answer: please tick it.")}
    )
    # Only programs fill in what people do not see.
    homepage = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, opportunity: Opportunity, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "interest")
        super().__init__(*args, **kwargs)
        self.opportunity = opportunity
        self.fields["consent"].label = interest.consent_text()
        words = _("One file, %(size)s at most: PDF, Word (docx), OpenDocument text, PNG or JPEG.")
        self.fields["file"].help_text = words % {"size": filesizeformat(settings.INTEREST_FILE_BYTES)}
        self.fields["country"].choices = [
            ("", "–"),
            *sorted(((place.pk, place.label) for place in Place.objects.all()), key=lambda choice: alphabet_key(choice[1])),
        ]
        self.initial["token"] = interest.new_token(opportunity)
        for name, field in self.fields.items():
            described = [f"{self.add_prefix(name)}-help"] if field.help_text else []
            if self.is_bound and name in self.errors:
                described.insert(0, f"{self.add_prefix(name)}-error")
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)

    def clean_file(self) -> interest.CheckedFile | None:
        sent = self.cleaned_data.get("file")
        if not sent:
            return None
        try:
            return interest.checked_file(sent.name, sent, sent.size)
        except interest.FileError as error:
            raise ValidationError(str(error)) from error

    def renew_token(self) -> None:
        """Give the form that is shown again a token that holds from now."""
        sent: Any = self.data
        self.data = sent = sent.copy()
        sent[self.add_prefix("token")] = interest.new_token(self.opportunity)

    def save(self, sender: str) -> Interest:
        cleaned = self.cleaned_data
        identifier = interest.read_token(cleaned["token"], self.opportunity)
        values = {name: cleaned[name] for name in ("name", "email", "organisation", "country", "message")}
        is_spam = bool(cleaned["homepage"])
        return interest.receive(self.opportunity, identifier, values, sender, cleaned["file"], is_spam)


def network_address(request: HttpRequest) -> str:
    """Where a request comes from, as far as it can be known."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def interest_form(request: HttpRequest, page: Any, opportunity: Any, address: str) -> HttpResponse:
    """Answer what was sent to the form of an opportunity whose page is at `address`; a GET leads there."""
    if request.method != "POST" or not opportunity.takes_interest:
        return HttpResponseRedirect(f"{address}#interest")
    form = InterestForm(request.POST, request.FILES, opportunity=opportunity)
    status = 422
    if form.is_valid():
        try:
            form.save(interest.sender_of(network_address(request)))
            tasks.ring(tasks.tell_of_interest)
        except interest.ReceivingError as error:
            form.add_error(None, str(error))
            status = {"many": 429, "closed": 410}.get(error.code, status)
            if error.code == "late":
                form.renew_token()
        else:
            return HttpResponseRedirect(f"{address}{THANKS}")
    context = page.get_context(request) | {"record": opportunity, "interest_form": form, "noindex": True}
    return TemplateResponse(request, opportunity.template, context, status=status)


def interest_thanks(request: HttpRequest, page: Any, opportunity: Any) -> HttpResponse:
    """What a visitor reads who has sent the form."""
    context = page.get_context(request) | {"record": opportunity, "noindex": True, "days": settings.INTEREST_ANSWER_DAYS}
    return TemplateResponse(request, "partnerships/interest_thanks.html", context)


def form_for(opportunity: Opportunity) -> InterestForm | None:
    """An empty form, None when nothing can be sent now."""
    return InterestForm(opportunity=opportunity) if opportunity.takes_interest and opportunity.is_open() else None


def counts(opportunity: Opportunity) -> list[tuple[str, int]]:
    """(state in words, how many) of all that was ever sent, erased or not."""
    found = dict.fromkeys(InterestState.values, 0)
    for state in Interest.objects.filter(opportunity=opportunity).values_list("state", flat=True):
        found[state] += 1
    return [(str(InterestState(state).label), number) for state, number in found.items() if number]
