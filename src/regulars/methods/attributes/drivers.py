"""Key drivers: how much of overall satisfaction goes with each attribute."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.attributes.cases import Cases, check_regression
from regulars.methods.attributes.measures import PLAIN, Measure, measure_of
from regulars.methods.attributes.moments import Resamples
from regulars.methods.attributes.noise import noise_line
from regulars.methods.attributes.pairs import Pairs
from regulars.methods.attributes.relative_weights import alone, betas, last
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, frame_columns, numbers, ratings, within_reach
from regulars.methods.errors import MethodError, OptionError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method as enter_method
from regulars.methods.resampling import check_seed, limits
from regulars.methods.result import Result
from regulars.methods.sampling.settings import finite

USES = ("casewise", "pairwise")


@dataclass(frozen=True, kw_only=True)
class Drivers(Result):
    """Shares of R² in the order of the columns; a column in ``dropped`` never varies and has importance 0.

    ``attribute_n``: answers that stand behind each attribute. ``sampling_error``: standard error of ``importance``
    from drawing orders of entry, 0 where all were taken. ``alone``: R² of the attribute by itself; ``last``: what it
    adds beside all others. ``coefficients`` and ``intercept``: the regression in the units of the answers.
    ``noise``: the score that attributes of pure noise stay below; ``above_noise``: whose score is higher.
    """

    minimum_n = 200

    names: tuple[str, ...]
    importance: Floats
    low: Floats
    high: Floats
    sampling_error: Floats
    attribute_n: Ints
    alone: Floats
    last: Floats
    coefficients: Floats
    intercept: float
    r_squared: float
    r_squared_low: float
    r_squared_high: float
    r_squared_adjusted: float
    noise: float
    above_noise: NDArray[np.bool_]
    method: str
    use: str
    dropped: tuple[str, ...]
    n_effective: float
    n_resamples: int
    seed: int

    @property
    def not_distinguishable(self) -> tuple[str, ...]:
        """Attributes whose score noise could have too; none where the line was not drawn."""
        if np.isnan(self.noise):
            return ()
        found = zip(self.names, self.above_noise, strict=True)
        return tuple(name for name, above in found if not above and name not in self.dropped)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the reader should know about columns that were dropped, or that noise could match."""
        dropped = tuple(
            message("{column} has the same answer in every complete row; it can explain nothing.", column=name)
            for name in self.dropped
        )
        if not self.not_distinguishable:
            return dropped
        noise = message("Not distinguishable from noise: {columns}.", columns=self.not_distinguishable)
        return (*dropped, noise)


