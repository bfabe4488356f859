"""Gamma-Gamma: what a customer spends at a purchase, given what was spent so far."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.buying.histories import AT_ONCE, group
from regulars.methods.buying.maximum import Maximum, maximise
from regulars.methods.buying.parametric import Parametric
from regulars.methods.columns import Floats, IntoColumn, Ints, counts_of, numbers, same_length
from regulars.methods.errors import MethodError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method

PARAMETERS = ("p", "q", "gamma")
# With amounts in units of their mean; the last where customers are all alike.
STARTS = np.log([(2.0, 3.0, 1.0), (6.0, 4.0, 0.5), (1.0, 1.5, 1.0), (10.0, 1e6, 1e5)])
DOUBTFUL_CORRELATION = 0.3
BACK = np.array([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 1.0, 1.0)])  # (ln p, ln q, ln γ/q) to (ln p, ln q, ln γ)
ENOUGH_TO_FIND = 5_000  # customers who show where the maximum lies
LARGE = 100.0  # from here on Stirling's series gives every digit


class GammaGammaLikelihood:
    """Mean log-likelihood of a customer over (ln p, ln q, ln γ), with its gradient and its second derivatives.

    What was spent enters through sums that hang on γ alone, of ln(1 + t/γ) and of w = t/(γ + t) for the total t of each
    customer; all else is a sum over the few values of x.
    """

    def __init__(self, frequency: Floats, monetary: Floats, counts: Floats) -> None:
        self.x, place = np.unique(frequency, return_inverse=True)
        self.total, self.share = frequency * monetary, counts / counts.sum()
        self.share_of_x = np.bincount(place, weights=self.share)
        self.weight = self.share * frequency
        self.bought = self.share_of_x @ self.x
        self.log_mean, self.log_total = self.share @ np.log(monetary), self.weight @ np.log(self.total)

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Value and gradient."""
        return self._at(theta, bends=False)[:2]

    def curved(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """Value, gradient and second derivatives."""
        return self._at(theta, bends=True)

    def _at(self, theta: Floats, *, bends: bool) -> tuple[float, Floats, Floats]:
        p, q, gamma = np.exp(theta)
        px = p * self.x
        log_rise, slope = _rise(q, px)
        log_part, bought_log_part, part, bought_part, spread, bought_spread = self._sums(gamma, bends=bends)
        log_taken = self.log_total - self.bought * math.log(gamma) - bought_log_part
        value = self.share_of_x @ (log_rise - scipy.special.gammaln(px)) + p * log_taken - self.log_mean - q * log_part

        left = self.bought - bought_part
        by_p = self.share_of_x @ (self.x * (slope + scipy.special.digamma(q) - scipy.special.digamma(px))) + log_taken
        by_q = self.share_of_x @ slope - log_part
        gradient = np.array([by_p * p, by_q * q, q * part - p * left])
        if not bends:
            return float(value), gradient, np.empty(0)

        more, own, of_q = (scipy.special.polygamma(1, z) for z in (q + px, px, q))
        matrix = np.zeros((3, 3))
        matrix[0, 0] = p**2 * (self.share_of_x @ (self.x**2 * (more - own))) + gradient[0]
        matrix[1, 1] = q**2 * (self.share_of_x @ (more - of_q)) + gradient[1]
        matrix[0, 1] = matrix[1, 0] = p * q * (self.share_of_x @ (self.x * more))
        matrix[0, 2] = matrix[2, 0] = -p * left
        matrix[1, 2] = matrix[2, 1] = q * part
        matrix[2, 2] = -q * spread - p * bought_spread
        return float(value), gradient, matrix

    def _sums(self, gamma: float, *, bends: bool) -> Floats:
        """Means of ln(1 + t/γ), w and w(1 − w) over customers and purchases, by pieces that stay in the cache."""
        found = np.zeros(6)
        for i in range(0, len(self.total), AT_ONCE):
            both = np.stack((self.share[i : i + AT_ONCE], self.weight[i : i + AT_ONCE]))
            ratio = self.total[i : i + AT_ONCE] / gamma
            part = ratio / (1 + ratio)
            found[:2] += both @ np.log1p(ratio)
            found[2:4] += both @ part
            if bends:
                found[4:] += both @ (part * (1 - part))
        return found


class _Along:
    """The same over (ln p, ln q, ln γ/q): where q and γ run off together the ridge is straight."""

    def __init__(self, likelihood: GammaGammaLikelihood) -> None:
        self.likelihood = likelihood

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        value, gradient = self.likelihood(BACK @ theta)
        return value, gradient @ BACK

    def curved(self, theta: Floats) -> tuple[float, Floats, Floats]:
        value, gradient, matrix = self.likelihood.curved(BACK @ theta)
        return value, gradient @ BACK, BACK.T @ matrix @ BACK


def _rise(q: float, z: Floats) -> tuple[Floats, Floats]:
    """Logarithm of Γ(q + z)/Γ(q), and its derivative by q.

    Where customers are alike q runs off, and the difference of two ln Γ would lose the digits that show it.
    """
    if q < LARGE:
        rise = scipy.special.gammaln(q + z) - scipy.special.gammaln(q)
        return rise, scipy.special.digamma(q + z) - scipy.special.digamma(q)
    more, log_more = q + z, np.log1p(z / q)
    rise = (q - 0.5) * log_more + z * np.log(more) - z
    slope = log_more
    # Stirling's series, of which the terms beyond these are below the last digit.
    for power, part in ((1, 1 / 12), (3, -1 / 360), (5, 1 / 1260)):
        # 1/more^k − 1/q^k without cancellation
        gap = np.expm1(-power * log_more) / q**power
        rise, slope = rise + part * gap, slope - power * part * (more ** -(power + 1.0) - q ** -(power + 1.0))
    return rise, slope + (1 / q - 1 / more) / 2


@method(message("How much does a customer spend at each purchase?"), rows=("V01",), name="gamma_gamma", samples=False)
@dataclass(frozen=True, kw_only=True)
class GammaGamma(Parametric):
    """Gamma-Gamma model of the mean value of a customer's purchases.

    Amounts of one customer vary as Gamma(p, ν), customers differ as ν ~ Gamma(q, gamma). It takes value and
    frequency as independent: ``correlation`` (with its interval) says how far that holds. ``gamma`` is in money.
    ``population_mean`` is p·gamma/(q − 1), NaN unless q > 1: beyond that the mean is infinite.

    Source: [fader2005b], [fader2013].

    >>> model = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    >>> round(model.population_mean, 2), model.expected_value([2, 0], [22.35, 0]).round(2).tolist()
    (35.22, [24.66, 35.22])
    """

    names: ClassVar[tuple[str, ...]] = ("p", "q", "gamma")

    p: float = math.nan
    q: float = math.nan
    gamma: float = math.nan
    log_likelihood: float = math.nan
    n: int = 0
    correlation: float = math.nan
    correlation_low: float = math.nan
    correlation_high: float = math.nan
    standard_errors: dict[str, float] = field(default_factory=dict, compare=False)
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict, compare=False)
    covariance: Floats | None = field(default=None, compare=False, repr=False)
    boundary: tuple[str, ...] = ()

    @property
    def population_mean(self) -> float:
        """Mean value of a purchase over all customers; NaN where q is 1 or less."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else math.nan

    def fit(
        self,
        frequency: IntoColumn,
        monetary: IntoColumn,
        counts: IntoColumn | None = None,
        *,
        confidence: float = 0.95,
        start: Self | None = None,
    ) -> Self:
        """A new model, fitted by maximum likelihood to the customers who bought again and paid something.

        Parameters:
            frequency: how many purchases the mean is over (x): the repeat purchases of each customer.
            monetary: mean value of those purchases, in one currency.
            counts: how many customers each row stands for; exactly as if the row were repeated.
            confidence: level of ``intervals`` and of the correlation's.
            start: the model of almost the same customers, as of yesterday: the search begins there.

        Customers with frequency 0, without a positive value or with a missing number take no part; they are
        counted in ``n_missing``.
        """
        check_confidence(confidence)
        x, mean = _checked(frequency, monetary)
        repeat = counts_of(counts, len(x))
        repeat = np.ones(len(x), dtype=np.int64) if repeat is None else repeat
        kept = (x > 0) & (mean > 0) & (repeat > 0)  # NaN is neither
        _check_enough(x[kept], mean[kept], repeat[kept])
        x, mean, total = x[kept], mean[kept], repeat[kept].astype(np.float64)
        if _some_alike(mean):
            (x, mean), total = group(x, mean, counts=repeat[kept])
        scale = float(np.average(mean, weights=total))
        n = int(total.sum())
        near = None if start is None else np.log((start.p, start.q, start.gamma / scale))
        peak = _maximum(x, mean / scale, total, n, near)
        p, q, gamma = np.exp(peak.theta).tolist()
        values = dict(zip(PARAMETERS, (p, q, gamma * scale), strict=True))
        reach = np.exp(critical(confidence) * peak.errors)
        correlation, low, high = _correlation(x, mean, total, confidence)
        return type(self)(
            **values,
            log_likelihood=n * (peak.mean_log_likelihood - math.log(scale)),
            n=n,
            n_missing=int(repeat.sum()) - n,
            confidence=confidence,
            interval=Interval.LIKELIHOOD,
            correlation=correlation,
            correlation_low=low,
            correlation_high=high,
            standard_errors={name: float(values[name] * peak.errors[j]) for j, name in enumerate(PARAMETERS)},
            intervals={
                name: (float(values[name] / reach[j]), float(values[name] * reach[j]))
                for j, name in enumerate(PARAMETERS)
            },
            covariance=peak.covariance,
            boundary=tuple(name for name, vague in zip(PARAMETERS, peak.vague, strict=True) if vague),
        )

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know before using the numbers."""
        found = []
        if self.boundary:
            found.append(
                message(
                    "The data do not determine {names} of the model of spending: customers differ too little, or too "
                    "few bought again. It has no interval.",
                    names=self.boundary,
                )
            )
        if self.q <= 1:
            found.append(
                message(
                    "Spending is so uneven (q = {q}) that the model has no mean for a customer about whom nothing is "
                    "known. Look at the largest amounts first.",
                    q=self.q,
                )
            )
        if abs(self.correlation) >= DOUBTFUL_CORRELATION:
            found.append(
                message(
                    "Customers who buy more often also spend differently at each purchase (correlation {value}). The "
                    "model of spending takes the two as independent, so values at both ends are doubtful.",
                    value=self.correlation,
                )
            )
        return tuple(found)

    def expected_value(self, frequency: IntoColumn, monetary: IntoColumn) -> Floats:
        """Expected mean value of each customer's future purchases, E[M | x, m].

        A customer with frequency 0 (or no positive value) gets the population mean, whatever stands in
        ``monetary``; NaN where frequency is missing. Source: [fader2013] equation 5.
        """
        if math.isnan(self.p):
            raise MethodError(message("This model has no parameters yet. Call fit first, or give it p, q and gamma."))
        x, mean = _checked(frequency, monetary)
        known = (x > 0) & (mean > 0)
        used, paid = np.where(known | np.isnan(x), x, 0), np.where(known, mean, 0)
        weight = self.p * used + self.q - 1
        row = np.flatnonzero(weight <= 0)
        if row.size:
            raise MethodError(
                message(
                    "Row {row} has no expected value: spending is so uneven (q = {q}) that the mean is infinite after "
                    "so few purchases. Look at the largest amounts first.",
                    row=int(row[0]) + 1,
                    q=self.q,
                )
            )
        # x = 0 leaves p·gamma/(q − 1): the population mean.
        return np.asarray(self.p * (self.gamma + used * paid) / weight)


