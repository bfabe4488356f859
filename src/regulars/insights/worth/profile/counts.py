"""What is counted of each group, in SQL and in columns: shares of customers, and means over customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regulars.insights.report import Words
from regulars.insights.worth.analyses.changes import CONFIDENCE
from regulars.insights.worth.analyses.lines import Lines
from regulars.insights.worth.analyses.names import UNSAID
from regulars.insights.worth.pages import Own
from regulars.insights.worth.profile.groups import OWN, Groups, column_of
from regulars.methods.comparison import Difference, Verdict, difference, discoveries
from regulars.methods.intervals import critical, wilson
from regulars.methods.scores.estimates import mean_of_sums

FEWEST = 10  # customers before a number of theirs is told
FEWEST_JUDGED = 30  # on either side, before two means are held against each other: shares of few lie far from normal
MOST = 12  # names of a kind
WHOLE_YEAR = 360
RISK = {"likely": (0.8, 2.0), "open": (0.2, 0.8), "lost": (-1.0, 0.2)}
LINES = "(select l.*, {grp} as grp from {{lines}} l {join})"
BASKETS = """with lines as (select * from {lines} where grp is not null and customer is not null and money >= 0),
    baskets as materialized (select grp, customer, bought, min("day") as "day", min(channel) as channel,
        min(unit) as unit, sum(money) as paid, count(*) as lines, count(nullif(promotion, '')) as promoted
        from lines group by 1, 2, 3),
    person as materialized (select grp, customer, count(*)::double as n, sum(paid)::double as paid,
        sum(lines)::double as lines, sum(promoted)::double as promoted, count(distinct "day") as days,
        date_diff('day', min("day"), max("day")) as span from baskets group by 1, 2),
    kinds as (
        select grp, customer, 'channel' as trait, coalesce(channel, $unsaid) as name, count(*) as c
            from baskets group by 1, 2, 4
        union all select grp, customer, 'weekday', isodow("day")::varchar, count(*) from baskets group by 1, 2, 4
        union all select grp, customer, 'month', strftime("day", '%m'), count(*) from baskets group by 1, 2, 4
        union all select grp, customer, 'unit', coalesce(unit, $unsaid), count(*) from baskets group by 1, 2, 4),
    pace as (select grp, unnest([
        {trait: 'gap', v: case when days > 1 then span::double / (days - 1) end}, {trait: 'times', v: n},
        {trait: 'paid', v: paid / n}, {trait: 'lines', v: lines / n},
        {trait: 'promoted', v: promoted / lines}], recursive := true) from person)
    select trait, name, grp, null::bigint as n, sum(c / person.n) as total,
        sum((c / person.n) * (c / person.n)) as square from kinds join person using (grp, customer) group by 1, 2, 3
    union all select trait, '', grp, count(v), sum(v), sum(v * v) from pace where v is not null group by 1, 3
    union all select 'buyers', '', grp, count(*), 0, 0 from person group by 3"""
INTERESTS = """select grp, name, customers from (
        select grp, coalesce(category, $unsaid) as name, count(distinct customer) as customers from {lines}
        where grp is not null and customer is not null and money >= 0 group by 1, 2)"""


@dataclass(frozen=True)
class Cell:
    """A share of ``n`` customers, or a mean over them, with its limits; None where they are too few."""

    value: float
    low: float
    high: float
    n: int

    @property
    def told(self) -> tuple[float, float, float]:
        """For ``difference``."""
        return self.value, self.low, self.high


CellOf: TypeAlias = "Callable[[tuple[str, ...]], Cell | None]"  # of all customers of some groups


@dataclass(frozen=True)
class Trait:
    """One row: what it is (``kind``, ``name``), each group's number, and how each differs from all the others.

    ``hits``: how many customers of each group, where it is a share of customers. ``words``: what it is called, where
    the company said so.
    """

    kind: str
    name: str
    cells: Mapping[str, Cell | None]
    apart: Mapping[str, Difference | None]
    hits: Mapping[str, int]
    words: Words | None = None


def traits_of_own(groups: Groups, own: Own | None) -> Iterator[Trait]:
    """What the company noted itself, of those of whom it did, in its order."""
    if own is None or groups.by == OWN or not len(groups.table):
        return
    table = groups.table.append_column("own", column_of(groups.table, own.of))
    found = {one.name: one for one in _shares(groups, OWN, table, "own")}
    most = sorted(found, key=lambda name: -sum(found[name].hits.values()))[:MOST]
    for name, words in own.values.items():
        if name in most:
            yield replace(found[name], words=words)


def traits_of_scores(groups: Groups) -> Iterator[Trait]:
    """Grade and risk, of those who are scored."""
    if not len(groups.table):
        return
    alive = groups.table["alive"]
    band = pa.nulls(len(groups.table), pa.string())
    for name, (low, high) in RISK.items():
        inside = pc.and_(pc.greater(alive, low), pc.less(alive, high))
        if name == "likely":
            inside = pc.greater_equal(alive, low)
        if name == "lost":
            inside = pc.less_equal(alive, high)
        band = pc.if_else(pc.fill_null(inside, False), name, band)
    band = pc.fill_null(band, "untold")
    table = groups.table.append_column("risk", band)
    for kind, column in (
        ("tier", "value_tier"),
        ("risk", "risk"),
        ("type", "loyalty_type"),
        ("stage", "loyalty_stage"),
    ):
        if kind != groups.by:
            yield from _shares(groups, kind, table, column)


def _shares(groups: Groups, kind: str, table: pa.Table, column: str) -> Iterator[Trait]:
    """Of those of whom it is known."""
    known = table.filter(pc.and_(table[column].is_valid(), table["grp"].is_valid()))
    if kind == "type":
        known = known.filter(pc.not_equal(known[column], "unknown"))
    counted = known.group_by(["grp", column]).aggregate([([], "count_all")]).to_pylist()
    found = {(one["grp"], one[column]): int(one["count_all"]) for one in counted}
    sizes = {key: sum(n for (grp, _), n in found.items() if grp == key) for key in groups.keys}
    for name in dict.fromkeys(name for _, name in found):
        yield of_hits(groups, kind, name, {key: found.get((key, name), 0) for key in groups.keys}, sizes)


def of_hits(groups: Groups, kind: str, name: str, hits: Mapping[str, int], sizes: Mapping[str, int]) -> Trait:
    """A share of customers, with Wilson's limits."""

    def cell(keys: tuple[str, ...]) -> Cell | None:
        n, some = sum(sizes[key] for key in keys), sum(hits[key] for key in keys)
        return Cell(some / n, *wilson(some / n, n, critical(CONFIDENCE)), n) if n >= FEWEST else None

    return _trait(groups, kind, name, cell, hits)


