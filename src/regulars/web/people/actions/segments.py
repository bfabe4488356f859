"""What is done with segments."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction

from regulars.language import RegularsError, message, plural
from regulars.web.audit import Event, record
from regulars.web.people.models import Segment


class SegmentError(RegularsError):
    """A segment that cannot be stored, or not be removed."""


def save_segment(*, segment: Segment, name: str, condition: str, by: Any) -> bool:
    """Store it; whether anything changed."""
    changed = [key for key, value in (("name", name), ("condition", condition)) if getattr(segment, key) != value]
    fresh = segment.pk is None
    if not (changed or fresh):
        return False
    segment.name, segment.condition = name, condition
    if fresh:
        segment.by = by
    try:
        with transaction.atomic():
            segment.save()
            event = Event.SEGMENT_MADE if fresh else Event.SEGMENT_CHANGED
            record(event, target=segment, by=by, fields=sorted(changed))
    except IntegrityError as error:
        raise SegmentError(message("There is a segment “{name}” already. Choose another name.", name=name)) from error
    return True


@transaction.atomic
def remove_segment(*, segment: Segment, by: Any) -> None:
    """Remove it, unless something is carried out with it."""
    if uses := uses_of(segment):
        raise SegmentError(
            plural(
                "“{name}” is used in {count} place; it can be removed when it is not.",
                "“{name}” is used in {count} places; it can be removed when it is not.",
                uses,
                name=segment.name,
            )
        )
    record(Event.SEGMENT_REMOVED, target=segment, by=by, name=segment.name)
    segment.delete()


def uses_of(segment: Segment) -> int:
    """In how many places it is used: rows that name it, and studies that ask whom it means."""
    named = sum(
        relation.related_model._base_manager.filter(**{relation.field.name: segment}).count()
        for relation in Segment._meta.related_objects
    )
    if not apps.is_installed("regulars.web.research.fieldwork"):
        return named
    # A study keeps the condition itself, so that a change of the segment does not change whom it asks.
    return named + apps.get_model("fieldwork", "Fieldwork").objects.filter(people=segment.condition).count()
