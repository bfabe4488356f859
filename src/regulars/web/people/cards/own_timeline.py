"""What the guest cards know of a customer, for their timeline."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from regulars.language import message, plural
from regulars.web.people.cards.models import Arrival, Outcome
from regulars.web.people.timeline.sources import Reader, table
from regulars.web.words import say


def arrival(row: Arrival, reader: Reader) -> dict[str, Any]:
    """A stay; how the recommended style went, where that was noted."""
    nights = plural("{count} night", "{count} nights", row.nights) if row.nights else message("leaves the same day")
    outcome = say(Outcome(row.outcome).said) if row.outcome else ""
    return {
        "what": message("Arrival, {stay}", stay=nights),
        "where": row.unit.shown_name,
        "details": " · ".join(filter(None, (outcome, row.outcome_words or row.note))),
        "url": reverse("cards:card", args=[row.public_id]),
    }


table(
    "arrivals",
    message("Arrivals"),
    lambda reader: Arrival.objects.within(reader.scope).filter(customer=reader.customer).select_related("unit"),
    "on",
    arrival,
)
