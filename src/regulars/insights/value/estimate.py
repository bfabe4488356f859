"""All numbers of the report, each from its method, and the check of the forecast on time held out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.insights.value.specify import DAYS, Histories, Question
from regulars.language import Message, RegularsError
from regulars.methods import (
    BetaGeoNBD,
    Concentration,
    GammaGamma,
    LifetimeValue,
    ModifiedBetaGeoNBD,
    Rfm,
    TotalPurchases,
    concentration,
    lifetime_value,
    rfm,
    share_interval,
)
from regulars.methods.buying.histories import histories
from regulars.methods.buying.hold_out import HeldTotal, held_total
from regulars.methods.buying.model import BetaGeometric
from regulars.methods.errors import MethodError

Starts: TypeAlias = Mapping[type[BetaGeometric], Any]


@dataclass(frozen=True)
class Estimates:
    """What was found. ``refused`` says why there is no forecast, or none in money.

    ``known_then`` are the customers whose forecast was held out: those of the first two thirds of the time.
    """

    repeat: tuple[float, float, float]
    between_days: float | None
    spread: Concentration | None
    segments: Rfm
    model: BetaGeometric | None
    rival: BetaGeometric | None
    spending: GammaGamma | None
    purchases: TotalPurchases | None
    future: LifetimeValue | None
    holdout: HeldTotal | None
    known_then: int
    refused: Message | None


def estimate(question: Question) -> Estimates:
    """Ask every method once."""
    customers = question.customers
    model, rival, refused = buying_models(customers)
    spending, no_spending = spending_model(customers)
    came_back = customers.frequency > 0
    return Estimates(
        repeat=_share(int(came_back.sum()), len(customers)),
        between_days=_between(customers),
        spread=_spread(question),
        segments=segments(customers, question.spent_by_customers),
        model=model,
        rival=rival,
        spending=spending,
        purchases=None if model is None else _purchases(question, model),
        future=None if model is None or spending is None else future_of(question, model, spending),
        holdout=None if model is None else _holdout(question, type(model)),
        known_then=0 if question.earlier is None else len(question.earlier),
        refused=refused or no_spending,
    )


def buying_models(
    customers: Histories, starts: Starts | None = None
) -> tuple[BetaGeometric | None, BetaGeometric | None, Message | None]:
    """Both models, the likelier first; or the reason why there is none. ``starts``: earlier fits to begin from."""
    try:
        return *fit_buying(customers, starts), None
    except MethodError as error:
        return None, None, error.message


def spending_model(customers: Histories, start: GammaGamma | None = None) -> tuple[GammaGamma | None, Message | None]:
    """The model of spending; or the reason why there is none. Counts can be forecast without money."""
    try:
        model = GammaGamma().fit(customers.frequency, customers.monetary, start=start)
        model.expected_value(customers.frequency, customers.monetary)
    except MethodError as error:
        return None, error.message
    return model, None


def fit_buying(customers: Histories, starts: Starts | None = None) -> tuple[BetaGeometric, BetaGeometric]:
    """The model under which the histories are likelier, and the other one."""
    known = starts or {}
    fitted: list[BetaGeometric] = [
        kind().fit_rows(customers.alike.rows, start=known.get(kind)) for kind in (BetaGeoNBD, ModifiedBetaGeoNBD)
    ]
    first, second = sorted(fitted, key=lambda model: -model.log_likelihood)
    return first, second


def _purchases(question: Question, model: BetaGeometric) -> TotalPurchases:
    customers = question.customers
    return model.total_expected_purchases(question.terms.horizon, customers.frequency, customers.recency, customers.T)


def future_of(question: Question, model: BetaGeometric, spending: GammaGamma) -> LifetimeValue:
    """What the customers of today will still bring, each and all."""
    customers, terms = question.customers, question.terms
    return lifetime_value(
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


def _holdout(question: Question, kind: type[BetaGeometric]) -> HeldTotal | None:
    """Fit on the first two thirds, forecast the last. None where the split leaves nothing to fit."""
    earlier, later, weeks = question.earlier, question.customers, question.held_out
    if earlier is None or not len(earlier) or not earlier.frequency.any() or weeks < 1:
        return None
    try:
        rows = histories(earlier.frequency, earlier.recency, earlier.T)
        model = kind().fit(rows.frequency, rows.recency, rows.T, rows.counts)
        place = np.searchsorted(later.customer, earlier.customer)
        actual = int((later.frequency[place] - earlier.frequency).sum())
        return held_total(model, rows, weeks, actual)
    except RegularsError:
        return None


def _spread(question: Question) -> Concentration | None:
    try:
        return concentration(question.spent, negative="exclude")
    except MethodError:
        return None


def segments(customers: Histories, spent: NDArray[np.float64]) -> Rfm:
    """Scores and segments by silence, transactions and net amount."""
    silent = np.rint((customers.T - customers.recency) * DAYS)  # whole days: equal ones are to have equal scores
    return rfm(silent, customers.frequency + 1, spent)


def _share(count: int, n: int) -> tuple[float, float, float]:
    found = share_interval(count, n)
    return found.share, found.low, found.high


def _between(customers: Histories) -> float | None:
    """Median days between purchases of those who came back."""
    some = customers.frequency > 0
    if not some.any():
        return None
    return float(np.median(customers.recency[some] / customers.frequency[some]) * DAYS)
