"""What a customer said of an answer, for their timeline."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.own_timeline import CASES
from regulars.web.cases.panels import address_of
from regulars.web.cases.states import Verdict
from regulars.web.cases.verdicts.models import Ask, Sort
from regulars.web.people.timeline.sources import Reader, table
from regulars.web.words import say

_MARKS = {Verdict.YES: "high", Verdict.PARTLY: "mid", Verdict.NO: "low"}


def answered(row: Ask, reader: Reader) -> dict[str, Any]:
    """The day on which they said it."""
    what = (
        message("Verdict on case {number}: {answer}", number=str(row.case_id), answer=row.answer_words)
        if row.sort == Sort.VERDICT
        else message("Asked again about case {number}: {answer}", number=str(row.case_id), answer=row.answer_words)
    )
    return {
        "what": what,
        "where": row.case.unit.shown_name if row.case.unit else "",
        "said": ((say(row.question), row.words),) if row.words else (),
        "mark": _MARKS[Verdict(row.answer)],
        "url": address_of(row.case, "ends"),
    }


def planned(row: Ask, reader: Reader) -> dict[str, Any]:
    """The day on which they will be asked."""
    return {
        "what": message("Will be asked about case {number}: is all still well?", number=str(row.case_id)),
        "url": address_of(row.case, "ends"),
    }


def _of(reader: Reader) -> Any:
    cases = Case.objects.filter(customer=reader.customer).within(reader.within(Permission.SEE_CASES))
    return Ask.objects.filter(case__in=cases).select_related("case__unit")


table(
    "cases", CASES, lambda reader: _of(reader).exclude(answer=None), "answered_at", answered, key="cases-verdicts",
    needs=Permission.SEE_CASES,
)  # fmt: skip
table(
    "cases", CASES, lambda reader: _of(reader).filter(sort=Sort.RECHECK, asked_at=None, skipped="", answer=None), "due",
    planned, key="cases-rechecks", needs=Permission.SEE_CASES,
)  # fmt: skip
