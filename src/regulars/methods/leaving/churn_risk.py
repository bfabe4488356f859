"""Who will leave within a stated time, and whether the risks given are right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, as_array, codes_of, same_length, text_of
from regulars.methods.columns import groups as group_codes
from regulars.methods.days import day_of, days
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.leaving.checked import Groups, Held, auc, by_risk, held_against
from regulars.methods.leaving.factors import (
    Design,
    Factor,
    factors_of,
    order_of,
    said_of_columns,
    terms_of,
    together,
    unscaled,
)
from regulars.methods.leaving.happened import happened
from regulars.methods.leaving.held_out import Rows, check_sides, split
from regulars.methods.leaving.logit import Logit, chance, logit
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import above_zero, finite, whole

FEW = 100  # who left, and who stayed, among those to check with: fewer cannot tell a calibrated model from another
EACH_TERM = 10  # leavers to learn from, for each term: fewer give risks that are too extreme


@dataclass(frozen=True, kw_only=True)
class ChurnRisk(Result):
    """Risks of leaving within ``horizon``, shares 0 to 1, and how they did on customers held out.

    ``verdict`` is one of "calibrated", "too high", "too low", "too extreme", "too flat", "cannot tell". ``group_*`` are
    customers held out, in groups of rising risk; ``risk`` has one entry for each row given (NaN where a column has no
    value), from the model that was checked. ``excess`` is the mean risk less the share who left. Odds ratios are those
    of one unit more of the column, or of a level against ``bases``.
    """

    minimum_n = 2 * FEW
    kept_back = ("model",)

    horizon: str
    verdict: str
    mean_risk: float
    observed: float
    observed_low: float
    observed_high: float
    excess: float
    excess_low: float
    excess_high: float
    slope: float
    slope_low: float
    slope_high: float
    auc: float
    auc_low: float
    auc_high: float
    brier: float
    brier_low: float
    brier_high: float
    brier_of_all_alike: float
    n_left: int
    n_learnt: int
    n_checked: int
    n_unused: int
    checked_from: str | None = None
    tolerated: float
    penalised: bool
    seed: int
    group_risk: Floats
    group_observed: Floats
    group_observed_low: Floats
    group_observed_high: Floats
    group_size: Ints
    lift: Floats
    lift_low: Floats
    lift_high: Floats
    captured: Floats
    names: tuple[str, ...]
    bases: tuple[str, ...]
    odds_ratio: Floats
    odds_low: Floats
    odds_high: Floats
    left_out: tuple[str, ...]
    separated: tuple[str, ...]
    risk: Floats = field(repr=False)
    risk_low: Floats = field(repr=False)
    risk_high: Floats = field(repr=False)
    held_out: tuple[bool, ...] = field(repr=False)
    model: Model = field(repr=False, compare=False)

    @property
    def too_few(self) -> bool:
        """Whether too few left, or stayed, among those held out for a verdict."""
        left = round(self.observed * self.n_checked)
        return min(left, self.n_checked - left) < FEW

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the verdict means, and what the model could not use."""
        found = [_VERDICTS[self.verdict]]
        if self.too_few:
            found.append(
                message(
                    "Among the customers held out fewer than {few} left or stayed: too few to judge "
                    "calibration finely.",
                    few=FEW,
                )
            )
        learnt = self.n_left - round(self.observed * self.n_checked)
        if learnt < EACH_TERM * len(self.names):
            found.append(
                message(
                    "There are {left} leavers to learn {terms} effects from. With fewer than {each} for each, risks "
                    "come out too extreme; use fewer columns.",
                    left=learnt,
                    terms=len(self.names),
                    each=EACH_TERM,
                )
            )
        found += said_of_columns(self.separated, self.left_out)
        return tuple(found)

    def risk_of(self, columns: Any, *, missing: Collection[Any] = ()) -> Floats:
        """Risk of other customers, in the same columns; NaN where one has no value."""
        design, known = self.model.design, self.model.levels
        factors = design.read(columns, known, missing)
        rows = together(factors)
        found = np.full(len(rows), np.nan)
        found[rows] = chance(design.matrix(factors, rows) @ self.model.fitted.beta)
        return found


@dataclass(frozen=True)
class Model:
    """What gives the risks of other customers."""

    design: Design
    fitted: Logit
    levels: dict[str, tuple[str, ...]]


