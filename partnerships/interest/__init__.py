"""Expressions of interest in an opportunity: received from visitors, answered by mail, deleted when their time has come."""

from partnerships.interest.answering import ANSWERED, CHANGED, ERASED, AnswerError, answer, assign, erase, handling, send_answer
from partnerships.interest.files import CheckedFile, FileError, checked_file
from partnerships.interest.noticing import notice_mail, send_notices
from partnerships.interest.receiving import (
    ReceivingError,
    consent_text,
    new_token,
    read_token,
    receive,
    sender_of,
)

__all__ = [
    "ANSWERED",
    "CHANGED",
    "ERASED",
    "AnswerError",
    "CheckedFile",
    "FileError",
    "ReceivingError",
    "answer",
    "assign",
    "checked_file",
    "consent_text",
    "erase",
    "handling",
    "new_token",
    "notice_mail",
    "read_token",
    "receive",
    "send_answer",
    "send_notices",
    "sender_of",
]
