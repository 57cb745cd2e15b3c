"""Model fields of the register."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from partnerships.edtf import IncompleteDate, IncompleteDateError


class IncompleteDateField(models.CharField):
    """A date that may be incomplete: an `IncompleteDate` in Python, its EDTF string in the database, None when not known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 16)
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> IncompleteDate | None:
        return IncompleteDate.parse(value) if value else None

    def to_python(self, value: object) -> IncompleteDate | None:
        if value is None or value == "" or isinstance(value, IncompleteDate):
            return value or None  # type: ignore[return-value]
        try:
            return IncompleteDate.parse(str(value))
        except IncompleteDateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: object) -> str | None:
        return str(self.to_python(value)) if value else None

    def run_validators(self, value: object) -> None:
        super().run_validators(str(value) if value else value)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return str(value) if value else ""
