"""Translations of pages, as far as the package that makes them leaves something open."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail_localize.views.update_translations import UpdateTranslationsView


class UpdateView(UpdateTranslationsView):
    """What has changed in the original comes into its translations; only who may publish them all may do so at once."""

    def get_form(self) -> Any:
        form = super().get_form()
        if not self._may_publish():
            field = form.fields["publish_translations"]
            field.disabled = True
            field.widget = forms.HiddenInput()
        return form

    def _may_publish(self) -> bool:
        targets = [translation.get_target_instance() for translation in self.object.translations.filter(enabled=True)]
        return all(page.permissions_for_user(self.request.user).can_publish() for page in targets)
