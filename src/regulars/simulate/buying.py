"""Guests, the days on which they buy, and what they spend: BG/NBD or MBG/NBD with gamma-gamma."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.simulate.parameters import Buying, BuyingModel, Spend
from regulars.simulate.streams import stream

DAYS_PER_WEEK = 7

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Guests:
    """One row for each customer. Days count from the first day of the data.

    ``trait``: lasting contentment, standard normal; ``rate``: λ, purchases per week; ``leaving``: p, chance
    to leave after a purchase; ``value_rate``: ν of the spend; ``repeats``: x; ``alive``: has not left by the last day.
    """

    first: Ints
    trait: Floats
    rate: Floats
    leaving: Floats
    value_rate: Floats
    repeats: Ints
    alive: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class Purchases:
    """One row for each customer-day with a purchase, sorted by guest and day; ``cents`` is the invoice."""

    guest: Ints
    day: Ints
    cents: Ints


def simulate_buying(seed: int, customers: int, days: int, buying: Buying, spend: Spend) -> tuple[Guests, Purchases]:
    """Draw guests and all that they buy within ``days``.

    A Poisson process given its count has uniform times, so a guest's purchases need no loop: draw how many
    the rate would bring until the last day, and cut the list where the guest leaves for good.
    """
    chance = stream(seed, "guests")
    first = chance.integers(0, days, customers)
    trait = chance.standard_normal(customers)
    rate = chance.gamma(buying.r, 1 / buying.alpha, customers)
    leaving = _leaving(chance.standard_normal(customers), trait, buying)
    # Beta draws reach 0 in floating point; a guest who leaves once in 10^9 stays is as loyal.
    before_leaving = chance.geometric(np.maximum(leaving, 1e-9)) - (buying.model is BuyingModel.MBG_NBD)
    value_rate = chance.gamma(spend.q, 1 / spend.gamma, customers)

    observed = days - 1 - first
    wanted = stream(seed, "buying").poisson(rate * observed / DAYS_PER_WEEK)
    repeats = np.minimum(wanted, before_leaving)
    guest, offset = _repeat_days(seed, wanted, repeats, observed)
    guest = np.concatenate([np.arange(customers), guest])
    day = first[guest] + np.concatenate([np.zeros(customers, dtype=np.int64), offset])
    order = np.lexsort((day, guest))
    guest, day = guest[order], day[order]

    amount = stream(seed, "spend").gamma(spend.p, 1 / value_rate[guest])
    cents = np.maximum(np.rint(100 * amount), 1).astype(np.int64)
    return (
        Guests(
            first=first,
            trait=trait,
            rate=rate,
            leaving=leaving,
            value_rate=value_rate,
            repeats=np.bincount(guest, minlength=customers) - 1,
            alive=wanted < before_leaving,
        ),
        Purchases(guest, day, cents),
    )


def _leaving(noise: Floats, trait: Floats, buying: Buying) -> Floats:
    # The copula: correlated on normal scores, while the share of every p over all guests stays Beta(a, b).
    rho = buying.trait_correlation
    score = -rho * trait + np.sqrt(1 - rho**2) * noise
    return np.asarray(scipy.special.betaincinv(buying.a, buying.b, scipy.special.ndtr(score)))


def _repeat_days(seed: int, wanted: Ints, repeats: Ints, observed: Ints) -> tuple[Ints, Ints]:
    """Guest and days since the first purchase of every repeat purchase; no two on one day."""
    guest = np.repeat(np.arange(len(wanted)), wanted)
    times = stream(seed, "days").random(len(guest)) * observed[guest]
    times = times[np.lexsort((times, guest))]
    rank = np.arange(len(guest)) - np.repeat(np.cumsum(wanted) - wanted, wanted)
    kept = rank < repeats[guest]
    guest, times, rank = guest[kept], times[kept], rank[kept]
    # Two purchases on one day would be one transaction to every model of customer-days, and the true rate would be
    # lost; so the later one waits for the next day. Running maximum of (day - rank) within each guest.
    span = np.int64(observed.max(initial=0) + rank.max(initial=0) + 2)
    waiting = np.ceil(times).astype(np.int64) - rank + guest * span
    offset = np.maximum.accumulate(waiting) - guest * span + rank if len(guest) else waiting
    inside = (offset >= 1) & (offset <= observed[guest])
    return guest[inside], offset[inside]
