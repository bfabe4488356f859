"""Giving a promise, and settling it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.people.models import Customer
from regulars.web.people.promises.errors import PromiseError
from regulars.web.people.promises.models import Outcome, Promise, today

_SETTLED = {
    Outcome.KEPT: Event.PROMISE_KEPT,
    Outcome.BROKEN: Event.PROMISE_BROKEN,
    Outcome.WITHDRAWN: Event.PROMISE_WITHDRAWN,
}


def promise(*, customer: Customer, what: str, due: date, owner: User, by: User) -> Promise:
    """Somebody gave their word. Raises ``PromiseError`` for a day that is over."""
    if due < today():
        raise PromiseError(message("{day} is over. A promise is for today or a later day.", day=due))
    with transaction.atomic():
        made = Promise.objects.create(customer=customer, what=what, made_on=today(), due=due, owner=owner, by=by)
        record(Event.PROMISE_GIVEN, target=made, by=by, due=str(due))
    return made


def settle(*, promise: Promise, outcome: Outcome, by: User, on: date | None = None, note: str = "") -> None:
    """It was kept on a day, will not be kept, or is no longer wanted. Once. Raises ``PromiseError``."""
    day = min(on or today(), today())
    if day < promise.made_on:
        raise PromiseError(message("It was given on {day}; it cannot have been kept before.", day=promise.made_on))
    with transaction.atomic():
        fields = {"outcome": outcome, "settled_on": day, "note": note}
        if not Promise.objects.filter(pk=promise.pk, outcome=Outcome.OPEN).update(**fields):
            raise PromiseError(message("Somebody settled this promise already."))
        record(_SETTLED[outcome], target=promise, by=by, late=outcome == Outcome.KEPT and day > promise.due)


def reopen(*, promise: Promise, by: User) -> None:
    """It was settled by mistake."""
    with transaction.atomic():
        settled = Promise.objects.filter(pk=promise.pk).exclude(outcome=Outcome.OPEN)
        if settled.update(outcome=Outcome.OPEN, settled_on=None, note=""):
            record(Event.PROMISE_REOPENED, target=promise, by=by)
