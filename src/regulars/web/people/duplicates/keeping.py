"""Rows as they stood, whole, so that they can be put back to the last bit: whatever model they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.deletion import Collector

from regulars.language import Text
from regulars.web.people.models import Customer
from regulars.web.people.search.models import Gram

Row = dict[str, Any]  # {"model": label, "values": {column: plain value}}
REMADE = (Gram,)  # made anew when the customer is stored


def taken_along(customer: Customer) -> tuple[list[Row], list[list[Any]]]:
    """What goes with a customer's row, that row first; and what is emptied: model, field, keys, the value."""
    collector = Collector(using="default", origin=customer)
    collector.collect([customer])
    rows: list[models.Model] = []
    for instances in collector.data.values():
        rows += instances
    for query in collector.fast_deletes:
        rows += list(query)
    kept = [row for row in rows if not isinstance(row, REMADE)]
    kept.sort(key=lambda row: (row != customer, row._meta.label, row.pk))
    emptied = []
    for (field, _), groups in collector.field_updates.items():
        for some in groups:
            emptied += [[row._meta.label, field.attname, row.pk, plain(getattr(row, field.attname))] for row in some]
    return [kept_row(row) for row in kept], emptied


def kept_row(row: models.Model) -> Row:
    """All columns of a row as plain data."""
    return {
        "model": row._meta.label,
        "values": {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields},
    }


def put_back(rows: Iterable[Row]) -> int:
    """Store them again, with the keys they had; how many cannot be, because what they belong to is gone."""
    lost = 0
    for kept in rows:
        model = apps.get_model(kept["model"])
        values = values_of(model, kept["values"])
        if not _still_fits(model, values):
            lost += 1
            continue
        model(**values).save_base(raw=True, force_insert=True)
    return lost


def values_of(model: type[models.Model], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Plain data as the values of the columns that the model still has."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: _read(fields[name], value) for name, value in kept.items() if name in fields}


def plain(value: Any) -> Any:
    """A value of a column as JSON has it; instants to the microsecond."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Text():
            return dict(value.words)
        case bytes() | memoryview():
            return bytes(value).hex()
    return value


def _read(field: Any, value: Any) -> Any:
    if isinstance(field, models.BinaryField) and isinstance(value, str):
        return bytes.fromhex(value)
    if isinstance(field, models.ForeignKey | models.OneToOneField):
        return field.target_field.to_python(value)
    return field.to_python(value) if isinstance(value, str) and not isinstance(field, models.JSONField) else value


def _still_fits(model: type[models.Model], values: dict[str, Any]) -> bool:
    """Whether its place is free and what it points to is there; what may be empty is emptied."""
    if model._base_manager.filter(pk=values[model._meta.pk.attname]).exists():
        return False
    for field in model._meta.concrete_fields:
        value = values.get(field.attname)
        if not field.is_relation or value is None:
            continue
        if not field.related_model._base_manager.filter(**{field.target_field.attname: value}).exists():
            if not field.null:
                return False
            values[field.attname] = None
    return True
