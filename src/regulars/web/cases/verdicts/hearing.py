"""What follows from the steps of a case, in the same transaction; what its trail says of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from regulars.language import Message, message
from regulars.web.cases.history import sort
from regulars.web.cases.hooks import before_step, on_case
from regulars.web.cases.models import Case, Entry
from regulars.web.cases.states import Outcome, State, Step, Verdict
from regulars.web.cases.verdicts.asking import ask_verdict, plan_rechecks, take_back
from regulars.web.cases.verdicts.judging import settle, tell_end
from regulars.web.cases.verdicts.models import Ask, Skipped, Sort, said_of
from regulars.web.cases.verdicts.odd import check_dismissal


@on_case
def heard(case: Case, what: str, by: Any) -> None:
    """The customer is asked, asked later, told, or left alone."""
    if what == Step.RESPOND and case.workflow.verdict:
        ask_verdict(case)
    elif what in (Step.REOPEN, Step.DISMISS):
        take_back(Ask.objects.filter(case=case), Skipped.REOPENED)
    elif what == Step.CLOSE:
        plan_rechecks(case)
        if case.outcome == Outcome.RESOLVED:
            tell_end(case)


@before_step
def odd(case: Case, step: str, fields: Any) -> None:
    """The absurd is tried before it is dismissed."""
    if step == Step.DISMISS and fields.get("same_as") is None:
        check_dismissal(case)


@receiver(post_save, sender=Entry, dispatch_uid="verdicts.cause")
def cause_noted(instance: Entry, created: bool, **_: Any) -> None:
    """The last thing that was missing: once that is kept, the case closes."""
    if created and instance.sort == "cause":
        transaction.on_commit(partial(_settle, instance.case_id), robust=True)


def _settle(pk: int) -> None:
    case = Case.objects.select_related("unit", "owner", "customer").filter(pk=pk, state=State.RESPONDED).first()
    if case is not None and case.workflow.verdict and (case.verdict or 0) >= Verdict.PARTLY:
        settle(case)


def _said(kind: str, data: dict[str, Any]) -> Message:
    answer = data.get("answer")
    words = said_of(kind, answer) if answer in list(Verdict) else message("nothing known")
    if kind == Sort.VERDICT:
        return message("The customer’s verdict: {answer}", answer=words)
    return message("Asked again after {day} days: {answer}", day=data.get("day", 0), answer=words)


for kind in Sort:
    sort(kind.value, partial(_said, kind.value))
sort("relapse", lambda data: message("It did not hold: case {number} was opened", number=str(data.get("number", "?"))))
sort("relapsed", lambda data: message("It follows from case {number}", number=str(data.get("number", "?"))))
sort("odd", lambda data: message("Sounds absurd") if data.get("odd") else message("Does not sound absurd any more"))
sort("reproduction", message("Attempts to reproduce it were noted"))
