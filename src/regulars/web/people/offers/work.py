"""Every night: who fits which rule, and what is bought next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.insights.following import what_follows
from regulars.insights.scope import Scope
from regulars.language import message
from regulars.survey.conditions import ConditionError
from regulars.web.facts import facts
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.people.models import Customer
from regulars.web.people.offers.finding import held_out, meant
from regulars.web.people.offers.models import OfferRule, Sequence, Suggestion
from regulars.web.people.promises.models import today
from regulars.web.people.segments.warning import sensitive

ROWS = 2000


@work("offers.find", message("Finding what customers may want next"))
def find(progress: Progress) -> dict[str, Any]:
    """Draw who newly fits a rule; learn what follows what."""
    counts = {"suggestions": 0, "unreadable": 0}
    for rule in OfferRule.objects.filter(on=True):
        try:
            counts["suggestions"] += draw(rule, today())
        except ConditionError:
            counts["unreadable"] += 1
    return {**counts, "sequences": learn()}


def draw(rule: OfferRule, day: date) -> int:
    """Those who fit and were not drawn before, on the side that their draw says."""
    known = set(rule.suggestions.values_list("customer_id", flat=True))
    count, until = 0, day + timedelta(days=rule.days)
    batch: list[Suggestion] = []
    for one in meant(rule, day):
        if one.pk not in known:
            side = held_out(rule, one.key)
            batch.append(Suggestion(rule=rule, customer=one, held_out=side, since=day, until=until))
        if len(batch) == ROWS:
            count += _stored(batch)
            batch = []
    return count + _stored(batch)


def learn() -> int:
    """What follows what, as of now; what speaks of what is nobody's business is left out."""
    followed = what_follows(facts(), scope=Scope.whole(purpose="suggestions"))
    found = followed.found
    rows = [] if found is None else list(_rows(found))
    with transaction.atomic():
        Sequence.objects.all().delete()
        Sequence.objects.bulk_create(rows)
    return len(rows)


def _rows(found: Any) -> Iterable[Sequence]:
    now = timezone.now()
    for at, (after, then) in enumerate(zip(found.if_bought, found.then_bought, strict=True)):
        if not list(sensitive([after, then])):
            yield Sequence(
                after=after,
                then=then,
                days=found.days_after,
                n=int(found.followers[at]),
                found=now,
                **{
                    name: float(getattr(found, name)[at])
                    for name in (
                        "support", "certainty", "certainty_low", "certainty_high", "lift", "lift_low", "lift_high",
                    )
                },
            )  # fmt: skip


@transaction.atomic
def _stored(batch: list[Suggestion]) -> int:
    # Somebody may be erased meanwhile.
    there = set(Customer.objects.filter(pk__in=[one.customer_id for one in batch]).values_list("pk", flat=True))
    rows = [one for one in batch if one.customer_id in there]
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


daily("offers.find", at="03:25")
