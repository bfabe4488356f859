"""From one state to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.cases.actions.changing import change
from regulars.web.cases.clocks import CLOCK_FIELDS, Calendars, next_due, set_clocks
from regulars.web.cases.errors import CaseError
from regulars.web.cases.history import write
from regulars.web.cases.hooks import ask, told
from regulars.web.cases.models import Case, Pause
from regulars.web.cases.states import WAYS, Outcome, State, Step, Verdict


@transaction.atomic
def step(
    *, case: Case, step: Step, by: Any, words: str = "", outcome: str = "", same_as: Case | None = None,
    seen: int | None = None, at: Any = None, more: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Do it. ``words``: what was said to the customer, or why. ``outcome``: of closing. ``seen``: the revision.
    ``more``: what else the trail keeps.

    Raises ``CaseError`` where it cannot be done from here, or something is missing that the workflow wants first.
    """
    way, now = WAYS[step], at or timezone.now()
    if State(case.state) not in way.before:
        raise CaseError(message("It is {state}: this cannot be done from there.", state=case.state_words))
    ask(case, step, {"words": words, "outcome": outcome, "by": by, "same_as": same_as})
    fields: dict[str, Any] = {"state": way.to.value}
    if step in (Step.ACKNOWLEDGE, Step.INVESTIGATE, Step.RESPOND) and case.acknowledged is None:
        fields["acknowledged"] = now  # whoever is answered knows that they were heard
    if step is Step.RESPOND:
        fields |= {"responded": now, "verdict": None}
    if step in (Step.CLOSE, Step.DISMISS):
        fields |= _closing(case, step, words, outcome, same_as, now)
    if step is Step.REOPEN:
        fields |= _opening_again(case, now)
    woke = case.resting and step is not Step.ACKNOWLEDGE
    if woke:
        Pause.objects.filter(case=case, until=None).update(until=now)
        fields["resting"] = False
    for name, value in fields.items():
        setattr(case, name, value)
    if woke or step is Step.REOPEN:
        set_clocks(case, Calendars())  # without the time in which it rested
        fields |= {name: getattr(case, name) for name in CLOCK_FIELDS}
    fields["next_due"] = next_due(case)
    change(case, seen=seen, **fields)
    data = {"words": words} | ({"outcome": fields["outcome"]} if fields.get("outcome") else {}) | dict(more or {})
    write(case, step.value, by=by, at=now, **data)
    record(Event.CASE_MOVED, target=case, by=by, step=step.value)
    told(step.value, case, by)


def _closing(case: Case, step: Step, words: str, outcome: str, same_as: Case | None, now: Any) -> dict[str, Any]:
    if step is Step.DISMISS:
        outcome = Outcome.DUPLICATE if same_as else Outcome.INVALID
        if not words and same_as is None:
            raise CaseError(message("Say why this is no complaint: somebody else will want to understand it."))
    elif outcome not in (Outcome.RESOLVED, Outcome.SILENT, Outcome.LOST):
        raise CaseError(message("Say how it ended."))
    elif case.workflow.cause and not case.cause:
        raise CaseError(message("Choose the root cause first: without it the same happens again."))
    if outcome == Outcome.SILENT and case.responded is None:
        raise CaseError(message("Nobody has answered the customer yet. Answer first, or say that it is not resolved."))
    if outcome == Outcome.RESOLVED and case.workflow.verdict and (case.verdict or 0) < Verdict.PARTLY:
        raise CaseError(
            message("The customer has the last word, and has not said yet that it is resolved. Close it as answered.")
        )
    return {"closed": now, "outcome": Outcome(outcome).value, "same_as": same_as}


def _opening_again(case: Case, now: Any) -> dict[str, Any]:
    return {
        "closed": None,
        "outcome": "",
        "responded": None,
        "same_as": None,
        "since": now,
        "verdict": None if case.verdict != Verdict.NO else case.verdict,  # praise of an answer that did not hold
        "reopened": case.reopened + 1,
    }
