"""Gestures of the sample company: the proposals, a budget, and what was given in cases that are over."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.web.cases.advice.actions import set_budget, take_over
from regulars.web.cases.advice.adviser import fits
from regulars.web.cases.advice.content import ready
from regulars.web.cases.advice.limits import within_limits
from regulars.web.cases.advice.models import Choice, Gesture, Stand, month_of
from regulars.web.cases.history import write
from regulars.web.cases.models import Case
from regulars.web.cases.states import State
from regulars.web.company.models import Company

BUDGET = Decimal(6000)


@transaction.atomic
def seed(*, by: Any) -> None:
    """A second time everything is there already."""
    currency = Company.current().currency
    if Gesture.objects.exists() or not all(one.known_in(currency) for one in ready().values()):
        return
    for key in ready():
        take_over(key=key, by=by)
    set_budget(unit=None, since=timezone.localdate(), amount=BUDGET, by=by)
    dice = random.Random(17)  # noqa: S311  a made-up company
    known = list(Gesture.objects.all())
    for case in Case.objects.filter(state=State.CLOSED).select_related("unit", "owner").order_by("pk"):
        fit = [one for one in known if fits(one, case)]
        if case.owner is not None and fit and dice.random() < 0.55:
            _given(case, dice.choice(fit), currency)


def _given(case: Case, gesture: Gesture, currency: str) -> None:
    """As it was, when the case was still open: without letters, and without what was expected then."""
    at = (case.responded or case.closed or timezone.now()) - timedelta(minutes=10)
    data = {"name": dict(gesture.name.words), "amount": str(gesture.cost), "currency": currency}
    alone = case.owner is not None and within_limits(case.owner, case, gesture.cost)
    Choice.objects.create(
        case=case, gesture=gesture, amount=gesture.cost, stand=Stand.GIVEN, empowered=alone, by=case.owner, at=at,
        month=month_of(timezone.localdate(at)), settled=case.closed,
    )  # fmt: skip
    write(case, "gesture-chosen", by=case.owner, at=at, words="", **data)
    write(case, "gesture-given", by=case.owner, at=case.closed, words="", **data)