def _maximum(x: Floats, mean: Floats, counts: Floats, n: int, near: Floats | None = None) -> Maximum:
    """The highest point, sought over (ln p, ln q, ln γ/q).

    Where customers are alike q and γ run off together, and only their ratio is determined: along these axes the
    ridge is straight, and the search follows it to its end.
    """
    step = -(-len(x) // ENOUGH_TO_FIND)
    full = _Along(GammaGammaLikelihood(x, mean, counts))
    rough = full if step == 1 else _Along(GammaGammaLikelihood(x[::step], mean[::step], counts[::step]))
    starts = np.linalg.solve(BACK, STARTS.T).T
    peak = maximise(full, starts, n=n, rough=rough, near=None if near is None else np.linalg.solve(BACK, near))
    p, q, ratio = peak.vague
    covariance = BACK @ peak.covariance @ BACK.T
    return Maximum(BACK @ peak.theta, peak.mean_log_likelihood, covariance, (p, q, q or ratio))


def _some_alike(mean: Floats) -> bool:
    """Whether grouping may pay: amounts to the cent repeat, means of many purchases do not."""
    some = mean[:ENOUGH_TO_FIND]
    return len(mean) == len(some) or len(np.unique(some)) < len(some) * 0.9


def _checked(frequency: IntoColumn, monetary: IntoColumn) -> tuple[Floats, Floats]:
    x, mean = numbers(frequency, name="frequency"), numbers(monetary, name="monetary")
    same_length(len(x), ("monetary", mean))
    bad = np.flatnonzero((x < 0) | (np.floor(x) != x) & ~np.isnan(x))
    if bad.size:
        raise MethodError(
            message(
                "Row {row}: frequency is {value}. It counts the purchases that the value is the mean of: a whole "
                "number, 0 or more.",
                row=int(bad[0]) + 1,
                value=float(x[bad[0]]),
            )
        )
    return x, mean


def _check_enough(x: Floats, mean: Floats, counts: Ints) -> None:
    if not x.size:
        raise TooFewAnswersError(
            message("No customer bought again for a positive amount. The model of spending needs some who did.")
        )
    if _all_alike(mean):
        raise TooFewAnswersError(
            message(
                "All {count} customers spend {value} at each purchase. Where nothing varies there is nothing to model.",
                count=int(counts.sum()),
                value=float(mean[0]),
            )
        )


def _all_alike(values: NDArray[np.float64]) -> bool:
    return bool(np.ptp(values) <= 1e-12 * abs(values[0]))


def _correlation(x: Floats, mean: Floats, counts: Floats, confidence: float) -> tuple[float, float, float]:
    """Pearson's correlation of frequency and value, with Fisher's interval; NaN where x does not vary."""
    n = counts.sum()
    if _all_alike(x) or n < 4:
        return math.nan, math.nan, math.nan
    dx, dm = x - np.average(x, weights=counts), mean - np.average(mean, weights=counts)
    value = float(counts @ (dx * dm) / math.sqrt((counts @ dx**2) * (counts @ dm**2)))
    value = min(1 - 1e-15, max(-1 + 1e-15, value))
    reach = critical(confidence) / math.sqrt(n - 3)
    return value, math.tanh(math.atanh(value) - reach), math.tanh(math.atanh(value) + reach)
