"""Offering a trial, noting how it was, whether it was bought; and letting offers go again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from regulars.insights.customer.satisfaction import Mood, mood_of
from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.people.models import Customer
from regulars.web.people.promises.models import today
from regulars.web.people.trials.errors import TrialError
from regulars.web.people.trials.models import Bought, State, Trial
from regulars.web.people.trials.models.trial import OPEN, TOLD

_NOT_MADE = {"told_on": None, "rating": None, "note": "", "bought": "", "bought_on": None, "released": None}


def offer(
    *, customer: Customer, what: str, unit: Unit | None, first: date, until: date, owner: User, by: User
) -> Trial:
    """Somebody may try something. Raises ``TrialError`` for days that do not fit, or where they try it already."""
    if until < first:
        raise TrialError(message("It cannot end on {until}, before it begins on {first}.", until=until, first=first))
    day = today()
    if until < day:
        raise TrialError(message("{day} is over. A trial ends today or on a later day.", day=until))
    state = State.RUNNING if first <= day else State.OFFERED
    fields = {"what": what, "unit": unit, "first": first, "until": until, "owner": owner, "by": by, "state": state}
    try:
        with transaction.atomic():
            made = Trial.objects.create(customer=customer, offered=day, **fields)
            record(Event.TRIAL_OFFERED, target=made, by=by, until=str(until))
    except IntegrityError as error:
        raise TrialError(message("This customer is trying “{what}” already.", what=what)) from error
    return made


@transaction.atomic
def tell(*, trial: Trial, good: bool, by: User | None, rating: int | None = None, note: str = "") -> None:
    """How it was, as staff heard it or a survey says; it may be known before the last day. Once."""
    state = State.GOOD if good else State.NOT_GOOD
    fields: dict[str, Any] = {"state": state, "told_on": today(), "rating": rating, "note": note}
    if not Trial.objects.filter(pk=trial.pk, state__in=OPEN, first__lte=today()).update(**fields):
        raise TrialError(message("It has not begun yet, or somebody noted how it was already."))
    record(Event.TRIAL_GOOD if good else Event.TRIAL_NOT_GOOD, target=trial, by=by, by_survey=rating is not None)


def tell_by(trial: Trial, rating: int) -> None:
    """By what the customer answered: satisfied is good; all else is not confirmed as good."""
    tell(trial=trial, good=mood_of(rating) is Mood.SATISFIED, by=None, rating=rating)


@transaction.atomic
def call_off(*, trial: Trial, by: User) -> None:
    """It was not taken up, or broken off."""
    if not Trial.objects.filter(pk=trial.pk, state__in=OPEN).update(state=State.OFF):
        raise TrialError(message("It is over already."))
    record(Event.TRIAL_OFF, target=trial, by=by)


@transaction.atomic
def reopen(*, trial: Trial, by: User) -> None:
    """Its end was noted by mistake."""
    fresh = State.RUNNING if trial.first <= today() else State.OFFERED
    if Trial.objects.filter(customer=trial.customer_id, what=trial.what, state__in=OPEN).exclude(pk=trial.pk).exists():
        raise TrialError(message("This customer is trying “{what}” already.", what=trial.what))
    if Trial.objects.filter(pk=trial.pk).exclude(state__in=OPEN).update(state=fresh, **_NOT_MADE):
        record(Event.TRIAL_REOPENED, target=trial, by=by)


@transaction.atomic
def settle(*, trial: Trial, bought: Bought, by: User | None, on: date | None = None) -> None:
    """They bought it on a day, or will not."""
    day = min(on or today(), today()) if bought is Bought.BOUGHT else None
    if day is not None and day < trial.first:
        raise TrialError(message("The trial began on {day}; it cannot have been bought because of it before.",
                                 day=trial.first))  # fmt: skip
    if not Trial.objects.filter(pk=trial.pk, state__in=TOLD).update(bought=bought, bought_on=day):
        raise TrialError(message("First say how it was; then whether it was bought."))
    record(Event.TRIAL_BOUGHT if day else Event.TRIAL_NOT_BOUGHT, target=trial, by=by)


@transaction.atomic
def release(*, trial: Trial, why: str, by: User) -> None:
    """It was not good, and somebody answers for offering something again all the same."""
    if not why.strip():
        raise TrialError(message("Say why something may be offered again."))
    rows = Trial.objects.filter(pk=trial.pk, state=State.NOT_GOOD, released=None)
    if not rows.update(released=today(), note=why.strip()[:400]):
        raise TrialError(message("This trial holds nothing back."))
    record(Event.TRIAL_RELEASED, target=trial, by=by)
