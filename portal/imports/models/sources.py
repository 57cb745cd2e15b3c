"""Where articles come from by themselves: feeds, and programs with a token."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.imports.telling import ToldField


class FeedSubscription(models.Model):
    """A feed that is looked at again and again; what is new in it becomes an import."""

    class Every(models.IntegerChoices):
        HOUR = 1, _("every hour")
        QUARTER = 6, _("every six hours")
        DAY = 24, _("every day")
        WEEK = 168, _("every week")

    title = models.CharField(_("title"), max_length=255)
    url = models.URLField(_("address"), max_length=500, unique=True)
    every_hours = models.PositiveSmallIntegerField(_("how often"), choices=Every, default=Every.DAY)
    is_active = models.BooleanField(_("active"), default=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("imports belong to"),
    )
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    next_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_at = models.DateTimeField(_("last looked at"), null=True, blank=True, editable=False)
    message = ToldField(_("what happened"), editable=False)

    class Meta:
        ordering = ["title"]
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")

    def __str__(self) -> str:
        return self.title


class ImportToken(models.Model):
    """A key with which a program imports in the name of a person. Only its hash is kept."""

    name = models.CharField(_("name"), max_length=100, help_text=_("Which program uses it."))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("acts for"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("import token")
        verbose_name_plural = _("import tokens")

    def __str__(self) -> str:
        return self.name

    def renew(self) -> str:
        """A new secret, whose hash is put in place; it can be shown now and never again."""
        token = secrets.token_urlsafe(32)
        self.digest = self.digest_of(token)
        return token

    @staticmethod
    def digest_of(token: str) -> str:
        """The form in which a secret is kept: it is random and long, so that a plain hash is enough."""
        return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
