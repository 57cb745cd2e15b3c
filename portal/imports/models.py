from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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


class BulkAcceptance(models.Model):
    """All that is sure, accepted at once: who asked for it, and what becomes of articles in which nothing is left open."""

    class Then(models.TextChoices):
        KEEP = "keep", _("Accept only: every article stays in the queue")
        DRAFT = "draft", _("Accept, and make drafts of the articles in which nothing is left open")
        PUBLISH = "publish", _("Accept, and publish the articles in which nothing is left open")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    then = models.CharField(max_length=8, choices=Then, default=Then.KEEP)
    asked_at = models.DateTimeField(auto_now_add=True)

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
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=500)
    document = models.ForeignKey("partnerships.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    """None for an entry that was refused before it could be stored (`message` says why), and for a page not yet fetched."""
    address = models.CharField(max_length=2000, blank=True)
    """Of a web page that the reading fetches; empty for what came as it is."""
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    """Committed before the work starts, so that an item that kills its worker is given up after three tries."""
    claimed_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(_("message"), blank=True)
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
    """[[label, reason]] of what was accepted and could not be made when it was applied."""
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
            models.Index(fields=["id"], name="item_to_do", condition=models.Q(state__in=["waiting", "applying"])),
            models.Index(fields=["batch", "state"], name="item_batch_state"),
            models.Index(fields=["text_hash"], name="item_text_hash", condition=~models.Q(text_hash="")),
            models.Index(models.F("rank").desc(), "id", name="item_queue", condition=models.Q(state="ready")),
            models.Index(fields=["assigned_to"], name="item_assigned", condition=models.Q(assigned_to__isnull=False)),
            models.Index(fields=["bulk"], name="item_bulk", condition=models.Q(bulk__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def resembles(self) -> bool:
        """Whether a person has still to say how it stands to the article that it resembles."""
        return self.likeness is not None and not self.likeness_decision


class Upload(models.Model):
    """A file as it was handed in, kept until a worker has made items of the documents that it holds."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.CASCADE, related_name="uploads")
    """None only while the request that brings it lasts."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=500)
    origin = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    is_document = models.BooleanField(default=False)
    """One document, whatever its name looks like: a pasted text."""
    columns = models.JSONField(null=True, blank=True)
    """What the person who brought it said of the columns of its tables, see `containers.Columns`; None for as known."""
    first_position = models.PositiveIntegerField(null=True, blank=True)
    """The position of its first item; with `done` it gives each document its own, once, however often the opening is begun."""
    done = models.PositiveIntegerField(default=0)
    """How many of its documents are items; committed with them."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """Tries since the last document became an item, committed before the try."""
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    """When all of it was items, and its bytes went."""

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], name="upload_to_open", condition=models.Q(opened_at__isnull=True))]

    def __str__(self) -> str:
        return self.name


class UploadPart(models.Model):
    """A piece of an upload's bytes; all but the last have the same size."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="upload_part_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"


class Shingle(models.Model):
    """One of the sampled hashes of a few words in a row that an item's text has: by them nearly equal texts are found."""

    # The look-up reads this key's index and nothing else.
    pk = models.CompositePrimaryKey("hash", "item_id")
    hash = models.BigIntegerField()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.hash} {self.item_id}"


