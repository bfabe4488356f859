"""What happened to a customer elsewhere, for their timeline."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from regulars.language import message
from regulars.web.accounts.roles import Permission
from regulars.web.people.timeline.sources import Reader, table
from regulars.web.research.events.kinds import PURCHASE
from regulars.web.research.events.models import Happening
from regulars.web.research.events.queries import details_of
from regulars.web.words import say


def happened(row: Happening, reader: Reader) -> dict[str, Any]:
    """An event with its details. Whoever keeps the events finds the way to it."""
    linked = reader.within(Permission.MANAGE_STUDIES).whole
    return {
        "what": row.kind.shown_name,
        "where": row.unit.shown_name if row.unit else "",
        "details": " · ".join(f"{say(label)}: {say(value)}" for label, value in details_of(row)),
        "url": reverse("events:happening", args=[row.public_id]) if linked else "",
    }


def _of(reader: Reader) -> Any:
    """Of the units in sight; purchases stand in the facts already."""
    rows = Happening.objects.filter(customer=reader.customer).exclude(kind__key=PURCHASE).select_related("kind", "unit")
    return rows if reader.scope.unit_ids is None else rows.filter(unit__in=reader.scope.unit_ids)


table("events", message("Events"), _of, "at", happened)
