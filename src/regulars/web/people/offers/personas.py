"""Kinds of customers as they are: how many, how satisfied, worth what, where they buy, how they may be reached."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, FloatField
from django.db.models.functions import Cast

from regulars.language import Count as Counted
from regulars.language import Estimate, Kind, Message, Missing, message
from regulars.methods import ShareInterval, share_interval
from regulars.methods.intervals import critical
from regulars.survey.conditions import ConditionError
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.people.models import Consent, CustomerScore, Purpose, Segment, Way
from regulars.web.people.models.score import told_to
from regulars.web.people.segments.finding import matching, sentence_of
from regulars.web.people.segments.warning import warned

READ = 1000  # customers of a segment that are looked at one by one; more are drawn
LEAST = 30  # for a mean

CHANNELS = """
    select channel, count(distinct customer) as customers from {table}
    where list_contains($keys, customer) and channel is not null and amount > 0
        and ($units is null or list_contains($units, unit))
    group by channel order by customers desc, channel limit 4
"""


@dataclass(frozen=True)
class Part:
    """A share of those who were looked at, with its name."""

    name: Any
    share: Estimate | Missing


@dataclass(frozen=True)
class Persona:
    """One segment. ``drawn``: how many of ``size`` channels and ways were looked up of; all where it is the same."""

    segment: Segment
    words: Message | None
    size: int
    part: Counted | Missing
    satisfaction: Estimate | Missing
    rated: int
    value: Estimate | Missing
    valued: int
    channels: list[Part]
    ways: list[Part]
    drawn: int
    warned: list[Message]
    problem: Message | None = None


def personas(segments: list[Segment], scope: UnitScope) -> list[Persona]:
    """All of them; the sizes are counts, as the list of customers is complete."""
    return [_persona(one, scope) for one in segments]


def _persona(segment: Segment, scope: UnitScope) -> Persona:
    try:
        people = matching(segment.condition, scope=scope)
        size = people.order_by().count()
    except ConditionError as error:
        nothing = Missing(message("cannot be told"))
        return Persona(segment, None, 0, nothing, nothing, 0, nothing, 0, [], [], 0, [], error.message)
    rows = CustomerScore.objects.filter(customer__in=people.order_by().values("pk"))
    rated, satisfaction = _mean(rows.filter(told_to(scope)), "rating_index", scale=(0, 100))
    valued, value = _mean(rows, "value", digits=0)
    drawn = _drawn(people)
    return Persona(
        segment=segment,
        words=sentence_of(segment.condition),
        size=size,
        part=Counted(size),
        satisfaction=satisfaction,
        rated=rated,
        value=value,
        valued=valued,
        channels=_channels([key for _, key in drawn], scope, size),
        ways=_ways([pk for pk, _ in drawn], size),
        drawn=len(drawn),
        warned=warned(segment.condition, name=segment.name, count=size),
    )


def _mean(
    rows: Any, column: str, *, scale: tuple[float, float] | None = None, digits: int = 1
) -> tuple[int, Estimate | Missing]:
    """The people of a segment are a draw of all who may ever belong to it: so its mean has an interval (Student)."""
    number = Cast(F(column), FloatField())
    sums = rows.order_by().aggregate(n=Count(column), mean=Avg(number), square=Avg(number * number))
    n = int(sums["n"])
    if n < LEAST:
        return n, Missing(message("too few to judge: {count}", count=n))
    spread = math.sqrt(max(sums["square"] - sums["mean"] ** 2, 0) / (n - 1))
    ends = [sums["mean"] + sign * critical(0.95, n - 1) * spread for sign in (-1, 1)]
    low, high = ends if scale is None else (max(ends[0], scale[0]), min(ends[1], scale[1]))
    return n, Estimate(sums["mean"], low, high, digits=digits)


def _drawn(people: Any) -> list[tuple[int, int]]:
    """Everybody, or so many drawn by chance: keys are random, so those with the lowest are a draw, always the same."""
    return list(people.order_by("key").values_list("pk", "key")[:READ])


def _channels(keys: list[int], scope: UnitScope, size: int) -> list[Part]:
    """Of those looked at, the share who bought by each channel."""
    units = scope.insight(purpose="kinds of customers").units
    about = {"keys": keys, "units": None if units is None else sorted(units)}
    rows = facts().ask(facts().purchases_table, CHANNELS, about).to_pylist() if keys else []
    return [Part(row["channel"], _share(int(row["customers"]), len(keys), size)) for row in rows]


def _ways(pks: list[int], size: int) -> list[Part]:
    """Of those looked at, the share who agreed to each way of being written to about offers."""
    found: dict[tuple[int, str], bool] = {}
    for start in range(0, len(pks), 500):
        rows = Consent.objects.filter(customer__in=pks[start : start + 500], purpose=Purpose.MARKETING)
        for pk, channel, given in rows.order_by("at", "pk").values_list("customer_id", "channel", "given"):
            for way in (Way.EMAIL, Way.SMS, Way.PHONE, Way.POST) if channel == Way.ALL else (Way(channel),):
                found[pk, way] = given
    counts = {way: sum(given for (_, one), given in found.items() if one == way) for way in Way if way is not Way.ALL}
    agreed = sorted(((count, way) for way, count in counts.items() if count), reverse=True)
    return [Part(way.said, _share(count, len(pks), size)) for count, way in agreed]


def _share(hits: int, n: int, size: int) -> Estimate | Missing:
    if n < ShareInterval.minimum_n:
        return Missing(message("too few to judge: {count}", count=n))
    if n == size:
        return Estimate(hits / n, kind=Kind.SHARE, digits=0)
    found = share_interval(hits, n)
    return Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0)