def of_sums(groups: Groups, kind: str, name: str, sums: Mapping[str, tuple[int, float, float]]) -> Trait:
    """A mean over customers; of shares it lies between 0 and 1."""
    scale = (0.0, 1.0) if name or kind == "promoted" else None

    def cell(keys: tuple[str, ...]) -> Cell | None:
        n, total, square = (sum(sums.get(key, (0, 0.0, 0.0))[at] for key in keys) for at in range(3))
        if n < FEWEST:
            return None
        found = mean_of_sums(int(n), total, square, CONFIDENCE, scale=scale)
        return Cell(found.mean, found.low, found.high, int(n))

    return _trait(groups, kind, name, cell, {})


def _trait(groups: Groups, kind: str, name: str, cell: CellOf, hits: Mapping[str, int]) -> Trait:
    least = FEWEST if hits else FEWEST_JUDGED
    cells = {key: cell((key,)) for key in groups.keys}
    apart: dict[str, Difference | None] = {}
    # Of two groups one difference says all.
    shown = groups.keys[:1] if len(groups.keys) == 2 else groups.keys
    for key in shown if groups.compared else ():
        one, rest = cells[key], cell(groups.rest(key))
        apart[key] = difference(one.told, rest.told) if one and rest and min(one.n, rest.n) >= least else None
    return Trait(kind, name, cells, apart, hits)


