"""What was tried, for the timeline of a customer."""

from __future__ import annotations

from typing import Any

from regulars.language import Day, message
from regulars.web.people.panels import address_of
from regulars.web.people.timeline.sources import Reader, table
from regulars.web.people.trials.models import Bought, State, Trial


def begun(row: Trial, reader: Reader) -> dict[str, Any]:
    """The first day."""
    what = message("Tries, until {day}: {what}", day=Day(row.until), what=row.what)
    return {"what": what, "where": row.unit.shown_name if row.unit else "", "url": _card(reader)}


def told(row: Trial, reader: Reader) -> dict[str, Any]:
    """The day on which it became known how it was."""
    what = message("What was tried {state}: {what}", state=State(row.state).said, what=row.what)
    return {
        "what": what,
        "details": row.note,
        "mark": "high" if row.state == State.GOOD else "low",
        "url": _card(reader),
    }


def bought(row: Trial, reader: Reader) -> dict[str, Any]:
    """The day on which it was bought."""
    return {"what": message("Bought after trying it: {what}", what=row.what), "mark": "high", "url": _card(reader)}


def _card(reader: Reader) -> str:
    return address_of(reader.customer, "trials")


def _of(reader: Reader) -> Any:
    return Trial.objects.within(reader.scope).filter(customer=reader.customer).select_related("unit")


TRIALS = message("Trials")
table("trials", TRIALS, lambda reader: _of(reader).exclude(state=State.OFF), "first", begun)
table("trials", TRIALS, lambda reader: _of(reader).filter(told_on__isnull=False), "told_on", told, key="trials-told")
table("trials", TRIALS, lambda reader: _of(reader).filter(bought=Bought.BOUGHT), "bought_on", bought, key="trials-sold")
