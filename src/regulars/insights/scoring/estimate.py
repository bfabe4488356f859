"""All scores, each from its method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.insights.scoring.specify import Question
from regulars.insights.value.estimate import buying_models, segments, spending_model
from regulars.language import Message
from regulars.methods import BetaGeoNBD, GammaGamma, Rfm
from regulars.methods.buying.forecast import PurchaseForecast
from regulars.methods.buying.model import BetaGeometric
from regulars.methods.buying.value_forecast import ValueForecast, value_forecast


@dataclass(frozen=True)
class Scores:
    """Arrays in the order of the question's ``customers``. ``refused`` says why a model is missing.

    ``alive`` is NaN where it cannot be told: under BG/NBD of everybody with one transaction.
    """

    segments: Rfm
    model: BetaGeometric | None
    spending: GammaGamma | None
    future: PurchaseForecast | None
    alive: NDArray[np.float64] | None
    refused: Message | None

    @property
    def value(self) -> ValueForecast | None:
        """The forecast in money, where there is one."""
        return self.future if isinstance(self.future, ValueForecast) else None


def estimate(question: Question) -> Scores:
    """Ask every method once. Where no model can be fitted, what can be counted is scored all the same."""
    customers = question.customers
    model, _, refused = buying_models(customers)
    spending, no_spending = spending_model(customers)
    return Scores(
        segments=segments(customers, question.spent),
        model=model,
        spending=spending,
        future=None if model is None else _future(question, model, spending),
        alive=None if model is None else _alive(question, model),
        refused=refused or no_spending,
    )


def _future(question: Question, model: BetaGeometric, spending: GammaGamma | None) -> PurchaseForecast:
    customers, terms = question.customers, question.terms
    if spending is None:
        return model.predict(terms.horizon, customers.frequency, customers.recency, customers.T)
    return value_forecast(
        model,
        spending,
        frequency=customers.frequency,
        recency=customers.recency,
        T=customers.T,
        monetary=customers.monetary,
        horizon=terms.horizon,
        margin=terms.margin,
        discount_rate=terms.weekly_rate,
    )


def _alive(question: Question, model: BetaGeometric) -> NDArray[np.float64]:
    customers = question.customers
    alive = model.probability_alive(customers.frequency, customers.recency, customers.T)
    if isinstance(model, BetaGeoNBD):
        # The formula says 1 whatever the silence since: nobody leaves before a second purchase.
        alive = np.where(customers.frequency == 0, np.nan, alive)
    return np.asarray(alive)
