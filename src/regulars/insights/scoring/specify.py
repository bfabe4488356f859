"""Everybody with a purchase line: what they brought in, and the history of those with a transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.facts.periods import day_of
from regulars.insights.errors import ScopeError
from regulars.insights.loyalty.types import Typed, types_of
from regulars.insights.scope import Scope
from regulars.insights.scoring.standing_out import StandingOut, standing_out
from regulars.insights.value.specify import PERIOD, Histories, Terms
from regulars.language import message
from regulars.methods.loyalty.stage_rules import Rules

if TYPE_CHECKING:
    from regulars.facts import Facts


@dataclass(frozen=True)
class Grades:
    """How customers are sorted. ``parts`` of the customers are in the upper tiers, or ``cuts`` are their lowest values.

    ``stages``: from how many purchases on a customer is a client, and after how many days of silence inactive.
    """

    parts: tuple[float, ...] = (0.2, 0.3)
    cuts: tuple[float, ...] | None = None
    stages: Rules = field(default_factory=Rules)


@dataclass(frozen=True)
class Question:
    """``keys``, ``net`` and ``typed`` are of everybody, in ascending order of the keys; ``place`` says where
    ``customers`` stand in them.
    """

    keys: NDArray[np.int64]
    net: pa.Array
    customers: Histories
    place: NDArray[np.intp]
    currency: str | None
    until: date | None
    terms: Terms
    grades: Grades
    typed: Typed
    standing_out: tuple[StandingOut, ...] = ()

    @property
    def spent(self) -> NDArray[np.float64]:
        """The net amount of each of ``customers``."""
        return np.asarray(self.net.cast(pa.float64()).to_numpy(zero_copy_only=False))[self.place]


def specify(facts: Facts, scope: Scope, until: date | str | None, terms: Terms, grades: Grades) -> Question:
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
        grades=grades,
        typed=types_of(facts, keys, scope=scope, until=last),
        standing_out=standing_out(facts, keys, net["net"].combine_chunks(), last),
    )
