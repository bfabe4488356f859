"""Rules made, changed and switched; what a customer said to a suggestion; that they want none."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.people.models import Customer
from regulars.web.people.offers.errors import OfferError
from regulars.web.people.offers.models import Answer, NoOffers, OfferRule, Suggestion
from regulars.web.people.promises.models import today

LATER = timedelta(days=30)
# What says who is meant and what is counted: changed, the hold-out would compare two different things.
MEANT = ("condition", "topic", "after", "first_day", "last_day", "brings", "days", "held_out")


@transaction.atomic
def save_rule(*, rule: OfferRule, by: User, **fields: Any) -> OfferRule:
    """Store a rule. Raises ``OfferError`` where the name is taken, or what was drawn would not fit it any more."""
    if OfferRule.objects.exclude(pk=rule.pk).filter(name=fields["name"]).exists():
        raise OfferError(message("There is a rule called “{name}” already. Choose another name.", name=fields["name"]))
    before = OfferRule.objects.filter(pk=rule.pk).first() if rule.pk else None
    if before is not None and before.suggestions.exists() and any(getattr(before, one) != fields[one] for one in MEANT):
        raise OfferError(
            message(
                "Customers were drawn for this rule. Whom it means and what counts cannot be changed any more; switch "
                "it off and make another one."
            )
        )
    for name, value in fields.items():
        setattr(rule, name, value)
    if rule.pk is None:
        rule.seed, rule.by = secrets.randbits(62), by
    rule.save()
    record(Event.OFFER_RULE_CHANGED if before else Event.OFFER_RULE_MADE, target=rule, by=by)
    return rule


@transaction.atomic
def switch(*, rule: OfferRule, on: bool, by: User) -> None:
    """Show it from now on, or no more."""
    if OfferRule.objects.filter(pk=rule.pk, on=not on).update(on=on, changed=timezone.now()):
        record(Event.OFFER_RULE_CHANGED, target=rule, by=by, on=on)


@transaction.atomic
def answer(*, suggestion: Suggestion, said: Answer | None, by: User) -> None:
    """What they said; None takes it back. Raises ``OfferError`` for somebody who is left alone."""
    if suggestion.held_out:
        raise OfferError(message("This customer is left alone, so that the effect of the rule can be told."))
    again = today() + LATER if said is Answer.LATER else None
    at = timezone.now() if said else None
    Suggestion.objects.filter(pk=suggestion.pk).update(
        answer=said or "", again=again, answered=at, by=by if said else None
    )
    record(Event.OFFER_ANSWERED, target=suggestion.customer, by=by, answer=str(said or "taken back"))


@transaction.atomic
def refuse(*, customer: Customer, no: bool, by: User) -> None:
    """They want no suggestions; or they do again."""
    if no:
        _, fresh = NoOffers.objects.get_or_create(customer=customer, defaults={"by": by})
    else:
        fresh = bool(NoOffers.objects.filter(customer=customer).delete()[0])
    if fresh:
        record(Event.OFFERS_REFUSED if no else Event.OFFERS_WANTED, target=customer, by=by)
