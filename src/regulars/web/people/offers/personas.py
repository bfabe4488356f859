"""Kinds of customers as they are: how many, how satisfied, worth what, where they buy, how they may be reached."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import ShareInterval, share_interval
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of
from regulars.survey.conditions import ConditionError
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.people.models import Consent, CustomerScore, Purpose, Segment, Way
from regulars.web.people.models.score import told_to
from regulars.web.people.segments.finding import matching, sentence_of
from regulars.web.people.segments.warning import warned

READ = 1000  # customers of a segment that are looked at one by one; more are drawn
LEAST = 30  # for a mean
SEED = 1

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
    part: Estimate | Count | Missing
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
    ratings = _column(rows.filter(told_to(scope), rating_index__isnull=False), "rating_index")
    values = _column(rows.filter(value__isnull=False), "value")
    drawn = _drawn(people)
    return Persona(
        segment=segment,
        words=sentence_of(segment.condition),
        size=size,
        part=Count(size),
        satisfaction=_mean(ratings, scale=(0, 100)),
        rated=len(ratings),
        value=_mean(values, digits=0),
        valued=len(values),
        channels=_channels([key for _, key in drawn], scope, size),
        ways=_ways([pk for pk, _ in drawn], size),
        drawn=len(drawn),
        warned=warned(segment.condition, name=segment.name, count=size),
    )


def _column(rows: Any, name: str) -> Any:
    return np.array(rows.order_by().values_list(name, flat=True), dtype=np.float64)


def _mean(values: Any, *, scale: tuple[float, float] | None = None, digits: int = 1) -> Estimate | Missing:
    """The people of a segment are a draw of all who may ever belong to it: so its mean has an interval."""
    if len(values) < LEAST:
        return Missing(message("too few to judge: {count}", count=len(values)))
    found = mean_of(Sample.of(values), 0.95, scale=scale)
    return Estimate(found.mean, found.low, found.high, digits=digits)


def _drawn(people: Any) -> list[tuple[int, int]]:
    """Everybody, or so many drawn by chance, always the same."""
    rows = list(people.order_by("pk").values_list("pk", "key"))
    return rows if len(rows) <= READ else sorted(random.Random(SEED).sample(rows, READ))  # noqa: S311


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
