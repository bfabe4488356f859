"""What a plan needs, what it costs, and what its result will be able to tell."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from regulars.methods import allocate_sample, required_sample
from regulars.methods.intervals import critical
from regulars.survey.definition import SampleKind
from regulars.survey.plans.parts import Channel, Event, Measure, Split, Stratum
from regulars.survey.plans.plan import Plan

CENT = Decimal("0.01")
POWER = 0.8
ROUNDED = 1.001  # answers are whole numbers: a margin of 5.004 is one of 5


@dataclass(frozen=True)
class Cell:
    """A stratum: answers that it shall give, and the margin that these will have."""

    stratum: Stratum
    n: int
    invitations: int
    margin: float
    detectable: float


@dataclass(frozen=True)
class Cost:
    """A channel in one wave: whom it asks, who will answer, what it costs."""

    channel: Channel
    invitations: int
    answers: int
    amount: Decimal


@dataclass(frozen=True)
class Reckoned:
    """Of one wave, but for ``total``, which is that of all waves with what is paid once.

    ``detectable``: the smallest difference between two waves that will show in eight of ten cases. ``enough``: the
    population yields the answers at these response rates; where it does not, ``n`` is what everybody asked will give.
    """

    n: int
    wanted: int
    invitations: int
    response: float
    margin: float
    detectable: float
    cells: tuple[Cell, ...]
    costs: tuple[Cost, ...]
    wave: Decimal
    total: Decimal
    left: Decimal | None
    enough: bool


def reckon(plan: Plan) -> Reckoned:
    """Answers by Cochran's formula with the plan's design effect, split over the strata, asked for by channels.

    Source: [cochran1977] chapters 4 and 5; smallest difference from the normal test of two means, power 0.8.
    """
    response = sum(one.share * one.response for one in plan.channels)
    reach = _reach(plan, response)
    wanted = _wanted(plan, reach)
    most = sum(reach.values())
    cells = _cells(plan, _sizes(plan, min(wanted, most), reach), response)
    n, invitations = sum(cell.n for cell in cells), sum(cell.invitations for cell in cells)
    costs = _costs(plan, invitations)
    wave = sum((cost.amount for cost in costs), Decimal(0))
    count = 1 if isinstance(plan.frequency, Event) else plan.frequency.count
    total = wave * count + plan.fixed
    return Reckoned(
        n=n,
        wanted=wanted,
        invitations=invitations,
        response=response,
        margin=_together(plan, [cell.margin for cell in cells], _margin(plan, _deviation(plan), n, plan.population)),
        detectable=_together(plan, [cell.detectable for cell in cells], _detectable(plan, _deviation(plan), n)),
        cells=cells,
        costs=costs,
        wave=wave,
        total=total,
        left=None if plan.limit is None else plan.limit - total,
        enough=wanted <= most,
    )


def _reach(plan: Plan, response: float) -> dict[str, int]:
    """The answers that each stratum gives when everybody is asked who may be; at least one in all."""
    counts = {one.key: one.count for one in plan.strata}
    found = allocate_sample(max(1, math.floor(plan.population * _part(plan) * response + 1e-9)), counts, least=0)
    return dict(zip(found.strata, found.sizes.tolist(), strict=True))


def _wanted(plan: Plan, reach: Mapping[str, int]) -> int:
    """Cochran's number; where strata are not asked in proportion, as many as the margin takes with that split."""
    n = required_sample(
        plan.margin,
        measure="mean",  # a share and an NPS are means too: of 0 and 1, of -100, 0 and 100
        standard_deviation=_deviation(plan),
        population=plan.population,
        design_effect=plan.design_effect,
        confidence=plan.confidence,
    ).n
    most = sum(reach.values())
    if len(plan.strata) < 2 or plan.kind is SampleKind.CENSUS or n > most:
        return n
    tries = range(1 if plan.split is Split.NEYMAN else n, most)
    return tries.start + bisect_left(tries, True, key=lambda size: _exact_enough(plan, size, reach))


