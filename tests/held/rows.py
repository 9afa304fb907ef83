"""A row of any table, made from what its fields ask for: so that no table is left out of a test by its writer."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.db import models

WHEN = datetime(2026, 3, 5, 12, tzinfo=UTC)
_NUMBERS: Iterator[int] = count(1_000_000)


def row_of(model: type[models.Model], words: str, **given: Any) -> models.Model:
    """A new row with `given`; every text says `words`, and what it must hang on is made too, with other words."""
    values = {f.name: _value(f, words) for f in model._meta.concrete_fields if f.name not in given and _asks(f)}
    return model._default_manager.create(**values, **given)


def along(model: type[models.Model], link: str, end: models.Model, words: str) -> models.Model:
    """A new row that leads along `link` (`passage__talk__actor`) to `end`."""
    if link == "pk":
        return end
    first, _, rest = link.partition("__")
    there = model._meta.get_field(first).related_model
    return row_of(model, words, **{first: along(there, rest, end, words) if rest else end})


def says(model: type[models.Model]) -> bool:
    """Whether some field of it has room for words."""
    return any(
        isinstance(f, models.CharField | models.TextField | models.JSONField) and (f.max_length or 99) > 20
        for f in model._meta.concrete_fields
    )


def _asks(field: Any) -> bool:
    if isinstance(field, models.AutoField):
        return False
    if isinstance(field, models.ForeignKey):
        return not field.null
    return not field.null or isinstance(field, models.CharField | models.TextField | models.DateTimeField)


def _value(field: Any, words: str) -> Any:
    if isinstance(field, models.ForeignKey):
        return row_of(field.related_model, "of others")
    if isinstance(field, models.JSONField):
        return [words]
    if isinstance(field, models.CharField | models.TextField):
        text = f"{words} {next(_NUMBERS)}"
        return text if not field.max_length or len(text) <= field.max_length else text[-field.max_length :]
    return _plain(field)


def _plain(field: Any) -> Any:
    if isinstance(field, models.DateTimeField):
        return None if field.null else WHEN
    if isinstance(field, models.DateField):
        return date(2026, 3, 5)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.BinaryField):
        return b""
    return 0.5 if isinstance(field, models.FloatField) else next(_NUMBERS) % 30_000
