"""What customers brought: how unevenly, with what profit, and whether tiers by spending hold for the next period."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, share
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import among, chosen, floats
from regulars.insights.worth.value_page.reading import FEWEST, Spent, money_of, units_in
from regulars.insights.worth.value_page.tiers import APART, money_cell, moves_table, title_of
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, message
from regulars.methods import Concentration, Tiers, WhaleCurve, concentration, output_input_ratio, tiers, whale_curve
from regulars.methods.errors import MethodError

if TYPE_CHECKING:
    from regulars.facts import Facts

PARTS = (0.05, 0.1, 0.2, 0.5)
SPAN = 365


def spread_of(spent: Spent) -> Concentration | None:
    """None where nobody brought anything."""
    try:
        return concentration(spent.net, negative="exclude") if len(spent.net) >= FEWEST else None
    except MethodError:
        return None


def whale_of(spent: Spent) -> WhaleCurve | None:
    """Of those whose costs are known."""
    return whale_curve(spent.profit) if spent.costed >= FEWEST else None


def spread(found: Concentration) -> Section:
    """The own curve."""
    return replace(
        picture_of("concentration", found),
        title=message("How revenue is spread over customers"),
        caption=message("Revenue less returns, of {n} customers.", n=Count(found.n)),
        definition=message(
            "Measured on your own purchases, assumed nowhere. Gini coefficient: {gini}, from 0, where all bring the "
            "same, to 1, where one brings all. {negative} customers returned more than they bought and are left out.",
            gini=Estimate(found.gini, found.gini_low, found.gini_high, digits=2),
            negative=Count(found.n_negative),
        ),
    )


def best(found: Concentration, whale: WhaleCurve | None, currency: str) -> Section:
    """What the best bring, in revenue and in margin."""
    rows = tuple(_best(part, found, whale) for part in PARTS)
    return Section(
        "best",
        message("What the best customers bring"),
        message(
            "Half of {total} comes from {people} customers.",
            total=Estimate(found.total, kind=Kind.MONEY, currency=currency, digits=0),
            people=Count(found.holders_of(0.5)),
        ),
        table=Table(
            "best",
            (
                Column("part", message("The best"), numeric=False),
                Column("n", message("Customers")),
                Column("revenue", message("Share of revenue")),
                Column("margin", message("Share of margin")),
            ),
            rows,
        ),
        definition=message(
            "The best by revenue bring the share of revenue, the best by margin the share of margin. A share of margin "
            "may be above 100%: others cost some of it again."
        ),
    )


def _best(part: float, found: Concentration, whale: WhaleCurve | None) -> Row:
    low, high = found.top_share_interval(part)
    margin: Cell = Missing(message("costs are not known"))
    if whale is not None:
        at = int(np.argmin(np.abs(whale.customers - part)))
        margin = share(whale.held[at], whale.held_low[at], whale.held_high[at])
    name = message("{share} of customers", share=Estimate(part, kind=Kind.SHARE, digits=0))
    people = max(1, math.ceil(part * found.n * (1 - 1e-12)))
    return Row(f"{part:g}", name, (Count(people), share(found.top_share(part), low, high), margin))


def profit(spent: Spent, whale: WhaleCurve | None, wish: Wish) -> Iterator[Section]:
    """Whale curve and, where the cost of serving is told, margin for each unit of it."""
    title = message("Whale curve of profit")
    rates = {"purchases": wish.number("purchase_cost"), "returns": wish.number("return_cost")}
    margin = spent.profit if whale is not None else spent.net * wish.terms.margin
    if any(rates.values()):
        yield from _served(spent, margin, {name: rate or 0.0 for name, rate in rates.items()}, whale is not None)
        return
    if whale is None:
        yield Section(
            "whale_curve",
            title,
            message(
                "There is no curve of profit: {known} of {n} customers have purchases whose costs are all known. Map "
                "a column of costs at the import, or say under “Filter” what serving a purchase and a return costs.",
                known=Count(spent.costed),
                n=Count(len(spent.net)),
            ),
        )
        return
    yield replace(picture_of("whale_curve", whale), caption=_basis(spent), definition=_missing())


def _basis(spent: Spent) -> Message:
    return message(
        "Margin is revenue less the costs of the goods, of the {known} of {n} customers all of whose purchases have a "
        "cost.",
        known=Count(spent.costed),
        n=Count(len(spent.net)),
    )


def _missing() -> Message:
    return message(
        "What it costs to serve a customer is not in the facts and not taken off here: say under “Filter” what serving "
        "a purchase and a return costs. A loss is that of our prices, costs and ways of serving; mend those first, do "
        "not drop the customer."
    )


def _served(spent: Spent, margin: object, rates: dict[str, float], costed: bool) -> Iterator[Section]:
    done = {"purchases": spent.purchases, "returns": spent.returns}
    try:
        found = output_input_ratio(margin, done, rates=rates)
    except MethodError as error:
        yield Section(
            "output_input_ratio", message("Margin for each unit of cost, and where it comes from"), error.message
        )
        return
    yield replace(
        picture_of("output_input_ratio", found),
        caption=_basis(spent)
        if costed
        else message("Costs of goods are not known: margin is revenue times the company’s margin, the same for all."),
        definition=message(
            "The cost to serve is {purchase} for each day with a purchase and {back} for each line that came back. "
            "A loss is that of our prices, costs and ways of serving; mend those first, do not drop the customer.",
            purchase=Estimate(rates["purchases"], kind=Kind.MONEY, currency=spent.currency, digits=2),
            back=Estimate(rates["returns"], kind=Kind.MONEY, currency=spent.currency, digits=2),
        ),
    )


PERIODS = """
    select customer, sum(paid) filter (where "day" > $middle) as now,
        sum(paid) filter (where "day" <= $middle) as before
    from (select customer, "day", {paid} as paid from {table}
        where customer is not null and "day" > $start and "day" <= $last
            and ($units is null or list_contains($units, unit)))
    group by customer order by customer
