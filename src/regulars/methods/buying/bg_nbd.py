"""BG/NBD: purchases at a varying rate, until the customer silently leaves after one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.language import message
from regulars.methods.buying.model import BetaGeometric
from regulars.methods.registry import method


@method(
    message("How much will our customers still buy, and who has left?"),
    rows=("V01",),
    name="bg_nbd",
    minimum_n=BetaGeometric.minimum_n,
    samples=False,
)
@dataclass(frozen=True, kw_only=True)
class BetaGeoNBD(BetaGeometric):
    """Beta-geometric/NBD model of repeat purchases without contract.

    While alive, a customer buys at random times at a rate λ ~ Gamma(r, alpha); after each *repeat* purchase
    they leave for good with probability p ~ Beta(a, b). It cannot tell whether a one-time buyer is alive: nobody
    leaves before a repeat purchase, so ``probability_alive`` is 1 at frequency 0 whatever the silence since.
    Use ``ModifiedBetaGeoNBD`` where that matters.

    Source: [fader2005a].

    >>> import numpy as np
    >>> truth = BetaGeoNBD(r=0.5, alpha=6.0, a=0.8, b=2.5)
    >>> T = np.full(4000, 40.0)
    >>> frequency, recency = truth.simulate(T, seed=1)
    >>> fitted = BetaGeoNBD().fit(frequency, recency, T)
    >>> all(low < true < high for true, (low, high) in zip(truth.parameters, fitted.intervals.values()))
    True
    >>> round(float(truth.probability_alive([2], [30.43], [38.86])[0]), 3)
    0.722
    """

    drops_at_first: ClassVar[bool] = False