_VERDICTS: dict[str, Message] = {
    "calibrated": message("Calibrated: of customers held out about as many left as the risks said, at every height."),
    "too high": message("The risks are too high: fewer customers left than they said."),
    "too low": message("The risks are too low: more customers left than they said."),
    "too extreme": message("The risks are too extreme: high ones too high, low ones too low."),
    "too flat": message("The risks are too flat: high ones too low, low ones too high."),
    "cannot tell": message("Too few were held out to tell whether the risks are right; their order may serve."),
}


@method(
    message("Which customers will leave, within what time, and are the risks right?"),
    rows=("V10", "L03", "L07"),
    minimum_n=ChurnRisk.minimum_n,
    samples=False,
)
def churn_risk(
    columns: Any,
    left: IntoColumn,
    *,
    horizon: str,
    customers: IntoColumn | None = None,
    dates: IntoColumn | None = None,
    categorical: Collection[str] = (),
    yes: Any = None,
    held_out: float = 0.3,
    tolerance: float = 0.1,
    n_groups: int = 10,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    seed: int = 0,
) -> ChurnRisk:
    """Logistic risk of leaving, learnt from a part of the customers and held against the rest.

    Each row is a customer at some moment, with what was known then, and whether he left within ``horizon`` after it.
    What was known only afterwards has no place in ``columns``: the check would be fooled as well.

    Parameters:
        columns: what could say who leaves; numbers count by their size, words by level. A dict, any data frame.
        left: whether the customer left within the horizon; yes and no, 1 and 0.
        horizon: that time, in words, such as "90 days"; the result carries it.
        customers: whose row it is, where a customer has several: all are on one side of the split.
        dates: the moment of each row; then the latest rows are held out, as the model will be used.
        categorical: columns of numbers that are names, such as branch 3.
        yes: the value of ``left`` that means yes, where it has words of its own.
        held_out: the part of the customers, or of the time, that is held out.
        tolerance: how far the mean risk may lie off, as a part of the share who left, and still be called calibrated.
        n_groups: groups of rising risk for the curve.
        missing: codes that mean "not known", in every column.
        confidence: level of the intervals.
        seed: the same seed holds out the same customers.

    Rows without a value in any of the columns stay out and are counted in ``n_missing``. Risks are those of the model
    checked; their limits say how well it is known, not how one customer will decide.

    Source: [cox1958]; AUC [delong1988], [obuchowski1997]; Brier's score [brier1950]; sizes [vancalster2016]; separation
    [firth1993], [heinze2002].

    >>> import numpy as np
    >>> random = np.random.default_rng(1)
    >>> complaints, plan = random.integers(0, 4, 2000), random.choice(["monthly", "yearly"], 2000)
    >>> chance = 1 / (1 + np.exp(2 - 0.8 * complaints + (plan == "yearly")))
    >>> result = churn_risk({"complaints": complaints, "plan": plan}, random.random(2000) < chance, horizon="30 days")
    >>> result.names, result.bases
    (('complaints', 'plan: yearly'), ('', 'monthly'))
    >>> bool(result.odds_low[0] < np.exp(0.8) < result.odds_high[0]), result.n_checked
    (True, 600)
    """
    check_confidence(confidence)
    time = _horizon(horizon)
    part, start = _part(held_out), whole(0, seed, name="seed")
    room, count = above_zero(tolerance, name="tolerance"), whole(2, n_groups, name="n_groups")
    factors = factors_of(columns, categorical=categorical, missing=missing)
    size = len(factors[0].values)
    y = happened(left, name="left", yes=yes, missing=missing)
    same_length(size, ("left", y))
    day = None if dates is None else days(dates, name="dates", missing=missing)
    who = None if customers is None else _codes(customers, missing)
    for name, column in (("dates", day), ("customers", who)):
        if column is not None:
            same_length(size, (name, column))
    rows = together(factors) & ~np.isnan(y)
    rows &= ~np.isnan(day) if day is not None else rows
    rows &= who >= 0 if who is not None else rows
    if not rows.any():
        raise TooFewAnswersError(
            message("There are no answers to compute from: all {count} rows are missing.", count=size)
        )
    learn, check = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    inner = tuple(Factor(factor.name, factor.values[rows], factor.levels) for factor in factors)
    learn[rows], check[rows], first = split(
        order_of(inner, y[rows]),
        None if who is None else who[rows],
        None if day is None else day[rows],
        part=part,
        seed=start,
    )
    check_sides(y, learn, check)
    design = Design.of(factors, learn, np.ones(size))
    fitted = logit(
        design.matrix(factors, learn),
        y[learn],
        often=np.ones(int(learn.sum())),
        clusters=_shared(who, learn),
    )
    odds, errors = fitted.log_odds(design.matrix(factors, rows))
    z = critical(confidence)
    risks = np.full((3, size), np.nan)
    risks[:, rows] = chance(odds), chance(odds - z * errors), chance(odds + z * errors)
    clusters = _shared(who, check)
    held = held_against(risks[0, check], y[check], clusters, float(y[learn].mean()), room, confidence)
    order = auc(risks[0, check], y[check], clusters, confidence)
    groups = by_risk(risks[0, check], y[check], clusters, count, confidence)
    units = unscaled(design)[1:]
    beta, spread = fitted.beta[1:] / units, np.sqrt(np.diag(fitted.covariance))[1:] / units
    used = learn | check
    return ChurnRisk(
        horizon=time,
        **_checked(held, groups),
        auc=order.value,
        auc_low=order.low,
        auc_high=order.high,
        n_left=int(y[used].sum()),
        n_learnt=int(learn.sum()),
        n_checked=int(check.sum()),
        n_unused=int(rows.sum() - used.sum()),
        checked_from=None if np.isnan(first) else day_of(first).isoformat(),
        tolerated=room,
        penalised=bool(fitted.separated),
        seed=start,
        **terms_of(design),
        odds_ratio=np.exp(beta),
        odds_low=np.exp(beta - z * spread),
        odds_high=np.exp(beta + z * spread),
        separated=tuple(design.terms[at - 1].name for at in fitted.separated if at),
        risk=risks[0],
        risk_low=risks[1],
        risk_high=risks[2],
        held_out=tuple(check.tolist()),
        model=Model(design, fitted, {factor.name: factor.levels for factor in factors}),
        n=int(rows.sum()),
        n_missing=int(size - rows.sum()),
        confidence=confidence,
        interval=Interval.WALD,
    )


