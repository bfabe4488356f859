"""How the relationship went, for the timeline of a customer."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.people.panels import address_of
from regulars.web.people.stages.models import Stage, Step
from regulars.web.people.stages.queries import why
from regulars.web.people.timeline.sources import Reader, table

_MARKS = {Stage.BROKEN: "low", Stage.REPAIRED: "mid", Stage.DEEPEN: "high"}


def step(row: Step, reader: Reader) -> dict[str, Any]:
    """Where it went, and why as far as the reader may know."""
    stage = Stage(row.stage)
    return {
        "what": message("Relationship {stage}", stage=stage.said),
        "where": row.by.shown_name if row.by else "",
        "details": why(row, reader.scope),
        "mark": _MARKS.get(stage, ""),
        "url": address_of(reader.customer, "relationship"),
    }


table(
    "relationship",
    message("Relationship"),
    lambda reader: Step.objects.filter(customer=reader.customer).select_related("by"),
    "on",
    step,
)
