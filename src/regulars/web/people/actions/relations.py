"""Who belongs to which organisation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.web.audit import Event, record
from regulars.web.people.models import Customer, Part, Relation


@transaction.atomic
def relate(
    *, person: Customer, organisation: Customer, role: str, since: date | None, by: Any, part: str = ""
) -> Relation:
    """Note that a person belongs to an organisation: as one of a few (``part``), and in words of one's own."""
    relation = Relation.objects.create(
        person=person, organisation=organisation, part=Part(part), role=role, since=since
    )
    record(Event.RELATION_ADDED, target=person, by=by, organisation=organisation.public_id)
    return relation


@transaction.atomic
def end_relation(*, relation: Relation, by: Any) -> bool:
    """Yesterday was the last day; one that began today was a mistake and goes. Pressed twice, it ends once."""
    last = timezone.localdate() - timedelta(days=1)
    if relation.since is not None and relation.since > last:
        ended, _ = Relation.objects.filter(pk=relation.pk, until=None).delete()
    else:
        ended = Relation.objects.filter(pk=relation.pk, until=None).update(until=last)
    if ended:
        record(Event.RELATION_ENDED, target=relation.person, by=by, organisation=relation.organisation.public_id)
    return bool(ended)
