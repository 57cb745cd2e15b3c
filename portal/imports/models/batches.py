"""What was handed in together, and the documents in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.imports.models.orders import Order
from portal.imports.telling import ToldField


class Batch(models.Model):
    """One import: what was handed in together, and how far it is."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Not started")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.RUNNING, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="import_batches"
    )
    publish = models.BooleanField(
        _("publish what is sure"),
        default=False,
        help_text=_("Apply and publish all sure suggestions without review: for trusted sources."),
    )
    preview = models.JSONField(null=True, blank=True, editable=False)
    """What its first documents would become, while it is prepared; see `previewing.Preview`."""
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def go_on(cls, batches: Iterable[int]) -> None:
        """Lets batches run in which there is something to do again; a paused one waits until it is resumed."""
        ended = (cls.State.FINISHED, cls.State.CANCELLED)
        cls.objects.filter(pk__in=batches, state__in=ended).update(state=cls.State.RUNNING, finished_at=None)


class BulkAcceptance(Order):
    """An order to accept all that is sure: in which articles, and what becomes of those in which nothing is left open."""

    class Then(models.TextChoices):
        KEEP = "keep", _("Accept only: every article stays in the queue")
        DRAFT = "draft", _("Accept, and make drafts of the articles in which nothing is left open")
        PUBLISH = "publish", _("Accept, and publish the articles in which nothing is left open")

    then = models.CharField(max_length=8, choices=Then, default=Then.KEEP)
    articles = ArrayField(models.BigIntegerField(), default=list)
    """The keys of the items that were shown, in the order of the queue."""
    done = models.PositiveIntegerField(default=0)
    """How many of them were looked through."""
    taken = models.PositiveIntegerField(default=0)
    """In how many of those something was sure."""

    class Meta(Order.Meta):
        indexes = [models.Index(fields=["id"], name="bulk_to_do", condition=models.Q(state="running"))]

    def __str__(self) -> str:
        return f"{self.then} {self.asked_at:%Y-%m-%d %H:%M}"


class BulkPreview(Order):
    """An order to find out what a bulk acceptance would do, where it is about too many articles for a person to wait; changes nothing."""

    wanted = models.CharField(max_length=255, blank=True)
    """Which articles were asked about: the filters of the queue, as an address has them."""
    then = models.CharField(max_length=8, choices=BulkAcceptance.Then)
    articles = ArrayField(models.BigIntegerField(), default=list)
    done = models.PositiveIntegerField(default=0)
    """As of an acceptance."""
    found = models.JSONField(default=dict)
    """What was counted in those that are done, see `looking.Found`."""

    class Meta(Order.Meta):
        indexes = [models.Index(fields=["id"], name="bulk_preview_to_do", condition=models.Q(state="running"))]

    def __str__(self) -> str:
        return f"{self.then} {self.asked_at:%Y-%m-%d %H:%M}"


class Item(models.Model):
    """One document of a batch. The row is the truth about it; a message to a worker only says that there is work."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPLYING = "applying", _("Being applied")
        READY = "ready", _("Ready for review")
        APPLIED = "applied", _("Applied")
        DUPLICATE = "duplicate", _("Already imported")
        SKIPPED = "skipped", _("Nothing to import")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        UNDONE = "undone", _("Taken back")

    class Likeness(models.TextChoices):
        DIFFERENT = "different", _("Another article")
        VERSION = "version", _("A new version")
        SAME = "same", _("The same article")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveIntegerField()
    name = ToldField(_("name"))
    """As `containers.Source.called` gives it."""
    document = models.ForeignKey("partnerships.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    """None for an entry that was refused before it could be stored (`message` says why), and for a page not yet fetched."""
    address = models.CharField(max_length=2000, blank=True)
    """Of a web page that the reading fetches; empty for what came as it is."""
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    """Committed before the work starts, so that an item that kills its worker is given up after three tries."""
    claimed_at = models.DateTimeField(null=True, blank=True)
    message = ToldField(_("message"))
    """What to tell a person: why it failed or was skipped, or what was noticed while reading."""
    traceback = models.TextField(blank=True)
    reading = models.JSONField(null=True, blank=True)
    """Title, date, source, language, topics, zones and questions of the extraction; facts are suggestions."""
    page = models.ForeignKey("news.NewsPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="import_items")
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates")
    """The item that it equals or resembles."""
    likeness = models.FloatField(null=True, blank=True)
    """How much of the shorter of the two texts stands in the other, 0 to 1; None for the same bytes and for no resemblance."""
    likeness_decision = models.CharField(max_length=16, choices=Likeness, blank=True)
    """What a person has said of the resemblance; empty while nobody has."""
    text_hash = models.CharField(max_length=32, blank=True)
    """Equal for equal texts after cleaning."""
    shingle_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    """Goes up with each decision, so that nobody applies what a colleague has changed meanwhile."""
    rank = models.PositiveIntegerField(default=0)
    """Its place in the queue of reviews, the highest first; see `queue.rank_of`."""
    language = models.CharField(max_length=12, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    """Language and countries as they now stand among the suggestions, for the filters of the queue."""
    open_questions = models.PositiveSmallIntegerField(default=0)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    """Who reviews it; a colleague may still do so, and is told."""
    bulk = models.ForeignKey(
        BulkAcceptance, null=True, blank=True, on_delete=models.SET_NULL, related_name="items", db_index=False
    )
    """Why it is being applied; None as soon as that is done."""
    left_out = models.JSONField(default=list, blank=True)
    """[[label, reason as `Told.as_json` gives it]] of what was accepted and could not be made when it was applied."""
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["batch", "position"]
        verbose_name = _("import item")
        verbose_name_plural = _("import items")
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="item_position_once"),
            # Whatever two workers do at once: one document is one article.
            models.UniqueConstraint(
                fields=["document"], name="item_document_once", condition=models.Q(state__in=["ready", "applying", "applied"])
            ),
        ]
        indexes = [
            # By import, so that what is paused costs those who look for work nothing.
            models.Index(
                fields=["state", "batch", "id"], name="item_to_do", condition=models.Q(state__in=["waiting", "applying"])
            ),
            models.Index(fields=["batch", "state"], name="item_batch_state"),
            models.Index(fields=["text_hash"], name="item_text_hash", condition=~models.Q(text_hash="")),
            models.Index(models.F("rank").desc(), "id", name="item_queue", condition=models.Q(state="ready")),
            models.Index(fields=["assigned_to"], name="item_assigned", condition=models.Q(assigned_to__isnull=False)),
            models.Index(fields=["bulk"], name="item_bulk", condition=models.Q(bulk__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def resembles(self) -> bool:
        """Whether a person has still to say how it stands to the article that it resembles."""
        return self.likeness is not None and not self.likeness_decision


class Shingle(models.Model):
    """One of the sampled hashes of a few words in a row that an item's text has: by them nearly equal texts are found."""

    # The look-up reads this key's index and nothing else.
    pk = models.CompositePrimaryKey("hash", "item_id")
    hash = models.BigIntegerField()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.hash} {self.item_id}"