class Suggestion(models.Model):
    """One value or record that the reading proposes, and what a person has said about it."""

    class Kind(models.TextChoices):
        TITLE = "title", _("Title")
        PUBLISHED = "published", _("Original date")
        SOURCE = "source", _("Source")
        LANGUAGE = "language", _("Language")
        TOPICS = "topics", _("Topics")
        BODY = "body", _("Text")
        COUNTRY = "country", _("Country")
        SECTOR = "sector", _("Sector")
        ORGANISATION = "organisation", _("Organisation")
        PERSON = "person", _("Person")
        PARTNERSHIP = "partnership", _("Partnership")
        EVENT = "event", _("Event")
        OPPORTUNITY = "opportunity", _("Opportunity")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        EDITED = "edited", _("Accepted with changes")
        REJECTED = "rejected", _("Rejected")

    class FoundBy(models.TextChoices):
        RULES = "rules", _("The portal")
        SECOND = "second", _("Second reader")
        BOTH = "both", _("The portal and the second reader")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="suggestions")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    value = models.JSONField()
    """What was read, in the format of extract_articles without evidence."""
    edited_value = models.JSONField(null=True, blank=True)
    """What the person made of it; `value` is kept."""
    spans = models.JSONField(default=list)
    """[{"start", "end", "quote"}] into the document's text."""
    confidence = models.FloatField(default=0.5)
    found_by = models.CharField(_("found by"), max_length=8, choices=FoundBy, default=FoundBy.RULES)
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=0)
    """Goes up with each decision; a decision names the version that the person saw."""
    reason = models.CharField(max_length=255, blank=True)
    match = models.JSONField(null=True, blank=True)
    """How it stands to the register: {"state": same/probable/ambiguous/new, "candidates": [{"uuid", "label"}], "reason": words}."""
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    made = GenericForeignKey("content_type", "object_id")
    """The record that applying it made or linked."""

    class Meta:
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="suggestion_position_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class NameDecision(models.Model):
    """What a person once said of a name and an organisation of the register, so that nobody is asked again."""

    class Verdict(models.TextChoices):
        SAME = "same", _("The same")
        NEVER = "never", _("Never the same")

    key = models.CharField(max_length=255)
    """The name as `name_key` gives it."""
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "organisation"], name="name_decision_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.verdict} {self.organisation_id}"


class Change(models.Model):
    """One thing that applying an item did, with what stood there before: what undo and redo read."""

    class Action(models.TextChoices):
        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        LINKED = "linked", _("Linked")
        PUBLISHED = "published", _("Published")

    class Fate(models.TextChoices):
        REMOVED = "removed", _("Removed")
        RESTORED = "restored", _("Set back to what it was")
        KEPT = "kept", _("Kept")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="changes")
    action = models.CharField(max_length=16, choices=Action)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    object_uuid = models.UUIDField(null=True, blank=True)
    label = models.CharField(max_length=255)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    fate = models.CharField(max_length=8, choices=Fate, blank=True)
    """What became of it when the import was taken back, and in `reason` why it was kept."""
    reason = models.TextField(blank=True)
    snapshot = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    """What brings it back: {"record": its data, "live": bool, "proof": [evidence]}."""

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["object_uuid"], name="change_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.label}"


class Undo(models.Model):
    """An order to take an import back, or to bring back what was taken; workers carry it out."""

    class Act(models.TextChoices):
        TAKE_BACK = "take_back", _("Take back")
        BRING_BACK = "bring_back", _("Bring back")

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="undos")
    act = models.CharField(max_length=16, choices=Act)
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    """Of the step that is being done; committed before it."""
    cursor = models.BigIntegerField(default=0)
    """Bringing back: the first change of the item that was last gone through."""
    message = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch"], condition=models.Q(state="running"), name="undo_runs_once"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.batch}"


class ReaderSpending(models.Model):
    """What the second reader may have cost on one day: the tokens that are spent, and those taken by who is asking now."""

    day = models.DateField(unique=True)
    tokens = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.tokens}"


class ColumnMapping(models.Model):
    """What the columns of tables with certain headings hold, as a person said: remembered for the next one."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    headings = models.JSONField(default=list, editable=False)
    columns = models.JSONField(default=dict, editable=False)
    """{"title": heading, …}; the names of the fields are those of `containers.FIELDS`."""
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")

    def __str__(self) -> str:
        return ", ".join(self.headings)[:100]


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
    message = models.TextField(_("what happened"), blank=True, editable=False)

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


class NotLinked(models.Model):
    """That a person does not want an article linked to a record which its text names."""

    page = models.ForeignKey("news.NewsPage", on_delete=models.CASCADE, related_name="+")
    record_type = models.CharField(max_length=16)
    record_id = models.PositiveBigIntegerField()
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    refused_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "record_type", "record_id"], name="not_linked_once")]

    def __str__(self) -> str:
        return f"{self.page_id} ≠ {self.record_type}:{self.record_id}"
