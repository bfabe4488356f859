"""What is true of the sample company: exactly where it can be, else by a large draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from regulars.simulate.answering import OVERALL, PROBLEMS, RECOMMEND, AnswerModel
from regulars.simulate.buying import Floats, Guests, Ints
from regulars.simulate.fieldwork import Frame
from regulars.simulate.parameters import UNIT_SHARES, Buying, Spend
from regulars.simulate.streams import stream

DRAWS = 200_000


@dataclass(frozen=True)
class Scores:
    """What a survey of everybody would find. Shares 0 to 1, NPS −100 to 100, all others 0 to 100.

    ``problems``: how many a hundred guests have.
    """

    nps_points: float
    promoters: float
    detractors: float
    csat_share: float
    overall: float
    again: float
    problems: float
    index: float
    attributes: Mapping[str, float]


@dataclass(frozen=True)
class Totals:
    """What stands in the purchases; no estimate. The same fields as the totals of the facts.

    ``positive_*`` and ``return_*`` are of known customers; ``buyers`` have at least one customer-day.
    """

    lines: int
    customers: int
    positive_customers: int
    buyers: int
    customer_days: int
    positive_lines: int
    positive_amount: Decimal
    return_lines: int
    return_amount: Decimal
    zero_lines: int
    net: Decimal
    anonymous_lines: int
    anonymous_amount: Decimal
    currency: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Truth:
    """All that the methods are asked to find again.

    ``scores``: all guests who could be asked, each wave counted alike; ``answering``: those who would answer
    (the same as long as answering has nothing to do with contentment). ``importance``: Johnson's relative
    weights of the attributes for overall satisfaction, sum 1, on the ratings as given; ``explained``: their R².
    These two come from a large draw and are good to about 0.002.
    """

    seed: int
    buying: Buying
    spend: Spend
    scores: Scores
    answering: Scores
    waves: Mapping[str, Scores]
    units: Mapping[str, Scores]
    importance: Mapping[str, float]
    explained: float
    response_rate: float
    alive: int
    totals: Totals

    @property
    def importance_order(self) -> tuple[str, ...]:
        """Attributes, the most important first."""
        return tuple(sorted(self.importance, key=lambda key: -self.importance[key]))

    @property
    def weakest(self) -> str:
        """The attribute with the lowest mean."""
        return min(self.scores.attributes, key=lambda key: self.scores.attributes[key])

    @property
    def noise(self) -> tuple[str, ...]:
        """Attributes on which nothing depends."""
        return tuple(key for key, share in self.importance.items() if share == 0)


@dataclass(frozen=True)
class Expectation:
    """Each guest of the frame with the exact mean of every score, given hotel and trait."""

    attributes: tuple[Floats, ...]  # 0 to 100
    overall: Floats
    again: Floats
    problems: Floats  # a guest
    satisfied: Floats  # probability of 4 or 5
    promoter: Floats
    detractor: Floats

    @classmethod
    def of(cls, model: AnswerModel, trait: Floats, unit: Ints) -> Expectation:
        """From the distribution of what is felt; no draw."""
        many = len(model.attributes)
        better = {item: model.at_least(item, trait, unit) for item in range(len(model.items))}
        overall, recommend = better[model.items.index(OVERALL)], better[model.items.index(RECOMMEND)]
        return cls(
            attributes=tuple(100 * better[item].mean(axis=1) for item in range(many)),
            overall=100 * overall.mean(axis=1),
            again=100 * better[many + 2].mean(axis=1),
            problems=better[model.items.index(PROBLEMS)].sum(axis=1),
            satisfied=overall[:, 2],
            promoter=recommend[:, 8],
            detractor=1 - recommend[:, 6],
        )

    def scores(self, weight: Floats, importance: Mapping[str, float]) -> Scores:
        """Mean over guests, each with a weight."""
        attributes = {key: mean(self.attributes[place], weight) for place, key in enumerate(importance)}
        promoters, detractors = mean(self.promoter, weight), mean(self.detractor, weight)
        return Scores(
            nps_points=100 * (promoters - detractors),
            promoters=promoters,
            detractors=detractors,
            csat_share=mean(self.satisfied, weight),
            overall=mean(self.overall, weight),
            again=mean(self.again, weight),
            problems=100 * mean(self.problems, weight),
            index=sum(importance[key] * attributes[key] for key in importance),
            attributes=attributes,
        )


def mean(values: Floats, weight: Floats) -> float:
    """Weighted mean; NaN where there is nobody."""
    total = weight.sum()
    return float((values * weight).sum() / total) if total else float("nan")


@dataclass(frozen=True)
class SurveyTruth:
    """The part of the truth that answers can show."""

    scores: Scores
    answering: Scores
    waves: Mapping[str, Scores]
    units: Mapping[str, Scores]
    importance: Mapping[str, float]
    explained: float
    response_rate: float


def survey_truth(
    guests: Guests, people: Frame, answer_chance: Floats, model: AnswerModel, waves: tuple[str, ...]
) -> SurveyTruth:
    """Exact means over all who could be asked; importance by a large draw."""
    trait = guests.trait[people.guest]
    importance, explained = true_importance(model)
    expected = Expectation.of(model, trait, people.unit)
    weight = people.chance

    def within(rows: NDArray[np.bool_]) -> Scores:
        return expected.scores(weight * rows, importance)

    return SurveyTruth(
        scores=expected.scores(weight, importance),
        answering=expected.scores(weight * answer_chance, importance),
        waves={label: within(people.wave == number) for number, label in enumerate(waves)},
        units={unit: within(people.unit == number) for number, unit in enumerate(UNIT_SHARES)},
        importance=importance,
        explained=explained,
        response_rate=mean(answer_chance, weight),
    )


def true_importance(model: AnswerModel) -> tuple[dict[str, float], float]:
    """Johnson's relative weights and their R², from ``DRAWS`` answers without gaps; the same for every seed."""
    chance = stream(0, "importance")
    trait = model.parameters.guests_trait + chance.standard_normal(DRAWS)
    unit = chance.choice(len(UNIT_SHARES), DRAWS, p=list(UNIT_SHARES.values()))
    ratings = model.ratings(model.felt(chance, trait, unit)).astype(float)
    many = len(model.attributes)
    correlation = np.corrcoef(ratings[:, : many + 1], rowvar=False)
    # An attribute without effect and without halo is independent of all others; its sampled correlation is not 0.
    linked = np.flatnonzero((model.effects != 0) | (model.halo != 0))
    weights = np.zeros(many)
    weights[linked] = relative_weights(correlation[np.ix_(linked, linked)], correlation[linked, many])
    explained = float(weights.sum())
    return dict(zip(model.attributes, map(float, weights / explained), strict=True)), explained


def relative_weights(among: Floats, with_overall: Floats) -> Floats:
    """Johnson's relative weights of correlated predictors; they sum to R². Source: [johnson2000]."""
    values, vectors = np.linalg.eigh(among)
    half = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    return np.asarray(half**2 @ np.linalg.solve(half, with_overall) ** 2)
