"""Model fields of the register."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import models

from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.names import KEY_LENGTH

# What stands in the column is text; what code reads and sets is a date.
if TYPE_CHECKING:
    TextOfDate = models.CharField["IncompleteDate | str | None", "IncompleteDate | None"]
else:
    TextOfDate = models.CharField


class IncompleteDateField(TextOfDate):
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


class DerivedKeyField(models.CharField):
    """A key worked out from another field at each write, `bulk_create` included; never edited.

    `QuerySet.update` and `bulk_update` do not work it out: a name is changed with `save`.
    """

    def __init__(self, source: str, derive: Callable[[str], str], **kwargs: Any) -> None:
        self.source = source
        self.derive = derive
        super().__init__(max_length=KEY_LENGTH, editable=False, blank=True, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.derive(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        # To the schema it is text; a migration must not hold a function.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def clone(self) -> Any:
        _name, _path, args, kwargs = self.deconstruct()
        return models.CharField(*args, **kwargs)


class DerivedDateField(models.DateField):
    """A day worked out from other fields at each write, `bulk_create` included; None when they do not tell it; never edited.

    `QuerySet.update` and `bulk_update` do not work it out.
    """

    def __init__(self, sources: Sequence[str], derive: Callable[..., datetime.date | None], **kwargs: Any) -> None:
        self.sources = sources
        self.derive = derive
        super().__init__(null=True, blank=True, editable=False, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime.date | None:
        value = self.derived(model_instance.__dict__)
        setattr(model_instance, self.attname, value)
        return value

    def derived(self, row: Mapping[str, Any]) -> datetime.date | None:
        """The day that follows from a row's values by column; a column that is not there has its default."""
        sources = [cast(models.Field, self.model._meta.get_field(source)) for source in self.sources]
        return self.derive(*(source.to_python(row.get(source.attname, source.get_default())) for source in sources))

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        # To the schema it is a date; a migration must not hold a function.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def clone(self) -> Any:
        _name, _path, args, kwargs = self.deconstruct()
        return models.DateField(*args, **kwargs)


class KeyedModel(models.Model):
    """A row with derived fields, which stay true when only some fields are saved."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            # Only with its source: a draft's title must not leak into the key of the public row.
            names = set(update_fields)
            keys = (field for field in self._meta.concrete_fields if isinstance(field, DerivedKeyField))
            days = (field for field in self._meta.concrete_fields if isinstance(field, DerivedDateField))
            update_fields = (
                names
                | {key.name for key in keys if key.source in names}
                | {day.name for day in days if names.intersection(day.sources)}
            )
        super().save(*args, update_fields=update_fields, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # Constraints are checked on the days that will be written.
        for field in self._meta.concrete_fields:
            if isinstance(field, DerivedDateField):
                field.pre_save(self, False)
        super().full_clean(*args, **kwargs)
