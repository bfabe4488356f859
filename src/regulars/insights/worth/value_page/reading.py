"""What the page reads: the latest scores with their tiers, what customers spent and cost, who is dissatisfied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from regulars.facts.rates import cost_by
from regulars.insights.scope import Scope
from regulars.insights.scoring import Grades
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import among, chosen, floats, reach, scored
from regulars.language import NO_CURRENCY, Message, message
from regulars.methods import Tiers, tiers
from regulars.methods.errors import MethodError
from regulars.methods.value.tier_rules import NAMES

if TYPE_CHECKING:
    from regulars.facts import Facts

FEWEST = 10  # customers before anything is told of them
COLUMNS = (
    "value", "predicted_low", "predicted_high", "net", "currency", "horizon_weeks", "margin", "value_tier", "alive",
)  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """The customers looked at who have a tier, by key; ``found`` their tiers, cut as in the latest scores.

    ``worth`` is what is expected of each, or what each brought where ``forecast`` is false; then there are no ranges.
    ``stale``: the rules have changed since the scores were made.
    """

    customer: NDArray[np.int64]
    worth: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    alive: NDArray[np.float64]
    found: Tiers
    forecast: bool
    stale: bool
    currency: str
    weeks: int
    margin: float
    day: date

    @property
    def what(self) -> Message:
        """What is expected, in words."""
        return message("discounted margin") if self.margin < 1 else message("discounted revenue, as no margin is set")

    @property
    def last(self) -> str:
        """The name of the lowest tier."""
        return self.found.names[-1]

    def of(self, tier: str) -> NDArray[np.bool_]:
        """Who stands in a tier."""
        return np.asarray(self.found.tier == tier)


def expected(facts: Facts, wish: Wish, *, until: date | None = None) -> Expected | None:
    """The latest scores up to a day; None where there are none, or nobody of those looked at has a tier."""
    whole = Wish(Scope.whole(purpose=wish.scope.purpose))
    everybody = scored(facts, whole, *COLUMNS, until=until or wish.last)
    forecast = len(everybody) > everybody["value"].null_count
    basis = "value" if forecast else "net"
    everybody = everybody.filter(pc.and_(everybody[basis].is_valid(), everybody["value_tier"].is_valid()))
    own = among(everybody, chosen(facts, wish))
    if not len(own):
        return None
    of_all = _tiers(everybody, basis, wish.grades)
    stale = of_all is None or _sizes(everybody) != dict(zip(of_all.names, of_all.tier_n.tolist(), strict=True))
    cuts = _cuts(everybody, basis) if stale or of_all is None else tuple(of_all.cuts.tolist())
    found = of_all if len(own) == len(everybody) and not stale else _tiers(own, basis, replace(wish.grades, cuts=cuts))
    if found is None:
        return None
    return Expected(
        customer=own["customer"].to_numpy(),
        worth=floats(own, basis),
        low=floats(own, "predicted_low"),
        high=floats(own, "predicted_high"),
        alive=floats(own, "alive"),
        found=found,
        forecast=forecast,
        stale=stale,
        currency=_first(own, "currency") or NO_CURRENCY,
        weeks=int(_first(own, "horizon_weeks") or 52),
        margin=float(_first(own, "margin") or 1.0),
        day=_first(own, "day"),
    )


def _first(table: pa.Table, name: str) -> Any:
    return next(iter(table[name].drop_null().slice(0, 1).to_pylist()), None)


def _tiers(rows: pa.Table, basis: str, grades: Grades) -> Tiers | None:
    """As the nightly scores cut them."""
    worth = floats(rows, basis)
    try:
        if basis == "net":
            return tiers(worth, parts=grades.parts, cuts=grades.cuts)
        # A range of few purchases may lie wholly to one side of the mean that it belongs to.
        low, high = np.fmin(floats(rows, "predicted_low"), worth), np.fmax(floats(rows, "predicted_high"), worth)
        return tiers(worth, low=low, high=high, parts=grades.parts, cuts=grades.cuts)
    except MethodError:
        return None


def _sizes(rows: pa.Table) -> dict[str, int]:
    return {name: pc.sum(pc.equal(rows["value_tier"], name)).as_py() or 0 for name in NAMES}


def _cuts(rows: pa.Table, basis: str) -> tuple[float, ...]:
    """Where the scores that stand were cut: at the lowest value of each tier but the last."""
    lowest = [pc.min(rows[basis].filter(pc.equal(rows["value_tier"], name))).as_py() for name in NAMES[:-1]]
    edges = [np.inf if one is None else float(one) for one in lowest]
    return tuple(edges)


SPENT = """
    select customer, sum(paid) as net, sum(known_cost) as cost, count(*) filter (known_cost is null) as costless,
        count(distinct "day") filter (paid > 0) as purchases, count(*) filter (paid < 0) as returns
    from (select customer, "day", {paid} as paid, {spent} as known_cost
          from {table}
        where customer is not null and ($first is null or "day" >= $first) and ($last is null or "day" <= $last)
            and ($units is null or list_contains($units, unit)))
    group by customer order by customer
"""


@dataclass(frozen=True)
class Money:
    """How purchases may be added up: by which column, and in which currency."""

    amount: str
    currency: str | None

    def filled(self, query: str) -> str:
        """A query with ``{paid}`` and ``{spent}``: what was paid for a line and what it cost, in that currency."""
        return query.replace("{paid}", self.amount).replace("{spent}", cost_by(self.amount, self.currency))


@dataclass(frozen=True)
class Spent:
    """What each customer brought within the days asked for, by key. ``profit`` is NaN where a line has no cost."""

    customer: NDArray[np.int64]
    net: NDArray[np.float64]
    profit: NDArray[np.float64]
    purchases: NDArray[np.int64]
    returns: NDArray[np.int64]
    currency: str

    @property
    def costed(self) -> int:
        """Customers all of whose lines have a cost."""
        return int((~np.isnan(self.profit)).sum())


def money_of(facts: Facts) -> Money:
    """Raises ``MixedCurrenciesError`` where amounts must not be added up."""
    about = facts.about_purchases()
    return Money(about.amount, about.currency or facts.currency)


def spent(facts: Facts, wish: Wish) -> Spent | None:
    """None where there is no purchase of a known customer. Raises ``MixedCurrenciesError``."""
    if not facts.purchases_table.snapshot().files:
        return None
    money = money_of(facts)
    asked = {"first": wish.first, "last": wish.last, "units": units_in(wish)}
    rows = among(facts.ask(facts.purchases_table, money.filled(SPENT), asked), chosen(facts, wish))
    if not len(rows):
        return None
    net, costless = floats(rows, "net"), rows["costless"].to_numpy()
    return Spent(
        customer=rows["customer"].to_numpy(),
        net=net,
        profit=np.where(costless == 0, net - np.nan_to_num(floats(rows, "cost")), np.nan),
        purchases=rows["purchases"].to_numpy(),
        returns=rows["returns"].to_numpy(),
        currency=money.currency or NO_CURRENCY,
    )


def units_in(wish: Wish) -> list[str] | None:
    """The units whose purchases count, for a query; None for all."""
    units = reach(wish)
    return None if units is None else sorted(units)
