"""What purchases earned: sums of the lines whose cost is known, by tier, by kind of goods, by product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.facts.scores import scores_table
from regulars.insights.worth.analyses.lines import Lines
from regulars.insights.worth.analyses.names import UNSAID
from regulars.methods.value.tier_rules import NAMES

EachCustomer: TypeAlias = "tuple[NDArray[np.str_], NDArray[np.float64]]"  # tier, and what was left
UNSCORED, ANONYMOUS = "unscored", "anonymous"
# What serving costs: a purchase once, shared by its lines; a return each.
EARNED = """(select *, case when tier = 'none' then case when customer is null then 'anonymous' else 'unscored' end
    else tier end as rank, money - spent as gross,
    money - spent - $serve * served - $back * (money < 0)::integer as left_over
    from (select l.*, {served} as served, {tier} as tier from {{lines}} l {join}) where spent is not null)"""
SERVED = "(case when money >= 0 then 1.0 / count(*) filter (money >= 0) over (partition by bought) else 0 end)"
SCORED = """left join (select customer, value_tier from {scores} where "day" = (select max("day") from {scores})) s
    on s.customer = l.customer"""
SUMS = "sum(money) as sales, sum(spent) as cost, sum(gross) as gross, sum(left_over) as kept, count(*) as lines"
COUNTED = ", count(distinct customer) as customers, count(distinct bought) as purchases"
EACH = "select rank, sum(left_over) as kept from "
OF_KNOWN = " where customer is not null group by rank, customer"
WHOLE = """select sum(money) as sales, count(*) as lines, sum(money) filter (spent is not null) as known,
    count(*) filter (spent is not null) as costed, sum(spent) as cost,
    count(distinct bought) filter (spent is not null and money >= 0) as purchases,
    count(*) filter (spent is not null and money < 0) as returns,
    count(distinct customer) as customers from {lines}"""


@dataclass(frozen=True)
class Costs:
    """What serving costs beside the goods; ``fixed``: what the span cost whatever was sold."""

    serve: float
    back: float
    fixed: float


@dataclass(frozen=True)
class Earned:
    """The lines, what serving them costs, and the totals of all of them."""

    lines: Lines
    costs: Costs
    whole: Mapping[str, Any]
    scored: bool

    @property
    def gross(self) -> float:
        """Sales less the cost of the goods, where it is known."""
        return float(self.whole["known"]) - float(self.whole["cost"])

    @property
    def serving(self) -> float:
        """What the purchases and returns of these lines cost."""
        return self.costs.serve * int(self.whole["purchases"]) + self.costs.back * int(self.whole["returns"])

    @property
    def fixed_rate(self) -> float:
        """The part of each sale that bears the fixed costs."""
        known = float(self.whole["known"])
        return self.costs.fixed / known if known > 0 else 0.0

    def sums(self, by: str, *more: str, counted: bool = True) -> list[dict[str, Any]]:
        """Sums for each name: sales, cost, gross, what is kept after serving; how many customers and purchases."""
        names = ", ".join(f"{_named(one)} as name{place or ''}" for place, one in enumerate((by, *more)))
        places = ", ".join(str(place) for place in range(1, len(more) + 2))
        what = f"{names}, {SUMS}{COUNTED if counted else ''}"
        query = f"select {what} from {self._earned()} group by {places}"  # noqa: S608 - names of our own
        return list(self.lines.ask(query, **self._bound()).to_pylist())

    def of_customers(self) -> EachCustomer:
        """The tier of each customer, and what each left after serving."""
        found = self.lines.ask(EACH + self._earned() + OF_KNOWN, **self._bound())
        return np.asarray(found["rank"].to_pylist(), dtype=np.str_), found["kept"].to_numpy()

    def _bound(self) -> dict[str, Any]:
        return {"serve": self.costs.serve, "back": self.costs.back}

    def _earned(self) -> str:
        join, tier = "", "'none'"
        if self.scored:
            join, tier = SCORED, "coalesce(s.value_tier, 'none')"
        served = SERVED if self.costs.serve else "0"
        return EARNED.format(served=served, tier=tier, join=join)


def read_earned(lines: Lines, costs: Costs) -> Earned:
    """The totals; tiers where there are scores."""
    whole = lines.ask(WHOLE).to_pylist()[0]
    return Earned(lines, costs, whole, bool(scores_table(lines.facts).snapshot().files))


def order_of(rank: str) -> tuple[int, str]:
    """Tiers from the best, then those by other names, then who is not scored, then anonymous sales."""
    last = {UNSCORED: 98, ANONYMOUS: 99}
    return (NAMES.index(rank) if rank in NAMES else last.get(rank, 50), rank)


def _named(name: str) -> str:
    return "rank" if name == "rank" else f"coalesce(\"{name}\", '{UNSAID}')"
