"""Tiers by what is expected: who stands in each, what hangs on them, how they move, whom nobody need follow up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.facts.scores import scored_days
from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, estimate, part_of, parts_of, share
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table, Whom, Words
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import scored
from regulars.insights.worth.value_page.reading import FEWEST, Expected
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, Text, message
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of
from regulars.methods.value.tier_rules import TITLES

if TYPE_CHECKING:
    from regulars.facts import Facts

APART: dict[str, Message] = {
    "told apart": message("yes"),
    "not told apart": message("no"),
    "cannot tell": message("cannot be told"),
}


def title_of(tier: str) -> Words:
    """The name of a tier."""
    return TITLES.get(tier) or Text.of(tier)


def by_tier(now: Expected) -> Section:
    """The picture of the method, with the numbers behind each tier."""
    found = now.found
    picture = picture_of("tiers", found)
    rows = picture.table.rows if picture.table else ()
    columns = (
        Column("name", message("Tier"), numeric=False),
        Column("value", message("Part of the value")),
        Column("n", message("Customers")),
        Column("mean", message("Of each")),
        Column("from", message("Begins at")),
        Column("apart", message("Told apart from the next")),
        Column("open", message("Might stand in another tier")),
    )
    told = tuple(_told(now, at, row) for at, row in enumerate(rows))
    basis = (
        message(
            "By what is expected within {weeks} weeks ({what}), from the scores of {day}.",
            what=now.what,
            weeks=now.weeks,
            day=Day(now.day),
        )
        if now.forecast
        else message("By what customers have brought so far, from the scores of {day}: there is no forecast in money.",
                     day=Day(now.day))
    )  # fmt: skip
    return replace(
        picture,
        table=Table("tiers", columns, told),
        caption=basis,
        definition=message(
            "Two tiers are told apart where the ranges of their customers, on average, do not meet. A customer might "
            "stand in another tier where the own predictive range reaches into it. A tier may decide who is visited, "
            "never how a complaint is answered or who gets the basic service."
        ),
    )


def _told(now: Expected, at: int, row: Row) -> Row:
    found = now.found
    money = [float(column[at]) for column in (found.mean, found.mean_low, found.mean_high)]
    last = at == len(found.names) - 1
    lowest: Cell = Missing(message("no lower end")) if last else _money(float(found.cuts[at]), now.currency)
    apart: Cell = Missing(message("none below")) if last else APART[found.apart[at]]
    cells = (
        *row.cells,
        Count(int(found.tier_n[at])),
        money_cell(*money, currency=now.currency),
        lowest,
        apart,
        Count(int(found.unclear_n[at])),
    )
    return replace(row, cells=cells, whom=Whom.of(tier=row.key))


def _money(value: float, currency: str) -> Cell:
    if not np.isfinite(value):
        return Missing(message("nobody"))
    return Estimate(value, kind=Kind.MONEY, currency=currency, digits=0)


def money_cell(value: float, low: float, high: float, *, currency: str) -> Cell:
    """An amount with its interval where it has one."""
    found = estimate(value, low, high, Kind.MONEY)
    return replace(found, currency=currency) if isinstance(found, Estimate) else found


def moves(facts: Facts, now: Expected, wish: Wish) -> Section:
    """From the tier at the scoring before to the tier at the last one."""
    title = message("How customers moved between tiers")
    before_day = max((day for day in scored_days(facts) if day < now.day), default=None)
    if before_day is None:
        return Section("moves", title, message("There are scores of one day only; moves show from the next day on."))
    before = scored(facts, wish, "value_tier", until=before_day).drop_null()
    keys, earlier = before["customer"].to_numpy(), before["value_tier"].to_numpy().astype(np.str_)
    both, here, there = np.intersect1d(now.customer, keys, assume_unique=True, return_indices=True)
    if len(both) < FEWEST:
        return Section("moves", title, message("Too few customers were scored on both days to show how they move."))
    names = now.found.names
    counts = crossed(earlier[there], now.found.tier[here], names)
    stayed = int(np.trace(counts))
    return Section(
        "moves",
        title,
        message(
            "{stayed} of {n} customers stand in the same tier as on {day}; {up} rose and {down} fell.",
            stayed=part_of(stayed, len(both), 1, confidence=now.found.confidence),
            n=Count(len(both)),
            day=Day(before_day),
            up=Count(int(np.tril(counts, -1).sum())),
            down=Count(int(np.triu(counts, 1).sum())),
        ),
        table=moves_table("moves", names, counts, now.found.confidence),
        chart=ChartKind.HEAT,
        caption=message("Of the customers of each tier before, where they stand now."),
        definition=message(
            "From the scores of {before} to those of {day}. Where tiers are parts of the customers, somebody may fall "
            "because others rose.",
            before=Day(before_day),
            day=Day(now.day),
        ),
    )


def crossed(before: NDArray[np.str_], now: NDArray[np.str_], names: tuple[str, ...]) -> NDArray[np.int64]:
    """How many went from each tier to each."""
    return np.array([[int(((before == a) & (now == b)).sum()) for b in names] for a in names])


def moves_table(key: str, names: tuple[str, ...], counts: NDArray[np.int64], confidence: float) -> Table:
    """Shares of each row, with Wilson's limits."""
    rows = []
    for name, row in zip(names, counts, strict=True):
        cells = parts_of(row.tolist(), least=FEWEST, confidence=confidence)
        rows.append(Row(name, title_of(name), (Count(int(row.sum())), *cells)))
    columns = (
        Column("before", message("Before"), numeric=False),
        Column("n", message("Customers")),
        *(Column(f"cell-{name}", title_of(name)) for name in names),
    )
    return Table(key, columns, tuple(rows))


