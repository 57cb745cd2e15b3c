"""What applying did, and orders to take it back or to bring it back."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.imports.models.batches import Batch, Item
from portal.imports.models.orders import Order
from portal.imports.telling import ToldField


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
    reason = ToldField()
    snapshot = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    """What brings it back: {"record": its data, "live": bool, "proof": [evidence]}."""

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["object_uuid"], name="change_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.label}"


class Undo(Order):
    """An order to take an import back, or to bring back what was taken."""

    class Act(models.TextChoices):
        TAKE_BACK = "take_back", _("Take back")
        BRING_BACK = "bring_back", _("Bring back")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="undos")
    act = models.CharField(max_length=16, choices=Act)
    cursor = models.BigIntegerField(default=0)
    """Bringing back: the first change of the item that was last gone through."""

    class Meta(Order.Meta):
        constraints = [
            models.UniqueConstraint(fields=["batch"], condition=models.Q(state="running"), name="undo_runs_once"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.batch}"
