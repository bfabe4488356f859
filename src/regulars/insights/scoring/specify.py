"""Everybody with a purchase line: what they brought in, and the history of those with a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.facts.periods import day_of
from regulars.insights.errors import ScopeError
from regulars.insights.scope import Scope
from regulars.insights.value.specify import PERIOD, Histories, Terms
from regulars.language import message

if TYPE_CHECKING:
    from regulars.facts import Facts


@dataclass(frozen=True)
class Question:
    """``keys`` and ``net`` are of everybody, in ascending order; ``place`` says where ``customers`` stand in them."""

    keys: NDArray[np.int64]
    net: pa.Array
    customers: Histories
    place: NDArray[np.intp]
    currency: str | None
    until: date | None
    terms: Terms

    @property
    def spent(self) -> NDArray[np.float64]:
        """The net amount of each of ``customers``."""
        return np.asarray(self.net.cast(pa.float64()).to_numpy(zero_copy_only=False))[self.place]


def specify(facts: Facts, scope: Scope, until: date | str | None, terms: Terms) -> Question:
    """Read everything once. Raises ``ScopeError`` for a scope of single units."""
    if scope.units is not None:
        raise ScopeError(
            message("Customers are scored for the whole company: what one unit knows of a customer is only a part.")
        )
    totals = facts.purchase_totals(until)
    last = (day_of(until) or totals.last_day) if totals.customers else None
    net = facts.net_by_customer(until=last)
    customers = Histories.of(facts.purchase_summary(period=PERIOD, until=last or date.min))
    keys = net["customer"].to_numpy()
    return Question(
        keys=keys,
        net=net["net"].combine_chunks(),
        customers=customers,
        place=np.searchsorted(keys, customers.customer),
        currency=totals.currency,
        until=last,
        terms=terms,
    )
