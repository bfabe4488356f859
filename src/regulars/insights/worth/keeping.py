"""Who of the customers of one period bought again in the next, and what margin they had brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import among, chosen, floats
from regulars.insights.worth.value_page.reading import money_of, units_in
from regulars.language import NO_CURRENCY, Estimate, Kind, Message, message

if TYPE_CHECKING:
    from regulars.facts import Facts

YEAR = 365
PERIODS: dict[str, tuple[int, Message]] = {
    "year": (YEAR, message("a year")),
    "half": (182, message("half a year")),
    "quarter": (91, message("a quarter")),
}
DAYS = 'select min("day") as first, max("day") as last from {table} where customer is not null'
KEPT = """
    select customer, sum(paid) filter (early) as net, sum(known_cost) filter (early) as cost,
        count(*) filter (early and known_cost is null) as costless, count(*) filter (not early and paid > 0) > 0 as kept
    from (select customer, "day" <= $middle as early, {paid} as paid, {spent} as known_cost
          from {table}
        where customer is not null and "day" > $start and "day" <= $end
            and ($units is null or list_contains($units, unit)))
    group by customer having count(*) filter (early and paid > 0) > 0 order by customer
"""


@dataclass(frozen=True)
class Kept:
    """The customers who bought in the period before the last; ``kept``: again in the last one.

    ``net`` and ``margin`` are of the period before. ``basis`` says in words what the margin is.
    """

    customer: NDArray[np.int64]
    kept: NDArray[np.float64]
    net: NDArray[np.float64]
    margin: NDArray[np.float64]
    basis: Message
    currency: str
    period: str
    start: date
    middle: date
    end: date

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def length(self) -> Message:
        """Of a period, in words."""
        return PERIODS[self.period][1]

    def periods_in(self, years: float) -> int:
        """How many periods so many years have; one at least."""
        return max(1, round(years * YEAR / PERIODS[self.period][0]))

    def rate(self, yearly: float) -> float:
        """A discount rate of a year for one period."""
        return float((1 + yearly) ** (PERIODS[self.period][0] / 365.25) - 1)


def kept_of(facts: Facts, wish: Wish, *, period: str = "", margin: float | None = None) -> Kept | Message:
    """By the longest period of which the purchases hold two, or the one asked for; the reason where they do not.

    ``margin``: a share of revenue; without one that of the company, else what the purchases cost, else revenue itself.
    Raises ``MixedCurrenciesError`` where amounts must not be added up.
    """
    found = facts.ask(facts.purchases_table, DAYS, {}).to_pylist() if facts.purchases_table.snapshot().files else []
    if not found or found[0]["last"] is None:
        return message("There are no purchases of known customers yet.")
    first, end = found[0]["first"], found[0]["last"]
    known = (end - first).days + 1
    fits = [name for name, (days, _) in PERIODS.items() if 2 * days <= known and period in ("", name)]
    if not fits:
        needed = 2 * PERIODS[period or "quarter"][0]
        return message("Purchases of {days} days are too few: it takes {needed} to see who came back.", days=known,
                       needed=needed)  # fmt: skip
    length = timedelta(days=PERIODS[fits[0]][0])
    money = money_of(facts)
    asked = {
        "start": end - 2 * length,
        "middle": end - length,
        "end": end,
        "units": units_in(wish),
    }
    rows = among(facts.ask(facts.purchases_table, money.filled(KEPT), asked), chosen(facts, wish))
    net = floats(rows, "net")
    costed = bool(len(rows)) and not rows["costless"].to_numpy().any()
    own, basis = _margin(wish, margin, net, floats(rows, "cost") if costed else None)
    return Kept(
        customer=rows["customer"].to_numpy(),
        kept=floats(rows, "kept"),
        net=net,
        margin=own,
        basis=basis,
        currency=money.currency or NO_CURRENCY,
        period=fits[0],
        start=end - 2 * length + timedelta(days=1),
        middle=end - length,
        end=end,
    )


def _margin(
    wish: Wish, asked: float | None, net: NDArray[np.float64], cost: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64], Message]:
    part = wish.terms.margin if asked is None else asked
    said = Estimate(part, kind=Kind.SHARE, digits=0)
    if asked is not None:
        return part * net, message("{share} of revenue, as set here", share=said)
    if part != 1:
        return part * net, message("{share} of revenue, as the company has set it", share=said)
    if cost is not None:
        return net - cost, message("revenue less what the purchases cost the company")
    return net, message("revenue itself: no margin is set, and not every purchase says what it cost")
