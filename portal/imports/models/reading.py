"""How well articles are read, and what a second reader costs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class GoldArticle(models.Model):
    """A reviewed article that staff keep as a test: what a careful person found in it."""

    document = models.OneToOneField("partnerships.Document", on_delete=models.PROTECT, related_name="gold")
    name = models.CharField(_("name"), max_length=500)
    gold = models.JSONField()
    """The answers in the form of NAME.gold.json."""
    added = models.JSONField(default=dict)
    """What the reading had missed and a person added: {"countries": [codes], "sectors": [codes], "organisations": [names], "people": [names]}."""
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("test article")
        verbose_name_plural = _("test articles")

    def __str__(self) -> str:
        return self.name


class GoldRun(models.Model):
    """One scoring of all test articles by the extractor of its day. A row that waits is the order; workers do it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.CharField(max_length=40, blank=True)
    articles = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    measures = models.JSONField(default=dict)
    """{measure: [found, wrong, missed]}, see `scoring.MEASURES`."""
    remarks = models.JSONField(default=list)
    """[[name of the article, [what was missed or wrong]]]."""

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="waiting"), name="gold_run_waits_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.requested_at:%Y-%m-%d}"


class ReaderSpending(models.Model):
    """What the second reader may have cost on one day: the tokens that are spent, and those taken by who is asking now."""

    day = models.DateField(unique=True)
    tokens = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.tokens}"
