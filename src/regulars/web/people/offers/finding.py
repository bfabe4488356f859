"""Whom a rule is about, who of them is held out, and what stands on one customer's page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from regulars.facts.person import purchases_of
from regulars.language import Estimate, Kind, Message, Text
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.people import consents
from regulars.web.people.models import Customer
from regulars.web.people.offers.models import Answer, NoOffers, OfferRule, Sequence, Suggestion
from regulars.web.people.promises.models import Expectation, today
from regulars.web.people.segments import matching
from regulars.web.people.segments.warning import sensitive

BATCH = 500
LAST = 50  # purchases of one customer that are looked at
HINTS = 3

BOUGHT = """
    select customer from {table}
    where customer is not null and amount > 0 and (category = $after or ($brings <> '' and category = $brings))
    group by customer
    having max("day") filter (category = $after) between $first and $last
        and ($brings = '' or $brings = $after
            or coalesce(max("day") filter (category = $brings), '1000-01-01')
                < max("day") filter (category = $after))
    order by customer
"""
CATEGORIES = (
    "select category, count(*) as n from {table} where category is not null group by category order by n desc, category"
)


def categories() -> list[str]:
    """What is sold, by its kind, the most frequent first."""
    rows = facts().ask(facts().purchases_table, CATEGORIES + " limit 200", {})
    return [str(one) for one in rows["category"].to_pylist()]


def meant(rule: OfferRule, day: date) -> Iterator[Customer]:
    """Who fits today, without those who want no suggestions; raises ``ConditionError`` for what cannot be read."""
    people = Customer.objects.filter(no_offers=None)
    if rule.topic:
        wants = Expectation.objects.filter(customer=OuterRef("pk"), topic__iexact=rule.topic, until=None)
        people = people.filter(Exists(wants))
    if rule.condition:
        people = matching(rule.condition, within=people)
    if not rule.after:
        yield from _willing(people.order_by("pk").iterator(2000))
        return
    about = {
        "after": rule.after,
        "brings": rule.brings,
        "first": day - timedelta(days=rule.last_day),
        "last": day - timedelta(days=rule.first_day),
    }
    keys = facts().ask(facts().purchases_table, BOUGHT, about)["customer"].to_pylist()
    for start in range(0, len(keys), BATCH):
        yield from _willing(people.filter(key__in=keys[start : start + BATCH]).order_by("pk"))


def held_out(rule: OfferRule, key: int) -> bool:
    """Drawn once and for all: the same customer is always on the same side of a rule."""
    drawn = hashlib.sha256(f"{rule.seed}:{key}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") % 10_000 < rule.held_out * 100


@dataclass(frozen=True)
class Hint:
    """What those who bought the same often bought next."""

    row: Sequence

    @property
    def certainty(self) -> Estimate:
        """The share of them."""
        row = self.row
        return Estimate(row.certainty, row.certainty_low, row.certainty_high, kind=Kind.SHARE, digits=0)

    @property
    def lift(self) -> Estimate:
        """How many times as often as after anything."""
        return Estimate(self.row.lift, self.row.lift_low, self.row.lift_high, digits=1)


@dataclass(frozen=True)
class Shown:
    """One suggestion, with what to think of before it is made."""

    row: Suggestion
    warned: list[Message]

    @property
    def says(self) -> Text:
        """What to suggest."""
        return self.row.rule.says

    @property
    def reason(self) -> Text:
        """Why."""
        return self.row.rule.reason


@dataclass(frozen=True)
class Suggested:
    """The card: ``refused`` where they want none; ``unsold``: why nothing may be offered. ``answered``: lately."""

    refused: NoOffers | None
    unsold: Message | None
    shown: list[Shown]
    answered: list[tuple[Suggestion, Message]]
    hints: list[Hint]


def suggested_to(customer: Customer, scope: UnitScope) -> Suggested:
    """What staff may suggest to one customer today."""
    refused = NoOffers.objects.filter(customer=customer).first()
    unsold = consents.unsold([customer.pk]).get(customer.pk)
    day = today()
    mine = list(customer.suggestions.select_related("rule", "by"))
    answered = [(one, Answer(one.answer).said) for one in mine if one.answer][:5]
    if refused or unsold:
        return Suggested(refused, unsold, [], answered, [])
    shown = [one for one in mine if _due(one, day)]
    covered = {(one.rule.after, one.rule.brings) for one in mine}
    return Suggested(
        None,
        None,
        [Shown(one, warnings_of(one.rule)) for one in shown],
        answered,
        _hints(customer, scope, day, covered),
    )


def warnings_of(rule: OfferRule) -> list[Message]:
    """Words that speak of what nobody should be chosen by."""
    words = [rule.name, rule.topic, rule.after, rule.brings, rule.condition]
    for one in (rule.says, rule.reason):
        words += list(one.words.values())
    return list(sensitive(words))


def _due(one: Suggestion, day: date) -> bool:
    if one.held_out or not one.rule.on or one.until < day:
        return False
    return not one.answer or (one.answer == Answer.LATER and one.again is not None and one.again <= day)


def _hints(customer: Customer, scope: UnitScope, day: date, covered: set[tuple[str, str]]) -> list[Hint]:
    """From the latest purchases; nothing that a rule is about, so that who is held out there is left alone here."""
    if not Sequence.objects.exists():
        return []
    units = scope.insight(purpose="suggestions").units
    rows = purchases_of(facts(), customer.key, units=units, limit=LAST).to_pylist()
    last: dict[str, date] = {}
    for one in rows:
        for category in one["categories"] or ():
            last[category] = max(one["day"], last.get(category, one["day"]))
    found = []
    for row in Sequence.objects.filter(after__in=last):
        fresh = (day - last[row.after]).days <= row.days
        if fresh and last.get(row.then, date.min) <= last[row.after] and (row.after, row.then) not in covered:
            found.append(Hint(row))
    return found[:HINTS]


def _willing(people: Any) -> Iterator[Customer]:
    """Without those to whom nothing may be offered."""
    batch: list[Customer] = []
    for one in people:
        batch.append(one)
        if len(batch) == BATCH:
            yield from _free(batch)
            batch = []
    yield from _free(batch)


def _free(batch: list[Customer]) -> Iterator[Customer]:
    unsold = consents.unsold(one.pk for one in batch)
    yield from (one for one in batch if one.pk not in unsold)