def _exact_enough(plan: Plan, n: int, reach: Mapping[str, int]) -> bool:
    margins = [
        _margin(plan, _own_deviation(plan, one), size, one.count)
        for one, size in zip(plan.strata, _sizes(plan, n, reach).values(), strict=True)
    ]
    return _together(plan, margins, _margin(plan, _deviation(plan), n, plan.population)) <= plan.margin * ROUNDED


def _sizes(plan: Plan, n: int, reach: Mapping[str, int]) -> dict[str, int]:
    """Answers of each stratum: none more than it can give, each ``least`` where it can."""
    if plan.kind is SampleKind.CENSUS:
        return dict(reach)
    able = {key: many for key, many in reach.items() if many}
    wished = min(max(n, sum(min(plan.least, many) for many in able.values())), sum(able.values()))
    if plan.split is Split.EQUAL:
        found = allocate_sample(wished, able, method="equal", least=plan.least)
    else:
        # What limits a stratum is the answers that it gives; what draws answers to it is how many people it has.
        pull = {
            one.key: one.count / able[one.key] * (_own_deviation(plan, one) if plan.split is Split.NEYMAN else 1.0)
            for one in plan.strata
            if one.key in able
        }
        found = allocate_sample(wished, able, method="neyman", standard_deviations=pull, least=plan.least)
    return {**dict.fromkeys(reach, 0), **dict(zip(found.strata, found.sizes.tolist(), strict=True))}


def _cells(plan: Plan, sizes: Mapping[str, int], response: float) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            one,
            n := sizes[one.key],
            one.count
            if plan.kind is SampleKind.CENSUS
            else min(max(n, math.floor(one.count * _part(plan) + 1e-9)), _up(n / response)),
            _margin(plan, _own_deviation(plan, one), n, one.count),
            _detectable(plan, _own_deviation(plan, one), n),
        )
        for one in plan.strata
    )


def _part(plan: Plan) -> float:
    """Of the population, whom the plan asks at most."""
    return plan.frequency.rate if isinstance(plan.frequency, Event) else 1.0


def _costs(plan: Plan, invitations: int) -> tuple[Cost, ...]:
    # So many that none is full: only the proportion counts.
    shares = {one.key: max(1, round(one.share * 1e12)) for one in plan.channels}
    asked = allocate_sample(invitations, shares, least=0)
    people = dict(zip(asked.strata, asked.sizes.tolist(), strict=True))
    return tuple(
        Cost(
            one,
            people[one.key],
            round(people[one.key] * one.response),
            (one.cost * people[one.key] + one.setup).quantize(CENT),
        )
        for one in plan.channels
    )


def _deviation(plan: Plan) -> float:
    """Of one answer in the whole population: the mean within the strata where they differ."""
    own = [(one.count, _own_deviation(plan, one)) for one in plan.strata]
    return math.sqrt(sum(count * value**2 for count, value in own) / sum(count for count, _ in own))


def _own_deviation(plan: Plan, one: Stratum) -> float:
    return one.deviation or plan.deviation or _worst(plan.measure)


def _worst(measure: Measure) -> float:
    """Half say yes, half no: no answers can differ more."""
    return 0.5 if measure is Measure.SHARE else 100.0


def _together(plan: Plan, parts: Sequence[float], simple: float) -> float:
    """Of the whole from those strata that give answers [cochran1977, 5.3]."""
    told = [(one.count, part) for one, part in zip(plan.strata, parts, strict=True) if not math.isinf(part)]
    if len(plan.strata) < 2 or not told:
        return simple
    people = sum(count for count, _ in told)
    return math.hypot(*(count / people * part for count, part in told))


def _margin(plan: Plan, deviation: float, n: int, population: int) -> float:
    if n < 1:
        return math.inf
    left = max(0.0, (population - n) / (population - 1)) if population > 1 else 0.0
    return critical(plan.confidence) * deviation * math.sqrt(plan.design_effect / n * left)


def _detectable(plan: Plan, deviation: float, n: int) -> float:
    if n < 1:
        return math.inf
    # The quantile that eight of ten lie below is the two-sided critical value of 60 %.
    reach = critical(plan.confidence) + critical(2 * POWER - 1)
    return reach * deviation * math.sqrt(2 * plan.design_effect / n)


def _up(value: float) -> int:
    return math.ceil(value - 1e-9)
