"""What was promised and expected, for the timeline of a customer."""

from __future__ import annotations

from typing import Any

from regulars.language import Day, message
from regulars.web.people.panels import address_of
from regulars.web.people.promises.models import Expectation, Outcome, Promise, today
from regulars.web.people.timeline.sources import Reader, table

_MARKS = {Outcome.KEPT: "high", Outcome.BROKEN: "low"}


def given(row: Promise, reader: Reader) -> dict[str, Any]:
    """The day on which somebody gave their word."""
    what = message("Promised for {day}: {what}", day=Day(row.due), what=row.what)
    return {"what": what, "where": row.owner.shown_name if row.owner else "", "url": _promises(reader)}


def due(row: Promise, reader: Reader) -> dict[str, Any]:
    """The day for which it was given, where nobody has settled it."""
    if row.due < today():
        return {"what": message("Not kept so far: {what}", what=row.what), "mark": "low", "url": _promises(reader)}
    return {"what": message("Due: {what}", what=row.what), "url": _promises(reader)}


def settled(row: Promise, reader: Reader) -> dict[str, Any]:
    """The day on which it was kept, given up, or no longer wanted."""
    late = row.outcome == Outcome.KEPT and row.settled_on > row.due
    said = message("kept late") if late else Outcome(row.outcome).said
    return {
        "what": message("Promise {outcome}: {what}", outcome=said, what=row.what),
        "details": row.note,
        "mark": "mid" if late else _MARKS.get(Outcome(row.outcome), ""),
        "url": _promises(reader),
    }


def wanted(row: Expectation, reader: Reader) -> dict[str, Any]:
    """What a customer wants, from the day on which it was heard."""
    what = message("Expects: {topic}, {level}", topic=row.topic, level=row.level)
    return {"what": what, "where": row.source, "details": row.evidence, "url": _expectations(reader)}


def no_longer(row: Expectation, reader: Reader) -> dict[str, Any]:
    """The last day that it held."""
    what = message("No longer expected so: {topic}, {level}", topic=row.topic, level=row.level)
    return {"what": what, "url": _expectations(reader)}


def _promises(reader: Reader) -> str:
    return address_of(reader.customer, "promises")


def _expectations(reader: Reader) -> str:
    return address_of(reader.customer, "expectations")


def _of(reader: Reader) -> Any:
    return Promise.objects.filter(customer=reader.customer)


def _wants(reader: Reader) -> Any:
    return Expectation.objects.filter(customer=reader.customer)


PROMISES, EXPECTATIONS = message("Promises"), message("Expectations")
table("promises", PROMISES, lambda reader: _of(reader).select_related("owner"), "made_on", given)
table("promises", PROMISES, lambda reader: _of(reader).open(), "due", due, key="promises-due")
table(
    "promises",
    PROMISES,
    lambda reader: _of(reader).filter(settled_on__isnull=False),
    "settled_on",
    settled,
    key="promises-settled",
)
table("expectations", EXPECTATIONS, _wants, "since", wanted)
table(
    "expectations",
    EXPECTATIONS,
    lambda reader: _wants(reader).filter(until__isnull=False),
    "until",
    no_longer,
    key="expectations-over",
)
