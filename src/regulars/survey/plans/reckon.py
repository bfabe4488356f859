"""What a plan needs, what it costs, and what its result will be able to tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from regulars.methods import allocate_sample, required_sample
from regulars.methods.intervals import critical
from regulars.survey.definition import SampleKind
from regulars.survey.plans.plan import Channel, Event, Measure, Plan, Split, Stratum

CENT = Decimal("0.01")
POWER = 0.8


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
    wanted = _wanted(plan)
    most = math.floor(plan.population * response + 1e-9)
    n = min(wanted, max(1, most))
    cells = _cells(plan, n, response)
    n = sum(cell.n for cell in cells)
    invitations = plan.population if plan.kind is SampleKind.CENSUS else min(plan.population, _up(n / response))
    costs = _costs(plan, invitations)
    wave = sum((cost.amount for cost in costs), Decimal(0))
    count = 1 if isinstance(plan.frequency, Event) else plan.frequency.count
    total = wave * count + plan.fixed
    return Reckoned(
        n=n,
        wanted=wanted,
        invitations=invitations,
        response=response,
        margin=_margin(plan, _deviation(plan), n, plan.population),
        detectable=_detectable(plan, _deviation(plan), n),
        cells=cells,
        costs=costs,
        wave=wave,
        total=total,
        left=None if plan.limit is None else plan.limit - total,
        enough=wanted <= most,
    )


def _wanted(plan: Plan) -> int:
    return required_sample(
        plan.margin,
        measure="mean",  # a share and an NPS are means too: of 0 and 1, of -100, 0 and 100
        standard_deviation=_deviation(plan),
        population=plan.population,
        design_effect=plan.design_effect,
        confidence=plan.confidence,
    ).n


def _cells(plan: Plan, n: int, response: float) -> tuple[Cell, ...]:
    counts = {one.key: one.count for one in plan.strata}
    if plan.kind is SampleKind.CENSUS:
        sizes = {key: math.floor(count * response + 1e-9) for key, count in counts.items()}
    else:
        given = {one.key: one.deviation or _worst(plan.measure) for one in plan.strata}
        deviations = given if plan.split is Split.NEYMAN else None
        least = min(plan.least, *(max(1, math.floor(count * response)) for count in counts.values()))
        wished = max(n, least * len(counts))
        found = allocate_sample(wished, counts, method=plan.split.value, standard_deviations=deviations, least=least)
        sizes = dict(zip(found.strata, found.sizes.tolist(), strict=True))
    return tuple(
        Cell(
            one,
            sizes[one.key],
            min(one.count, _up(sizes[one.key] / response)),
            _margin(plan, one.deviation or _worst(plan.measure), sizes[one.key], one.count),
            _detectable(plan, one.deviation or _worst(plan.measure), sizes[one.key]),
        )
        for one in plan.strata
    )


def _costs(plan: Plan, invitations: int) -> tuple[Cost, ...]:
    # So many that none is full: only the proportion counts.
    asked = allocate_sample(invitations, {one.key: one.share * 1e12 for one in plan.channels}, least=0)
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
    own = [(one.count, one.deviation or plan.deviation or _worst(plan.measure)) for one in plan.strata]
    return math.sqrt(sum(count * value**2 for count, value in own) / sum(count for count, _ in own))


def _worst(measure: Measure) -> float:
    """Half say yes, half no: no answers can differ more."""
    return 0.5 if measure is Measure.SHARE else 100.0


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