def traits_of_lines(lines: Lines, groups: Groups) -> tuple[list[Trait], dict[str, int]]:
    """Interests and habits of those who bought in the days; and how many they are in each group."""
    source = LINES.format(grp=groups.of_customer or "g.grp", join=_join(groups))
    bound = {"unsaid": UNSAID, **groups.bound}
    rows = lines.ask(BASKETS.replace("{lines}", source.replace("{{lines}}", "{lines}")), **bound).to_pylist()
    buyers = dict.fromkeys(groups.keys, 0)
    buyers |= {one["grp"]: int(one["n"]) for one in rows if one["trait"] == "buyers" and one["grp"] in buyers}
    sums: dict[tuple[str, str], dict[str, tuple[int, float, float]]] = {}
    for one in rows:
        if one["trait"] == "buyers" or one["grp"] not in buyers:
            continue
        n = buyers[one["grp"]] if one["n"] is None else int(one["n"])
        sums.setdefault((one["trait"], one["name"]), {})[one["grp"]] = (n, float(one["total"]), float(one["square"]))
    for (kind, name), some in sums.items():
        if name or kind == "promoted":  # nobody of a group who did so: its share is 0, of all who bought
            sums[kind, name] = {key: some.get(key, (n, 0.0, 0.0)) for key, n in buyers.items()}
    year = lines.days >= WHOLE_YEAR
    found = [of_sums(groups, kind, name, some) for (kind, name), some in sums.items() if kind != "month" or year]
    asked = INTERESTS.replace("{lines}", source.replace("{{lines}}", "{lines}"))
    hits: dict[str, dict[str, int]] = {}
    for one in lines.ask(asked, **bound).to_pylist():
        if one["grp"] in buyers:
            hits.setdefault(one["name"], dict.fromkeys(groups.keys, 0))[one["grp"]] = int(one["customers"])
    found += [of_hits(groups, "category", name, some, buyers) for name, some in hits.items()]
    return _largest(found), buyers


def _join(groups: Groups) -> str:
    return f"join ({groups.of_scores}) g using (customer)" if groups.of_scores else ""


def _largest(found: list[Trait]) -> list[Trait]:
    """In the order of the week and the year; of names, the most used ones."""
    kept: list[Trait] = []
    for kind in dict.fromkeys(one.kind for one in found):
        mine = [one for one in found if one.kind == kind]
        if all(one.name == UNSAID for one in mine):
            continue  # purchases do not say it
        if kind in ("weekday", "month"):
            kept += sorted(mine, key=lambda one: one.name)
        else:
            mine.sort(key=lambda one: (-max((cell.value for cell in one.cells.values() if cell), default=0), one.name))
            kept += mine[:MOST]
    return kept


def clear(traits: list[Trait]) -> dict[tuple[str, str, str], Verdict]:
    """(kind, name, group) -> what the difference may be called, among so many (Benjamini–Hochberg)."""
    tested = {
        (one.kind, one.name, key): apart
        for one in traits
        for key, apart in one.apart.items()
        if apart is not None
    }  # fmt: skip
    p_values = np.asarray([one.p_value(CONFIDENCE) for one in tested.values()], dtype=np.float64)
    kept = discoveries(p_values, level=1 - CONFIDENCE)
    said = {(one.kind, one.name, key): Verdict.TOO_FEW for one in traits for key in one.apart}
    for (place, apart), keep in zip(tested.items(), kept, strict=True):
        said[place] = apart.verdict if keep else Verdict.UNCLEAR
    return said
