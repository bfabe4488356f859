"""The interval of a share that is already counted, made in any of the usual ways."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import scipy

from regulars.language import message
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence, critical, wilson
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import one_of, whole

Limits = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class ShareInterval(Result):
    """``share`` = ``hits`` / ``n`` from 0 to 1, with its limits."""

    minimum_n = 20

    share: float
    low: float
    high: float
    hits: int


@method(
    message("How sure is a share that is already counted?"),
    rows=("M13",),
    minimum_n=ShareInterval.minimum_n,
    samples=False,
)
def share_interval(hits: int, n: int, *, interval: str = "wilson", confidence: float = 0.95) -> ShareInterval:
    """Interval of the share ``hits`` of ``n``, within 0 and 1; where none or all are hits that end is exact.

    Parameters:
        hits: how many of the answers count, from 0 to ``n``.
        n: answers in all, from 1 up.
        interval: "wilson" (as in ``csat``), "clopper-pearson" (never too narrow, mostly too wide), "agresti-coull",
            "jeffreys" (of the Bayesian kind) or "wald" (of the textbooks; fails for few answers and for shares near 0
            or 1, and is here to compare).
        confidence: level of the interval.

    Source: [wilson1927]; [clopper1934]; [agresti1998]; Jeffreys' with its exact ends and the comparison [brown2001].

    >>> result = share_interval(81, 263)
    >>> round(result.low, 4), round(result.high, 4)
    (0.2553, 0.3662)
    >>> share_interval(0, 20, interval="jeffreys").low
    0.0
    """
    size = whole(1, n, name="n")
    inside = whole(0, hits, name="hits")
    if inside > size:
        raise OptionError(
            message("{hits} hits are more than the {n} answers. Give both of the same answers.", hits=inside, n=size)
        )
    kind = one_of(tuple(KINDS), interval, name="interval")
    low, high = KINDS[kind](inside, size, check_confidence(confidence))
    return ShareInterval(
        n=size,
        share=inside / size,
        low=0.0 if inside == 0 else max(0.0, low),
        high=1.0 if inside == size else min(1.0, high),
        hits=inside,
        confidence=confidence,
        interval=Interval(kind),
    )


def _wilson(hits: int, n: int, confidence: float) -> Limits:
    return wilson(hits / n, n, critical(confidence))


def _clopper_pearson(hits: int, n: int, confidence: float) -> Limits:
    tail = (1 - confidence) / 2
    low = scipy.special.betaincinv(hits, n - hits + 1, tail) if hits else 0.0
    high = scipy.special.betaincinv(hits + 1, n - hits, 1 - tail) if hits < n else 1.0
    return float(low), float(high)


def _agresti_coull(hits: int, n: int, confidence: float) -> Limits:
    z = critical(confidence)
    size = n + z**2
    centre = (hits + z**2 / 2) / size
    reach = z * math.sqrt(centre * (1 - centre) / size)
    return centre - reach, centre + reach


def _jeffreys(hits: int, n: int, confidence: float) -> Limits:
    tail = (1 - confidence) / 2
    low, high = scipy.special.betaincinv(hits + 0.5, n - hits + 0.5, [tail, 1 - tail])
    return float(low), float(high)


def _wald(hits: int, n: int, confidence: float) -> Limits:
    share = hits / n
    reach = critical(confidence) * math.sqrt(share * (1 - share) / n)
    return share - reach, share + reach


KINDS: dict[str, Callable[[int, int, float], Limits]] = {
    "wilson": _wilson,
    "clopper-pearson": _clopper_pearson,
    "agresti-coull": _agresti_coull,
    "jeffreys": _jeffreys,
    "wald": _wald,
}