"""
ENDS = 'select min("day") as first, max("day") as last from {table} where ($until is null or "day" <= $until)'


def repeated(facts: Facts, wish: Wish) -> Section:
    """Tiers by the spending of one period, and what their customers spend in the next: luck goes, value stays."""
    title, span = message("Do the tiers hold from one period to the next?"), int(wish.number("span") or SPAN)
    ends = facts.ask(facts.purchases_table, ENDS, {"until": wish.last}).to_pylist()[0]
    last = ends["last"]
    if last is None or ends["first"] > last - timedelta(days=2 * span - 1):
        return Section(
            "repeated",
            title,
            message(
                "It takes purchases of two times {span} days to see whether tiers hold; choose fewer days under "
                "“Filter”.",
                span=span,
            ),
        )
    found = _by_periods(facts, wish, last, span)
    if found is None or found.moves.sum() < 3 * FEWEST:
        return Section("repeated", title, message("Too few customers bought in the {span} days before.", span=span))
    stayed, held = int(np.trace(found.moves)), int(found.moves.sum())
    rows = []
    for at, row in enumerate(moves_table("repeated", found.names, found.moves, found.confidence).rows):
        later = [float(column[at]) for column in (found.later_mean, found.later_mean_low, found.later_mean_high)]
        apart: Cell = APART[found.apart[at]] if at < len(found.apart) else Missing(message("none below"))
        cell: Cell = Missing(TOO_FEW)
        if found.moves[at].sum() >= FEWEST:
            cell = money_cell(*later, currency=money_of(facts).currency or "")
        rows.append(replace(row, cells=(*row.cells, cell, apart)))
    return Section(
        "repeated",
        title,
        message(
            "{stayed} of {n} customers spent in the {span} days to {day} as in the tier that the {span} days before "
            "had put them in.",
            stayed=share(stayed / held),
            n=Count(held),
            span=span,
            day=Day(last),
        ),
        table=Table(
            "repeated",
            (
                Column("before", message("Tier before"), numeric=False),
                Column("n", message("Customers")),
                *(Column(f"cell-{name}", title_of(name)) for name in found.names),
                Column("later", message("Spent by each since")),
                Column("apart", message("Told apart from the next")),
            ),
            tuple(rows),
        ),
        chart=ChartKind.HEAT,
        caption=message("Of the customers of each tier before, where their spending puts them now."),
        definition=message(
            "Tiers by what customers spent in the period before, with the parts of the company’s rule; the same limits "
            "in money hold in both periods. Two tiers are told apart where the means of what their customers spent "
            "since do not meet within their intervals."
        ),
    )


def _by_periods(facts: Facts, wish: Wish, last: date, span: int) -> Tiers | None:
    """The method, on the spending of two periods; who bought nothing in the first has no tier before."""
    middle = last - timedelta(days=span)
    rows = facts.ask(
        facts.purchases_table,
        money_of(facts).filled(PERIODS),
        {"start": middle - timedelta(days=span), "middle": middle, "last": last, "units": units_in(wish)},
    )
    rows = among(rows, chosen(facts, wish))
    now, before = np.nan_to_num(floats(rows, "now")), floats(rows, "before")
    earlier = before[before > 0]
    if len(earlier) < 3 * FEWEST:
        return None
    try:
        cuts = tiers(earlier, parts=wish.grades.parts).cuts.tolist()
        return tiers(now, before=before, cuts=cuts)
    except MethodError:
        return None
