"""Cases, for the timeline of a customer."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.panels import address_of
from regulars.web.cases.states import Outcome
from regulars.web.people.timeline.sources import Reader, table
from regulars.web.words import current

_MARKS = {Outcome.RESOLVED: "high", Outcome.LOST: "low"}


def opened(row: Case, reader: Reader) -> dict[str, Any]:
    """The day on which somebody was unhappy."""
    kind = row.workflow.name.in_language(current().tag)
    return {
        "what": message("Case {number} opened: {kind}", number=str(row.pk), kind=kind),
        "where": row.unit.shown_name if row.unit else "",
        "details": row.title,
        "mark": "low",
        "url": address_of(row),
    }


def closed(row: Case, reader: Reader) -> dict[str, Any]:
    """The day on which it ended."""
    return {
        "what": message("Case {number} closed: {outcome}", number=str(row.pk), outcome=row.state_words),
        "where": row.unit.shown_name if row.unit else "",
        "mark": _MARKS.get(Outcome(row.outcome), "mid"),
        "url": address_of(row),
    }


def due(row: Case, reader: Reader) -> dict[str, Any]:
    """What is to come."""
    return {"what": message("Case {number} is due", number=str(row.pk)), "details": row.title, "url": address_of(row)}


def _of(reader: Reader) -> Any:
    rows = Case.objects.filter(customer=reader.customer).select_related("unit")
    return rows.within(reader.within(Permission.SEE_CASES))


CASES = message("Cases")
table("cases", CASES, _of, "opened", opened, needs=Permission.SEE_CASES)
table(
    "cases", CASES, lambda reader: _of(reader).filter(closed__isnull=False), "closed", closed, key="cases-closed",
    needs=Permission.SEE_CASES,
)  # fmt: skip
table(
    "cases", CASES, lambda reader: _of(reader).filter(next_due__isnull=False), "next_due", due, key="cases-due",
    needs=Permission.SEE_CASES,
)  # fmt: skip
