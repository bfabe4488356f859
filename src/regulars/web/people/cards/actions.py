"""Noting who arrives, and how it went."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.people.cards.errors import ArrivalError
from regulars.web.people.cards.models import Arrival, Outcome
from regulars.web.people.models import Customer


def arrive(*, customer: Customer, unit: Unit, on: date, by: User, **fields: Any) -> Arrival:
    """Somebody is expected. Raises ``ArrivalError`` where they are already."""
    try:
        with transaction.atomic():
            made = Arrival.objects.create(customer=customer, unit=unit, on=on, added_by=by, **fields)
            record(Event.ARRIVAL_NOTED, target=made, by=by, day=str(on))
    except IntegrityError:
        raise ArrivalError(
            message("{name} is on the list of {day} already.", name=customer.shown_name, day=on)
        ) from None
    return made


def remove(*, arrival: Arrival, by: User) -> None:
    """They do not come. What was told of a stay is not taken out."""
    with transaction.atomic():
        if not Arrival.objects.filter(pk=arrival.pk, outcome="").exists():
            raise ArrivalError(message("How it went is noted already, so this arrival stays."))
        record(Event.ARRIVAL_REMOVED, target=arrival, by=by, day=str(arrival.on))
        arrival.delete()


def tell(*, arrival: Arrival, outcome: Outcome, style: str, by: User, words: str = "") -> None:
    """What became of the recommendation; a later word takes the place of an earlier one."""
    with transaction.atomic():
        told = {"outcome": outcome, "outcome_words": " ".join(words.split())[:400], "style": style}
        Arrival.objects.filter(pk=arrival.pk).update(**told, told_by=by, told_at=timezone.now())
        record(Event.CARD_OUTCOME, target=arrival, by=by, outcome=str(outcome), style=style)
