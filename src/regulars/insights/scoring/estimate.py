"""All scores, each from its method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.insights.scoring.specify import Question
from regulars.insights.scoring.starting import Starts
from regulars.insights.value.estimate import buying_models, segments, spending_model
from regulars.insights.value.specify import DAYS
from regulars.language import Message, message
from regulars.methods import BetaGeoNBD, GammaGamma, Rfm, Tiers, tiers
from regulars.methods.buying.forecast import PurchaseForecast
from regulars.methods.buying.model import BetaGeometric
from regulars.methods.buying.value_forecast import ValueForecast, value_of_alike
from regulars.methods.errors import MethodError
from regulars.methods.loyalty.stage_rules import stage_by


@dataclass(frozen=True)
class Scores:
    """Arrays in the order of the question's ``customers``. ``refused`` says why a model is missing.

    ``alive`` is NaN where it cannot be told: under BG/NBD of everybody with one transaction. ``tiers`` go by what is
    expected, or by what was brought in where no value is; ``stage`` is the stage by the purchases alone, ``active``
    whether the last one is recent enough to still stand there.
    """

    segments: Rfm
    model: BetaGeometric | None
    rival: BetaGeometric | None
    spending: GammaGamma | None
    future: PurchaseForecast | None
    alive: NDArray[np.float64] | None
    refused: Message | None
    tiers: Tiers | None
    stage: NDArray[np.int64]
    active: NDArray[np.bool_]

    @property
    def value(self) -> ValueForecast | None:
        """The forecast in money, where there is one."""
        return self.future if isinstance(self.future, ValueForecast) else None


def estimate(question: Question, starts: Starts, told: Callable[[Message], None]) -> Scores:
    """Ask every method once. Where no model can be fitted, what can be counted is scored all the same."""
    customers = question.customers
    told(message("Fitting the models of purchases and amounts"))
    model, rival, refused = buying_models(customers, starts.buying())
    spending, no_spending = spending_model(customers, starts.spending())
    told(message("Forecasting each customer"))
    future = None if model is None else _future(question, model, spending)
    rules = question.grades.stages
    return Scores(
        segments=segments(customers, question.spent),
        model=model,
        rival=rival,
        spending=spending,
        future=future,
        alive=None if model is None else _alive(question, model),
        refused=refused or no_spending,
        tiers=_tiers(question, future),
        stage=stage_by(rules, customers.frequency.astype(np.int64) + 1),
        active=np.asarray(np.rint((customers.T - customers.recency) * DAYS) <= rules.inactive_after),
    )


def _tiers(question: Question, future: PurchaseForecast | None) -> Tiers | None:
    """By expected value, each with its predictive range; by what was spent so far where there is none."""
    parts, cuts = question.grades.parts, question.grades.cuts
    try:
        if isinstance(future, ValueForecast):
            # A range of few purchases may lie wholly to one side of the mean that it belongs to.
            low, high = np.minimum(future.value_low, future.value), np.maximum(future.value_high, future.value)
            return tiers(future.value, low=low, high=high, parts=parts, cuts=cuts)
        return tiers(question.spent, parts=parts, cuts=cuts)
    except MethodError:
        return None


def _future(question: Question, model: BetaGeometric, spending: GammaGamma | None) -> PurchaseForecast:
    customers, terms = question.customers, question.terms
    if spending is None:
        return model.predict(terms.horizon, customers.frequency, customers.recency, customers.T)
    return value_of_alike(
        model,
        spending,
        customers.alike,
        customers.monetary,
        horizon=terms.horizon,
        margin=terms.margin,
        discount_rate=terms.weekly_rate,
    )


def _alive(question: Question, model: BetaGeometric) -> NDArray[np.float64]:
    customers = question.customers
    rows = customers.alike.rows
    alive = model.alive(rows.frequency, rows.recency, rows.T)[customers.alike.place]
    if isinstance(model, BetaGeoNBD):
        # The formula says 1 whatever the silence since: nobody leaves before a second purchase.
        alive = np.where(customers.frequency == 0, np.nan, alive)
    return np.asarray(alive)
