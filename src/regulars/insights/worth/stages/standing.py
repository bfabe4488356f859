"""The stage of each customer by the days on which they bought: what the nightly scores say, and how it came to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import among, chosen
from regulars.methods import Stages, stages
from regulars.methods.loyalty.stage_rules import Rules

if TYPE_CHECKING:
    from regulars.facts import Facts

EVERY = 30  # days from one look to the next, as in the method


@dataclass(frozen=True)
class Standing:
    """``customer`` and ``day`` are the days with a purchase, by customer and day. ``unsold`` counts customers who
    are known and have not bought. ``usual``: by the rules of the scores, so that the list of customers agrees.
    """

    customer: NDArray[np.int64]
    day: NDArray[np.datetime64]
    found: Stages
    last: date
    unsold: int
    usual: bool


def standing_of(facts: Facts, wish: Wish) -> Standing | None:
    """None where nobody bought anything."""
    last = facts.last_purchase()
    if last is None:
        return None
    keys = chosen(facts, wish)
    bought = among(facts.transactions(), keys)
    if not len(bought):
        return None
    customer, day = bought["customer"].to_numpy(), bought["day"].to_numpy().astype("datetime64[D]")
    rules, every = rules_of(wish), wish.number("every")
    found = stages(
        customer,
        day,
        until=last,
        client_from=rules.client_from,
        inactive_after=rules.inactive_after,
        every=EVERY if every is None else int(every),
    )
    known = len(facts.customers()) if keys is None else len(keys)
    return Standing(customer, day, found, last, max(0, known - found.n), rules == wish.grades.stages)


def rules_of(wish: Wish) -> Rules:
    """Those asked for; else those by which customers are scored."""
    usual = wish.grades.stages
    client_from, inactive_after = wish.number("client_from"), wish.number("inactive_after")
    return Rules(
        usual.client_from if client_from is None else int(client_from),
        usual.inactive_after if inactive_after is None else int(inactive_after),
    )
