"""Everybody counted once for the CRM funnel, in one pass over the days with a purchase."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from regulars.insights.pictures.cells import part_of
from regulars.insights.report import Cell
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import among, chosen, reach, scored, words

if TYPE_CHECKING:
    from regulars.facts import Facts

SPAN = 365  # days, where none are asked for
FEWEST = 10  # customers before a share of them is told
SELECTED = ("premium", "middle")
LINES = """
    select max("day") as last, count(*) filter (within) as lines, count(customer) filter (within) as known
    from (select *, "day" between $first and $last and ($units is null or list_contains($units, unit)) as within
          from {table})
"""


@dataclass(frozen=True)
class Step:
    """``hits`` of ``n`` got there; ``n`` 0 where nothing is known of it."""

    hits: int
    n: int

    @property
    def part(self) -> Cell:
        """The share with its interval."""
        return part_of(self.hits, self.n, None, least=FEWEST)


@dataclass(frozen=True)
class Funnel:
    """From ``first`` to ``last``. ``lines`` are those of sales in the span, None where customers were narrowed.

    ``statuses``: every known customer once; ``tiers``: of those scored. ``latest``: there are no later purchases.
    """

    first: date
    last: date
    known: int
    lines: Step | None
    tiers: dict[str, int]
    acquired: Step
    developed: Step
    kept: Step
    statuses: dict[str, int]
    latest: bool = True

    @property
    def selected(self) -> Step:
        """Those scored above the lowest tier."""
        return Step(sum(self.tiers.get(tier, 0) for tier in SELECTED), sum(self.tiers.values()))


def funnel(facts: Facts, wish: Wish) -> Funnel | None:
    """Count everybody once. None where nobody in reach has bought by the end of the span."""
    latest = facts.last_purchase()
    if latest is None:
        return None
    last = wish.last or latest
    first = wish.first or last - timedelta(days=SPAN - 1)
    keys = chosen(facts, wish)
    bought = among(facts.transactions(until=last), keys)
    if not len(bought):
        return None
    lines = None
    if wish.among is None:
        units = reach(wish)
        asked = {"first": first, "last": last, "units": None if units is None else sorted(units)}
        counted = facts.ask(facts.purchases_table, LINES, asked).to_pylist()[0]
        lines = Step(counted["known"], counted["lines"])
    tiers = words(scored(facts, wish, "value_tier", until=last), "value_tier")
    names, sizes = np.unique(tiers[tiers != ""], return_counts=True)
    known = len(facts.customers()) if keys is None else len(keys)
    day = bought["day"].to_numpy().astype("datetime64[D]")
    found = _counted(
        bought["customer"].to_numpy(),
        day,
        first,
        last,
        known,
        lines,
        dict(zip(names.tolist(), sizes.tolist(), strict=True)),
    )
    return replace(found, latest=latest <= last)


def _counted(
    customer: np.ndarray,
    day: np.ndarray,
    first: date,
    last: date,
    known: int,
    lines: Step | None,
    tiers: dict[str, int],
) -> Funnel:
    start = np.flatnonzero(np.append(True, customer[1:] != customer[:-1]))
    begin = np.datetime64(first, "D")
    window = begin - np.timedelta64((last - first).days + 1, "D")
    within = np.add.reduceat((day >= begin).astype(np.int64), start)
    old = day[start] < begin  # the first purchase of each lies before the span
    lately = np.logical_or.reduceat((day >= window) & (day < begin), start)
    new = ~old & (within > 0)
    again = new & (within > 1)
    return Funnel(
        first=first,
        last=last,
        known=max(known, len(start)),
        lines=lines,
        tiers=tiers,
        acquired=Step(int(new.sum()), max(known, len(start)) - int(old.sum())),
        developed=Step(int(again.sum()), int(new.sum())),
        kept=Step(int((lately & (within > 0)).sum()), int(lately.sum())),
        statuses={
            "known": max(known, len(start)) - len(start),
            "new": int((new & ~again).sum()),
            "developed": int(again.sum()),
            "kept": int((old & (within > 0)).sum()),
            "away": int((old & (within == 0)).sum()),
        },
    )
