"""How much of what a customer is expected to bring stands at stake: value if they stay, times risk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats

LOST = 0.2  # at this chance of still being a customer or below, somebody is to be won back, not kept
NOT_LOYAL = ("defector", "terrorist", "mercenary")


@dataclass(frozen=True)
class AtStake:
    """One place for each customer; NaN where nothing can be told, and for who is probably lost already.

    ``if_stayed``: the expected value given that the customer has not left. ``risk``: 0 to 1. ``amount``: the product.
    """

    if_stayed: Floats
    risk: Floats
    amount: Floats


def at_stake(value: Floats, alive: Floats, chance_of_none: Floats, leaving: Floats) -> AtStake:
    """Value if they stay, times the larger of two risks.

    ``value``: expected within the horizon; ``alive``: chance of still being a customer, NaN where it cannot be told:
    then the value stands as it is. ``chance_of_none``: of no purchase within the horizon. ``leaving``: the chance that
    somebody whose last answers say not loyal is so; NaN or 0 for others.

    >>> columns = ([80.0, 80.0, 5.0], [0.8, np.nan, 0.1], [0.3, 0.3, 0.9], [0.9, 0.0, 0.0])
    >>> found = at_stake(*(np.array(one) for one in columns))
    >>> found.amount.tolist()
    [90.0, 24.0, nan]
    """
    told = ~np.isnan(alive)
    gone = told & (alive <= LOST)
    if_stayed = np.where(gone, np.nan, value / np.where(told & ~gone, alive, 1.0))
    risk = np.where(gone, np.nan, np.fmax(chance_of_none, leaving))
    return AtStake(if_stayed, risk, if_stayed * risk)
