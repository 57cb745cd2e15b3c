"""The life of a partnership: each act has a date, a reason and a person, and is kept."""

from partnerships.lifecycle.amending import LifecycleError, StatusChangeError, amend
from partnerships.lifecycle.renewing import EXTEND, GO_ON, LET_END, RENEW, close_terms, extend, let_end, let_go_on, renew
from partnerships.lifecycle.statuses import (
    CONFIRM,
    STATUS,
    change_status,
    confirm,
    keep_published_status,
    keep_statuses,
    resume,
    suspend,
)

__all__ = [
    "CONFIRM",
    "EXTEND",
    "GO_ON",
    "LET_END",
    "RENEW",
    "STATUS",
    "LifecycleError",
    "StatusChangeError",
    "amend",
    "change_status",
    "close_terms",
    "confirm",
    "extend",
    "keep_published_status",
    "keep_statuses",
    "let_end",
    "let_go_on",
    "renew",
    "resume",
    "suspend",
]
