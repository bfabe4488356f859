"""What the facts hold of one customer, within the scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from regulars.facts.person import answers_of, purchases_of
from regulars.facts.scores import scores_table
from regulars.insights.customer.satisfaction import Satisfaction, rating_in
from regulars.insights.scope import Scope, identified
from regulars.insights.scoring import Untold
from regulars.survey import Survey

if TYPE_CHECKING:
    from regulars.facts import Facts

LATEST_RATINGS = 20  # answers looked at for the last two ratings; those without one are rare

STANDING = """
    select * from {table} where customer = $customer and "day" = (select max("day") from {table})
"""


@dataclass(frozen=True)
class Standing:
    """The scores of one customer as of a day; None where something cannot be told."""

    day: date
    first_day: date | None
    last_day: date | None
    recency_days: int | None
    purchases: int | None
    net: Decimal | None
    currency: str | None
    scores: tuple[int, int, int] | None  # recency, frequency, monetary
    segment: str | None
    horizon_weeks: int | None
    margin: float | None
    discount_rate: float | None
    expected_purchases: float | None
    purchases_low: float | None
    purchases_high: float | None
    chance_of_none: float | None
    value: float | None
    predicted_low: float | None
    predicted_high: float | None
    alive: float | None
    untold: Untold | None
    buying_model: str | None
    spending_model: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Standing:
        """From a row of ``customer_scores``."""
        scores = (row["recency_score"], row["frequency_score"], row["monetary_score"])
        same = {name: row[name] for name in cls.__dataclass_fields__ if name in row}
        reason = row["alive_reason"]
        return cls(**same, scores=None if None in scores else scores, untold=Untold(reason) if reason else None)


@dataclass(frozen=True)
class Question:
    """``purchases`` and ``answers`` are the latest, ``total`` counts all there are."""

    key: int
    purchases: list[dict[str, Any]]
    answers: list[tuple[Survey, dict[str, Any]]]
    total: int
    satisfaction: Satisfaction | None
    standing: Standing | None


def specify(facts: Facts, key: int, scope: Scope, *, limit: int) -> Question:
    """Read everything once."""
    purchases = purchases_of(facts, key, units=scope.units, limit=limit).to_pylist()
    total = purchases[0]["_total"] if purchases else 0
    answers: list[tuple[Survey, dict[str, Any]]] = []
    for survey in identified(facts):
        rows = answers_of(facts, survey.name, key, units=scope.units, limit=max(limit, LATEST_RATINGS)).to_pylist()
        total += rows[0]["_total"] if rows else 0
        answers += [(survey, row) for row in rows]
    answers.sort(key=lambda one: moment(one[1]), reverse=True)
    scored = facts.ask(scores_table(facts), STANDING, {"customer": key}).to_pylist()
    return Question(
        key=key,
        purchases=purchases,
        answers=answers,
        total=total,
        satisfaction=_satisfaction(answers),
        standing=Standing.of(scored[0]) if scored else None,
    )


def moment(row: Mapping[str, Any]) -> str:
    """To put happenings in order: the instant where it is known, else the day."""
    return str(row["at"] or row["day"] or "")


def _satisfaction(answers: list[tuple[Survey, dict[str, Any]]]) -> Satisfaction | None:
    ratings = [rating for survey, row in answers if (rating := rating_in(survey, row)) is not None]
    return Satisfaction(ratings[0], ratings[1] if len(ratings) > 1 else None) if ratings else None