def kept_simple(now: Expected) -> Iterator[Section]:
    """Whom nobody need follow up: only those whose own range stays in the lowest tier."""
    if not now.forecast or len(now.found.names) < 2:
        return
    low, sure = now.of(now.last), now.of(now.last) & ~now.found.unclear
    n, inside = int(low.sum()), int(sure.sum())
    total = float(now.worth[~np.isnan(now.worth)].sum())
    alike = message("When one of them complains, it is answered as soon and as well as for anybody else.")
    if not inside:
        said = message(
            "Nobody is on this list: the own range of each of the {n} customers in the lowest tier reaches a better "
            "one. {alike}",
            n=Count(n),
            alike=alike,
        )
    else:
        said = message(
            "{inside} of {n} customers in the lowest tier stay there in the whole of their own range; the other "
            "{spared} may belong to a better one and are not to be dropped. {alike}",
            inside=Count(inside),
            n=Count(n),
            spared=Count(n - inside),
            alike=alike,
        )
    rows = (
        _group(now, "inside", message("Range stays in the lowest tier"), sure, total, "inside"),
        _group(now, "spared", message("Range reaches a better tier"), low & ~sure, total, "open"),
    )
    yield Section(
        "basic",
        message("Basic service is enough"),
        said,
        table=Table(
            "basic",
            (
                Column("name", message("Lowest tier"), numeric=False),
                Column("n", message("Customers")),
                Column("mean", message("Expected from each")),
                Column("share", message("Part of all that is expected")),
            ),
            rows,
        ),
        definition=message(
            "For the first row, active follow-up may rest. Whoever buys only now and then looks like this, too: the "
            "own range holds what one of them brings in eight of ten cases or more."
        ),
    )


def _group(now: Expected, key: str, name: Message, rows: NDArray[np.bool_], total: float, within: str) -> Row:
    worth = now.worth[rows]
    mean: Cell = Missing(TOO_FEW)
    if len(worth) >= FEWEST:
        said = mean_of(Sample.of(worth), now.found.confidence)
        mean = money_cell(said.mean, max(0.0, said.low), said.high, currency=now.currency)
    part: Cell = share(float(worth.sum()) / total, digits=1) if total > 0 else Missing(TOO_FEW)
    return Row(key, name, (Count(int(rows.sum())), mean, part), whom=Whom.of(tier=now.last, range=within))
