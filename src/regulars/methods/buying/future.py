"""What a customer who is alive will still buy, when λ ~ Gamma(shape, rate) and p ~ Beta(a, b).

A new customer, and one with any history who is still alive, differ only in these four numbers. Buying n times
within t takes surviving n − 1 purchases and being fast enough, and the two are independent:

    P(N ≥ n) = B(a, b+n−1)/B(a, b) · I_z(n, shape),   z = t/(rate + t),

with I the regularised incomplete beta function. Mean: (a+b−1)/(a−1) · [1 − (1−z)^(a−1) ₂F₁(a+b−1−shape, a−1;
a+b−1; z)], which is the published formula after Euler's transformation: the published one overflows at a few
hundred purchases, this one does not.
"""

from __future__ import annotations

import numpy as np
import scipy

from regulars.methods.columns import Floats

NEAR = 2e-4  # to a pole at a = 1 or a + b = 1
SHORT = 1e-5
AT_ONCE = 500  # customers, of whom each takes 3,001 numbers
NODES = np.array([-2e-3, -1e-3, 1e-3, 2e-3])
NODE_WEIGHTS = np.array([-1, 4, 4, -1]) / 6


def mean_purchases(shape: Floats, rate: Floats, a: float, b: Floats, t: Floats) -> Floats:
    """Expected number of purchases within ``t``; NaN where an input is."""
    shape, rate, b, t = np.broadcast_arrays(shape, rate, b, t)
    at_pole = (np.abs(a + b - 1) < NEAR) | (abs(a - 1) < NEAR)
    mean = np.empty(shape.shape)
    mean[~at_pole] = _closed(shape[~at_pole], rate[~at_pole], a, b[~at_pole], t[~at_pole])
    # The poles are removable: the mean is smooth in a, so four neighbours tell the value between them.
    around = [_closed(shape[at_pole], rate[at_pole], a + node, b[at_pole], t[at_pole]) for node in NODES]
    mean[at_pole] = NODE_WEIGHTS @ np.asarray(around)
    most = shape * t / rate  # of somebody who never drops out
    # A short time: the closed form subtracts two ones, the first terms of the series do not.
    soon = (shape + 1) * t / rate < SHORT
    mean[soon] = (most * (1 - (shape + 1) * t / rate * a / (a + b) / 2))[soon]
    lost = ~((mean >= 0) & (mean <= most * (1 + 1e-9))) & ~np.isnan(most)
    mean[lost] = _summed(shape[lost], rate[lost], a, b[lost], t[lost])
    return mean


def chance_of_at_least(n: Floats, shape: Floats, rate: Floats, a: float, b: Floats, t: Floats) -> Floats:
    """P(N ≥ n) for whole n ≥ 0."""
    with np.errstate(invalid="ignore"):
        survives = np.exp(scipy.special.betaln(a, b + n - 1) - scipy.special.betaln(a, b))
        fast_enough = scipy.special.betainc(n, shape, t / (rate + t))
    return np.where(n <= 0, 1.0, survives * fast_enough)


def chances_up_to(most: int, shape: Floats, rate: Floats, a: float, b: Floats, t: Floats) -> Floats:
    """P(N ≥ n) for n from 1 to ``most``, one column each; one shape, and a column of rates.

    While nobody leaves the number of purchases is negative binomial, so that each chance is the next one and a term:
    one incomplete beta function for each row instead of one for each place.
    """
    n = np.arange(1.0, most + 1)[None, :]
    survives = np.exp(scipy.special.betaln(a, b + n - 1) - scipy.special.betaln(a, b))
    with np.errstate(divide="ignore"):
        log_z = np.log(t / (rate + t))
    log_ways = np.cumsum(np.log((shape + n - 1) / n), axis=1)
    fast_enough = log_z * n
    fast_enough += log_ways
    fast_enough -= shape * np.log1p(t / rate)
    np.exp(fast_enough, out=fast_enough)  # the chance of exactly n
    fast_enough[:, -1:] = scipy.special.betainc(float(most), shape, t / (rate + t))
    falling = fast_enough[:, ::-1]
    np.cumsum(falling, axis=1, out=falling)
    np.minimum(fast_enough, 1.0, out=fast_enough)
    return np.asarray(fast_enough * survives)


def _closed(shape: Floats, rate: Floats, a: float, b: Floats, t: Floats) -> Floats:
    z = t / (rate + t)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        tail = np.exp((a - 1) * np.log1p(-z)) * scipy.special.hyp2f1(a + b - 1 - shape, a - 1, a + b - 1, z)
        return np.asarray((a + b - 1) / (a - 1) * (1 - tail))


def _summed(shape: Floats, rate: Floats, a: float, b: Floats, t: Floats) -> Floats:
    """The mean of (1 − (rate/(rate + pt))^shape)/p over p ~ Beta(a, b), summed over the log-odds of p.

    Slow and sure, for the corners where the hypergeometric function gives up.
    """
    if not len(shape):
        return np.empty(0)
    if len(shape) > AT_ONCE:  # all of a million at once would fill the memory
        pieces = [slice(i, i + AT_ONCE) for i in range(0, len(shape), AT_ONCE)]
        return np.concatenate([_summed(shape[at], rate[at], a, b[at], t[at]) for at in pieces])
    centre = scipy.special.digamma(a) - scipy.special.digamma(b)
    spread = np.sqrt(scipy.special.polygamma(1, a) + scipy.special.polygamma(1, b))
    odds = centre + spread * np.linspace(-45, 45, 3001)[:, None]
    log_p, log_q = -np.logaddexp(0, -odds), -np.logaddexp(0, odds)
    p = np.exp(log_p)
    height = a * log_p + b * log_q
    weight = np.exp(height - height.max(axis=0))
    weight /= weight.sum(axis=0)
    pace = p * t / rate
    value = np.where(pace < 1e-12, shape * t / rate, -np.expm1(-shape * np.log1p(pace)) / np.maximum(p, 1e-300))
    return np.asarray((weight * value).sum(axis=0))
