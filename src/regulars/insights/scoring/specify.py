"""Everybody with a purchase line: what they brought in, and the history of those with a transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from regulars.facts.periods import day_of
from regulars.insights.errors import ScopeError
from regulars.insights.loyalty.types import Typed, types_of
from regulars.insights.scope import Scope
from regulars.insights.scoring.standing_out import StandingOut, standing_out
from regulars.insights.value.specify import DAYS, Histories, Terms
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
    """``keys``, ``net``, ``again``, ``lines`` and ``typed`` are of everybody, in ascending order of the keys; ``place``
    says where ``customers`` stand in them. ``again`` is the net of all transactions but the first.
    """

    keys: NDArray[np.int64]
    net: pa.Array
    again: pa.Array
    lines: NDArray[np.int64]
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


@dataclass(frozen=True)
class Before:
    """What each customer had bought when they were last scored, and the files of the lines that came in since."""

    bought: pa.Table
    fresh: list[Path]


def specify(
    facts: Facts, scope: Scope, until: date | str | None, terms: Terms, grades: Grades, before: Before | None = None
) -> Question:
    """Read everything once, or only what came in since. Raises ``ScopeError`` for a scope of single units."""
    if scope.units is not None:
        raise ScopeError(
            message("Customers are scored for the whole company: what one unit knows of a customer is only a part.")
        )
    about = facts.about_purchases()
    last = day_of(until) or about.last_day
    if before is None:
        bought = facts.bought(last)
    else:
        bought = facts.bought(last, before=before.bought, fresh=before.fresh)
    last = last if len(bought) else None
    customers = _histories(bought.filter(pc.greater(bought["days"], 0)), last)
    keys, net = bought["customer"].to_numpy(), bought["net"].combine_chunks()
    return Question(
        keys=keys,
        net=net,
        again=bought["again"].combine_chunks(),
        lines=bought["lines"].to_numpy(),
        customers=customers,
        place=np.searchsorted(keys, customers.customer),
        currency=about.currency,
        until=last,
        terms=terms,
        grades=grades,
        typed=types_of(facts, keys, scope=scope, until=last),
        standing_out=standing_out(facts, keys, net, bought["lines"].to_numpy()),
    )


def _histories(bought: pa.Table, last: date | None) -> Histories:
    """Of those with a transaction, in weeks."""
    first, latest = (bought[name].to_numpy().astype("datetime64[D]").astype(np.int64) for name in ("first", "last"))
    repeats = bought["days"].to_numpy() - 1.0
    again = bought["again"].cast(pa.float64()).to_numpy()
    end = np.datetime64(last, "D").astype(np.int64) if last else 0
    return Histories(
        customer=bought["customer"].to_numpy(),
        frequency=repeats,
        recency=(latest - first) / DAYS,
        T=(end - first) / DAYS,
        monetary=np.divide(again, repeats, out=np.zeros_like(again), where=repeats > 0),
    )
