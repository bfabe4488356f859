"""Who pays for the discounts of others: by type of loyalty, where purchases name their promotion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW
from regulars.insights.pictures.loyalty import NAMES
from regulars.insights.report import Cell, Column, Row, Section, Whom
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import among, chosen, floats, scored, words
from regulars.insights.worth.value_page.reading import money_of, units_in
from regulars.insights.worth.value_page.tiers import money_cell
from regulars.language import NO_CURRENCY, Count, Estimate, Kind, Message, message
from regulars.methods import CrossSubsidy, LoyaltyType, cross_subsidy
from regulars.methods.errors import MethodError

if TYPE_CHECKING:
    from regulars.facts import Facts

KEY = "cross_subsidy"
TITLE = message("Who pays for the discounts of others")
LEAST = 3  # sales without promotion before a product has a usual price

PROMOTED = """select count(*) as promoted from {table} where customer is not null and promotion is not null
    and amount > 0 and quantity > 0 and product is not null"""
# A discount is what the same goods cost less than they usually do without a promotion.
DISCOUNTS = """
    with lines as (
        select customer, product, promotion, quantity::double as quantity, amount::double as amount, currency,
            {paid}::double as paid, unit
        from {table} where amount > 0 and quantity > 0 and product is not null),
    usual as (
        select product, currency, median(amount / quantity) as price from lines where promotion is null
        group by product, currency having count(*) >= $least)
    select customer,
        sum(case when promotion is null then paid
                 else greatest(amount, price * quantity) * paid / amount end) as spent,
        sum(case when promotion is null then 0
                 else greatest(0, price * quantity - amount) * paid / amount end) as discount,
        count(*) filter (promotion is not null) as promoted
    from lines left join usual using (product, currency)
    where customer is not null and (promotion is null or price is not null)
        and ($units is null or list_contains($units, unit))
    group by customer order by customer
"""


def subsidy_sections(facts: Facts, wish: Wish) -> Iterator[Section]:
    """The transfer between types of loyalty; or what is missing to tell."""
    if not facts.purchases_table.snapshot().files:
        return
    if not facts.ask(facts.purchases_table, PROMOTED, {}).to_pylist()[0]["promoted"]:
        yield Section(
            KEY,
            TITLE,
            message(
                "This cannot be told: no purchase names a promotion beside its product and quantity, so nobody’s "
                "discounts are known. Import these columns to see who pays for whom."
            ),
        )
        return
    money = money_of(facts)
    asked = {"least": LEAST, "units": units_in(wish)}
    rows = among(facts.ask(facts.purchases_table, money.filled(DISCOUNTS), asked), chosen(facts, wish))
    found = _asked(rows, _types(facts, wish, rows))
    if isinstance(found, Message):
        yield Section(KEY, TITLE, found)
        return
    yield _drawn(found, money.currency or NO_CURRENCY)


def _types(facts: Facts, wish: Wish, rows: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """The type of each of these customers by the latest scores, "" where it is unknown."""
    scores = scored(facts, replace(wish, among=None, units=None), "loyalty_type")
    known, who = scores["customer"].to_numpy(), rows["customer"].to_numpy()
    if not len(known):
        return np.full(len(who), "")
    place = np.minimum(np.searchsorted(known, who), len(known) - 1)
    kind = np.where(known[place] == who, words(scores, "loyalty_type")[place], "")
    return np.where(kind == LoyaltyType.UNKNOWN.value, "", kind)


def _asked(rows: pa.Table, kinds: np.ndarray[tuple[int], np.dtype[np.str_]]) -> CrossSubsidy | Message:
    if not (kinds != "").any():
        return message("No customer looked at has a known type of loyalty: it takes answers, purchases and scores.")
    spent = floats(rows, "spent")
    try:
        return cross_subsidy(kinds, spent, np.minimum(floats(rows, "discount"), spent))
    except MethodError as error:
        return error.message


def _drawn(found: CrossSubsidy, currency: str) -> Section:
    picture = picture_of(KEY, found)
    if picture.table is None:
        return picture
    place = {name: at for at, name in enumerate(found.names)}
    rows = tuple(_row(found, place[row.key], row, currency) for row in picture.table.rows)
    columns = (
        *picture.table.columns,
        Column("n", message("Customers")),
        Column("rate", message("Discounts, share of usual prices")),
    )
    shifted = Estimate(found.shifted, kind=Kind.MONEY, currency=currency, digits=0)
    rate = Estimate(found.overall_rate, found.overall_rate_low, found.overall_rate_high, Kind.SHARE)
    few = message("Too few customers to judge: {n}, it takes {needed}.", n=found.n, needed=found.minimum_n)
    return replace(
        picture,
        sentence=few if found.too_few else message(
            "Beyond an equal rate of {rate}, {moved} in discounts went from some types to others.",
            rate=rate, moved=shifted,
        ),
        table=replace(picture.table, columns=columns, rows=rows),
        caption=found.notes[-1],
        definition=message(
            "Above 0 a type got more in discounts than its part at the rate of all, below 0 it pays for others. A "
            "discount is what goods sold under a promotion cost less than their usual price: the median of the same "
            "product’s sales without a promotion, of which there must be {count}. Only products of which there are; "
            "types by the latest answers.",
            count=LEAST,
        ),
    )  # fmt: skip


def _row(found: CrossSubsidy, at: int, row: Row, currency: str) -> Row:
    transfer = float(found.transfer[at]), float(found.transfer_low[at]), float(found.transfer_high[at])
    rate: Cell = TOO_FEW
    if np.isfinite(found.segment_rate_low[at]):
        low, high = float(found.segment_rate_low[at]), float(found.segment_rate_high[at])
        rate = Estimate(float(found.segment_rate[at]), low, high, Kind.SHARE)
    cells = (money_cell(*transfer, currency=currency), Count(found.people[at]), rate)
    kind = LoyaltyType(row.key)
    return replace(row, name=NAMES.get(kind, kind.words), cells=cells, whom=Whom.of(type=row.key))