@enter_method(message("Which attributes go with overall satisfaction?"), rows=("M16",), minimum_n=Drivers.minimum_n)
def drivers(
    X: Any,
    y: IntoColumn,
    method: str = "lmg",
    *,
    names: Sequence[str] | None = None,
    scale: Scale | None = None,
    outcome_scale: Scale | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    use: str = "casewise",
    orders: int | None = None,
    confidence: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> Drivers:
    """Importance of each attribute for overall satisfaction: its share of R², from 0 to 1, summing to R².

    "lmg" averages the increase in R² over all orders of entry, up to 20 columns; beyond, over orders drawn, with
    ``sampling_error``. "johnson" gives relative weights, close to LMG and quick for any number; "pratt" is
    β · r and may be negative. All say "associated with", not "caused by". A column that never varies is
    dropped and named; columns that depend on each other raise ``DependentColumnsError``. The interval is the
    percentile interval of a seeded bootstrap over respondents, or over clusters; from 1,000 respondents on the
    sums of a resample are drawn from their normal distribution. LMG and Johnson cannot be
    negative, so their interval never reaches below 0: whether an attribute matters at all is for ``noise`` to say.

    Parameters:
        X: frame with one column for each attribute (dict, Arrow table, data frame, 2-D array).
        y: overall satisfaction, or what else is to be explained.
        method: "lmg", "johnson" or "pratt".
        names: which columns of the frame to use, or the names of an array's columns.
        scale: lowest and highest answer of the attributes; checked when given.
        outcome_scale: lowest and highest answer of ``y``; checked when given.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        use: "casewise" takes the rows with every answer; "pairwise" takes each correlation over those who answered
            both. The rest is counted in ``n_missing``.
        orders: how many orders of entry LMG draws; 0 takes all. All up to 20 columns when omitted, else 2,000.
        confidence: level of the intervals and of the line of noise.
        n_resamples: how many resamples; 0 leaves limits and line NaN.
        seed: the same seed gives the same limits, the same line and the same orders.

    Source: [lindeman1980], [groemping2006]; [johnson2000], [genizi1993]; [pratt1987]; interval [efron1993].

    >>> X = {"room": [1, 2, 3, 4, 5, 4], "staff": [2, 1, 4, 3, 5, 5]}
    >>> result = drivers(X, [1, 2, 3, 4, 5, 5], n_resamples=0)
    >>> result.importance.round(4).tolist(), round(result.r_squared, 4)
    ([0.5878, 0.368], 0.9559)
    """
    seed = check_seed(seed)
    measure = driver_measure(method, orders, seed)
    check_confidence(confidence)
    if use not in USES:
        raise OptionError(message("use is {value}. Choose one of: {known}.", value=str(use)[:60], known=USES))
    attributes = answers_of(X, names=names, scale=scale, missing=missing)
    columns = {**attributes, outcome_name(attributes): outcome_of(y, outcome_scale, missing)}
    options = {"weights": weights, "counts": counts, "clusters": clusters}
    cases = Cases.of(columns, **options) if use == "casewise" else Pairs.of(columns, **options)
    dropped = tuple(name for name in cases.constant if name in attributes)
    used = cases.without(dropped)
    check_regression(used)
    known = Known(
        names=tuple(attributes),
        dropped=dropped,
        correlation=used.correlation,
        means=used.means,
        scales=used.scales,
        attribute_n=_attribute_n(cases),
        n=cases.n,
        n_missing=cases.n_missing,
        n_effective=used.n_effective,
        n_noise=_noise_n(used),
        use=use,
    )
    return divided(known, used.resample(n_resamples, seed), measure, confidence, seed)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the shares are computed from: correlations of the columns used, outcome last, and who stands behind them."""

    names: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    correlation: Floats
    means: Floats
    scales: Floats
    attribute_n: Ints
    n: int
    n_missing: int = 0
    n_effective: float
    n_noise: float
    use: str


def divided(known: Known, resamples: Resamples, measure: Measure, confidence: float, seed: int) -> Drivers:
    """R² divided among the columns, with limits from the resamples."""
    kept = np.array([name not in known.dropped for name in known.names])
    count = int(kept.sum())
    correlation = known.correlation
    shares, error = measure.shares(correlation)
    beta = betas(correlation)
    explained = float(shares.sum())
    draws, _ = importance_draws(resamples, np.arange(count + 1), measure, correlation, shares)
    low, high = limits(draws, confidence)
    total = limits(draws.sum(axis=1), confidence)
    noise = float("nan")
    if len(draws):
        noise = noise_line(correlation, known.n_noise, measure, confidence, seed)
    slope = beta * known.scales[-1] / known.scales[:-1]

    def each(values: Any, without: float = 0.0) -> Floats:
        whole = np.full(len(kept), without)
        whole[kept] = values
        return whole

    return Drivers(
        names=known.names,
        importance=each(shares),
        low=each(low, np.nan),
        high=each(high, np.nan),
        sampling_error=each(error),
        attribute_n=known.attribute_n,
        alone=each(alone(correlation)),
        last=each(last(correlation)),
        coefficients=each(slope),
        intercept=float(known.means[-1] - slope @ known.means[:-1]),
        r_squared=explained,
        r_squared_low=float(total[0]),
        r_squared_high=float(total[1]),
        r_squared_adjusted=_adjusted(explained, known.n, count),
        noise=noise,
        above_noise=np.abs(each(shares)) > noise,  # beyond no line where there is none
        method=measure.name,
        use=known.use,
        dropped=known.dropped,
        n=known.n,
        n_missing=known.n_missing,
        n_effective=known.n_effective,
        confidence=confidence,
        interval=Interval.BOOTSTRAP,
        n_resamples=len(draws),
        seed=seed,
    )


def driver_measure(method: str, orders: int | None, seed: int) -> Measure:
    """The way to divide R², with how many orders it draws."""
    name = measure_of(method, tuple(PLAIN)).name
    if orders is None:
        return Measure(name, seed=seed)
    if finite(orders, name="orders") != int(orders) or not (orders == 0 or orders >= 100):
        raise OptionError(
            message("orders is {value}. Give a whole number of at least 100, or 0 for all of them.", value=orders)
        )
    return Measure(name, int(orders), seed)


def answers_of(
    X: Any, *, names: Sequence[str] | None, scale: Scale | None, missing: Collection[Any]
) -> dict[str, Floats]:
    """The attribute columns, checked; NaN where there is no answer."""
    columns = frame_columns(X, names)
    if not columns:
        raise MethodError(message("The frame has no column: there must be at least one attribute."))
    if scale is None:
        found = {name: numbers(column, name=name, missing=missing) for name, column in columns.items()}
    else:
        found = {name: ratings(column, name=name, scale=scale, missing=missing) for name, column in columns.items()}
    return {name: within_reach(column, name=name) for name, column in found.items()}


def outcome_of(y: IntoColumn, scale: Scale | None, missing: Collection[Any]) -> Floats:
    """The column to be explained, checked; NaN where there is no answer."""
    if scale is None:
        return within_reach(numbers(y, name="y", missing=missing), name="y")
    return within_reach(ratings(y, name="y", scale=scale, missing=missing), name="y")


def outcome_name(attributes: Collection[str]) -> str:
    """A name for the outcome that no attribute has."""
    name = "y"
    while name in attributes:
        name += "_"
    return name


def importance_draws(
    resamples: Resamples, columns: Any, measure: Measure, at: Floats, shares: Floats
) -> tuple[Floats, Any]:
    """Importance in each resample that allows a regression, shape (resamples, p); and which resamples these are."""
    correlation, usable = resamples.correlations(columns)
    return measure.draws(correlation, at, shares), usable


def _adjusted(explained: float, n: int, count: int) -> float:
    return 1 - (1 - explained) * (n - 1) / (n - count - 1) if n > count + 1 else float("nan")


def _attribute_n(cases: Cases | Pairs) -> Ints:
    """How many answered each attribute and the outcome."""
    if isinstance(cases, Pairs):
        return cases.pair_n[:-1, -1]
    return np.full(len(cases.names) - 1, cases.n, dtype=np.int64)


def _noise_n(used: Cases | Pairs) -> float:
    """As how many independent respondents the correlation of an attribute with what is left of the outcome is known.

    Weights make it fewer, and so do clusters that answer alike.
    """
    if used.sample.clusters is None or isinstance(used, Pairs):
        return used.n_effective
    z = (used.values - used.means) / used.scales
    left = z[:, -1] - z[:, :-1] @ betas(used.correlation)
    spread = float(used.sample.shares @ left**2)
    if spread <= 1e-14:
        return used.n_effective
    variance = np.mean([used.sample.variance_of_mean(left * column) for column in z[:, :-1].T]) / spread
    return min(used.n_effective, 1 / float(variance)) if variance > 0 else used.n_effective
