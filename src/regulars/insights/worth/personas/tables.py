"""What marks each group, how the numbers of groups compare, and which channels and products each uses."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, estimate, part_of, share
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.insights.worth.counted import counted
from regulars.insights.worth.personas.groups import COLUMNS, Groups
from regulars.insights.worth.reading import floats
from regulars.language import NO_CURRENCY, Count, Estimate, Kind, Message, Missing, Text, message
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of

if TYPE_CHECKING:
    from regulars.facts import Facts

FEWEST = 10  # customers behind a mean or a share before it is told
MOST_NAMES = 8
USED = (
    'select distinct customer, "{column}" as name from {{table}} where customer is not null and "{column}" is not null'
)


def name_of(groups: Groups, at: int) -> Message:
    """A group by its number; the only one is everybody."""
    return message("All customers") if groups.found.size == 1 else message("Group {number}", number=at + 1)


def marks(groups: Groups) -> Section | None:
    """How far each group lies from all; nothing where there is one cloud."""
    if groups.found.size == 1:
        return None
    picture = picture_of("customer_clusters", groups.found)
    if picture.table is None:
        return picture
    columns = tuple(
        replace(column, title=COLUMNS.get(groups.found.names[at - 2], column.title)) if at >= 2 else column
        for at, column in enumerate(picture.table.columns)
    )
    return replace(picture, table=replace(picture.table, columns=columns), caption=None, definition=picture.caption)


def people(groups: Groups) -> Section | None:
    """One row a group: its size, and what marks it. Nothing where everybody is one."""
    if groups.found.size == 1:
        return None
    rows = tuple(
        Row(
            str(at + 1),
            name_of(groups, at),
            (_size(groups, at), Count(int(groups.found.group_customers[at])), _marked(groups, at)),
        )
        for at in range(groups.found.size)
    )
    return Section(
        "people",
        message("What marks each group"),
        table=counted(
            "people", ("group", message("Group")), rows, Column("traits", message("What marks it"), numeric=False)
        ),
        chart=ChartKind.BARS,
        caption=message(
            "A group is a summary of many people, no picture of any one of them: within each, customers differ."
        ),
        definition=message(
            "A group has no list of its customers: it is drawn anew from all of them each time, and is no rule. What "
            "marks it can be said as a rule, in a segment."
        ),
    )


def means(groups: Groups) -> Section:
    """What is known of the customers of each group, on average."""
    money = groups.currency or NO_CURRENCY
    answered = ~np.isnan(floats(groups.table, "satisfaction"))
    rows = tuple(
        Row(
            str(at + 1),
            name_of(groups, at),
            (
                Count(int(groups.found.group_customers[at])),
                _mean(groups, at, "recency_days"),
                _mean(groups, at, "purchases", digits=1),
                _mean(groups, at, "net", Kind.MONEY, money),
                _mean(groups, at, "value", Kind.MONEY, money),
                _mean(groups, at, "satisfaction"),
                Count(int((answered & (groups.group == at + 1)).sum())),
            ),
        )
        for at in range(groups.found.size)
    )
    return Section(
        "means",
        message("What is known of them"),
        table=Table(
            "means",
            (
                Column("group", message("Group"), numeric=False),
                Column("n", message("Customers")),
                Column("recency", message("Days since purchase")),
                Column("purchases", message("Purchases")),
                Column("net", message("Revenue of each")),
                Column("value", message("Expected from each")),
                Column("satisfaction", message("Satisfaction")),
                Column("answered", message("Answered")),
            ),
            rows,
        ),
        caption=message("Means with their intervals; satisfaction, 0 to 100, of those who answered."),
    )


def _size(groups: Groups, at: int) -> Cell:
    found = groups.found
    part, low, high = (float(one[at]) for one in (found.group_share, found.group_share_low, found.group_share_high))
    return share(part, low, high, digits=None)


def _marked(groups: Groups, at: int) -> Message:
    """What marks a group, the columns in words."""
    found = [
        replace(trait, values={name: COLUMNS.get(str(value), value) for name, value in trait.values.items()})
        for trait in groups.found.traits(at)
    ]
    return message("{traits}", traits=tuple(found)) if found else message("like the average")


def _mean(
    groups: Groups, at: int, column: str, kind: Kind = Kind.NUMBER, currency: str | None = None, digits: int = 0
) -> Cell:
    mine = floats(groups.table, column)[groups.group == at + 1]
    mine = mine[~np.isnan(mine)]
    if len(mine) < FEWEST:
        return Missing(TOO_FEW)
    said = mean_of(Sample.of(mine), groups.found.confidence)
    if not math.isfinite(said.low):
        return Missing(TOO_FEW)
    return Estimate(said.mean, said.low, said.high, kind, currency, digits=digits)


def tried(groups: Groups) -> Section:
    """Each number of groups against a single cloud, and whether it would be found again."""
    found = groups.found
    rows = tuple(
        Row(
            str(size),
            message("{count} groups", count=int(size)),
            (
                estimate(found.tightness[at], digits=3),
                estimate(found.cloud_high[at], digits=3),
                _again(groups, at),
            ),
            "above" if found.size == size and found.size > 1 else "same",
        )
        for at, size in enumerate(found.tried.tolist())
    )
    return Section(
        "tried",
        message("How many groups there are"),
        table=Table(
            "tried",
            (
                Column("size", message("Number of groups"), numeric=False),
                Column("gap", message("Tighter than a single cloud by")),
                Column("cloud", message("Chance reaches")),
                Column("again", message("Found again, 0 to 1")),
            ),
            rows,
        ),
        caption=message(
            "As striking as this or more is a single cloud by chance: {chance}.",
            chance=Estimate(found.p_value, kind=Kind.SHARE, digits=0),
        ),
        definition=message(
            "Tightness is the logarithm of the squared distances within groups, held against 99 single clouds of the "
            "same shape. Found again is the adjusted Rand index of pairs of resamples, only of the numbers of groups "
            "that came into question; from 0.8 on a grouping is called stable."
        ),
    )


def _again(groups: Groups, at: int) -> Cell:
    found = groups.found
    if math.isnan(found.stability[at]):
        return Missing(message("not asked"))
    return estimate(found.stability[at], found.stability_low[at], found.stability_high[at])


def mix(facts: Facts, groups: Groups, column: str, title: Message, caption: Message) -> Section:
    """Of the customers of each group, which part ever bought there; the names with most customers."""
    used = facts.ask(facts.purchases_table, USED.format(column=column), {})
    customer, names = used["customer"].to_numpy(), used["name"].dictionary_encode().combine_chunks()
    place = np.minimum(np.searchsorted(groups.customer, customer), len(groups.customer) - 1)
    mine = groups.customer[place] == customer
    kinds = len(names.dictionary)
    ranked = np.asarray(sorted(range(kinds), key=lambda at: str(names.dictionary[at])), dtype=np.int64)
    if not kinds or not mine.any():
        return Section(column, title, message("The purchases do not say it."))
    size = groups.found.size
    code = names.indices.to_numpy()[mine].astype(np.int64)
    counts = np.bincount(groups.group[place[mine]] * kinds + code, minlength=(size + 1) * kinds).reshape(-1, kinds)
    top = ranked[np.argsort(-counts[1:].sum(axis=0)[ranked], kind="stable")][:MOST_NAMES]
    people = groups.found.group_customers
    return Section(
        column,
        title,
        table=Table(
            column,
            (
                Column("group", message("Group"), numeric=False),
                Column("n", message("Customers")),
                *(Column(f"cell{place}", Text.of(str(names.dictionary[int(at)]))) for place, at in enumerate(top)),
            ),
            tuple(
                Row(
                    str(at + 1),
                    name_of(groups, at),
                    (Count(int(people[at])), *(_part(int(counts[at + 1, one]), int(people[at])) for one in top)),
                )
                for at in range(size)
            ),
        ),
        chart=ChartKind.HEAT,
        caption=caption,
        definition=message("Each share is of the customers, with Wilson’s interval; a customer may be in several."),
    )


def _part(hits: int, n: int) -> Cell:
    return part_of(hits, n, least=FEWEST)