def _checked(held: Held, groups: Groups) -> dict[str, Any]:
    return {
        "verdict": held.verdict.value,
        "mean_risk": held.expected,
        "observed": held.observed.value,
        "observed_low": held.observed.low,
        "observed_high": held.observed.high,
        "excess": held.difference.mean,
        "excess_low": held.difference.low,
        "excess_high": held.difference.high,
        "slope": held.slope.value,
        "slope_low": held.slope.low,
        "slope_high": held.slope.high,
        "brier": held.brier.mean,
        "brier_low": held.brier.low,
        "brier_high": held.brier.high,
        "brier_of_all_alike": held.brier_of_all_alike,
        "group_risk": groups.risk,
        "group_observed": groups.observed,
        "group_observed_low": groups.low,
        "group_observed_high": groups.high,
        "group_size": groups.size,
        "lift": groups.lift,
        "lift_low": groups.lift_low,
        "lift_high": groups.lift_high,
        "captured": groups.captured,
    }


def _horizon(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise OptionError(
            message("horizon is “{value}”. Say in words within what time, such as 90 days.", value=str(value)[:60])
        )
    return value.strip()


def _part(value: Any) -> float:
    number = finite(value, name="held_out")
    if not 0 < number < 1:
        raise OptionError(message("held_out is {value}. It is a part between 0 and 1, such as 0.3.", value=number))
    return number


def _codes(customers: IntoColumn, missing: Collection[Any]) -> Ints:
    codes = {text_of(code) for code in codes_of(missing)} | {""}
    texts = [text_of(value) for value in as_array(customers).tolist()]
    names, found = group_codes(["\0" if text in codes else text for text in texts], name="customers")
    return np.asarray(np.where(np.array(names)[found] == "\0", -1, found), dtype=np.int64)


def _shared(who: Ints | None, rows: Rows) -> Ints | None:
    """The codes of the customers, where one of them has several rows."""
    if who is None or len(np.unique(who[rows])) == rows.sum():
        return None
    return who[rows]
