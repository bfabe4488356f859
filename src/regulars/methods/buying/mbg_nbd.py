"""MBG/NBD: as BG/NBD, but a customer may leave after the very first purchase too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.language import message
from regulars.methods.buying.model import BetaGeometric
from regulars.methods.registry import method


@method(
    message("How much will our customers still buy, and which one-time buyers have left?"),
    rows=("V01",),
    name="mbg_nbd",
    minimum_n=BetaGeometric.minimum_n,
    samples=False,
)
@dataclass(frozen=True, kw_only=True)
class ModifiedBetaGeoNBD(BetaGeometric):
    """Modified beta-geometric/NBD model of repeat purchases without contract.

    While alive, a customer buys at random times at a rate λ ~ Gamma(r, alpha); after *every* purchase, the first
    included, they leave for good with probability p ~ Beta(a, b). One-time buyers can therefore be gone.

    Source: [batislam2007], [hoppe2007].

    >>> model = ModifiedBetaGeoNBD(r=0.525, alpha=6.183, a=0.891, b=1.614)
    >>> model.probability_alive([0, 0], [0, 0], [1, 38]).round(2).tolist()
    [0.63, 0.39]
    """

    drops_at_first: ClassVar[bool] = True
