"""Fields that the company makes for its customers, and what they say of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.people.details.errors import DetailError
from regulars.web.people.details.models import OwnField, OwnValue
from regulars.web.people.details.values import column_of
from regulars.web.people.models import Customer


def save_field(*, field: OwnField, by: Any) -> OwnField:
    """Store a new or changed field; a new one stands last. Raises ``DetailError`` for a name that is taken."""
    fresh = field.pk is None
    try:
        with transaction.atomic():
            if fresh:
                last = OwnField.objects.order_by("position").last()
                field.position = last.position + 1 if last else 1
            field.save()
            record(Event.OWN_FIELD_MADE if fresh else Event.OWN_FIELD_CHANGED, target=field, by=by, key=field.key)
    except IntegrityError as error:
        raise DetailError(message("There is a field “{name}” already. Choose another name.", name=field.key)) from error
    return field


@transaction.atomic
def move_field(*, field: OwnField, up: bool, by: Any) -> bool:
    """One place up or down."""
    fields = list(OwnField.objects.select_for_update().filter(retired=field.retired))
    at = next(place for place, one in enumerate(fields) if one.pk == field.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(fields):
        return False
    fields.insert(to, fields.pop(at))
    for position, one in enumerate(fields, start=1):
        OwnField.objects.filter(pk=one.pk).update(position=position)
    record(Event.OWN_FIELD_CHANGED, target=field, by=by, key=field.key, fields=["position"])
    return True


@transaction.atomic
def retire_field(*, field: OwnField, retired: bool, by: Any) -> None:
    """Not asked any more, or again. What was noted stays."""
    if OwnField.objects.filter(pk=field.pk).exclude(retired=retired).update(retired=retired):
        record(Event.OWN_FIELD_CHANGED, target=field, by=by, key=field.key, fields=["retired"])


@transaction.atomic
def note_values(*, customer: Customer, values: Mapping[OwnField, Any], by: Any) -> list[str]:
    """What the company's own fields say of a customer; None empties one. Returns the keys of those that changed."""
    before = {one.field_id: one for one in OwnValue.objects.filter(customer=customer, field__in=values)}
    changed = []
    for field, value in values.items():
        column, row = column_of(field.kind), before.get(field.pk)
        stood = getattr(row, column) if row else None
        if (stood or None if column == "text" else stood) == value:
            continue
        changed.append(field.key)
        if value is None:
            OwnValue.objects.filter(customer=customer, field=field).delete()
        else:
            OwnValue.objects.update_or_create(customer=customer, field=field, defaults={column: value})
    if changed:
        record(Event.DETAILS_CHANGED, target=customer, by=by, fields=sorted(changed))
    return changed
