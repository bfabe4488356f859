"""What is still to come: how expectations are spread, what of them is at risk, where more is to be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.insights.customer.satisfaction import HIGH, LOW
from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, part_of
from regulars.insights.report import Cell, ChartKind, Column, Figure, Row, Section, Table, Whom, Words
from regulars.insights.scope import identified
from regulars.insights.value.at_risk import Held, value_at_risk
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import rated
from regulars.insights.worth.value_page.reading import FEWEST, SPENT, Expected, money_of, units_in
from regulars.insights.worth.value_page.tiers import money_cell
from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import Headroom, headroom, share_of_wallet
from regulars.methods.errors import MethodError
from regulars.survey import ItemKind

if TYPE_CHECKING:
    from regulars.facts import Facts

BANDS = 8
UNLIKELY = 0.2  # the list of customers calls whoever is below it probably lost
YEAR = timedelta(days=365)
NONE = "none"


def spread_of_value(now: Expected) -> Iterator[Section]:
    """How many are expected to bring how much; each band with the ranges of its customers."""
    if not now.forecast or len(now.worth) < FEWEST:
        return
    edges = bands(now.worth)
    rows, n = [], len(now.worth)
    for low, high in pairwise([-np.inf, *edges, np.inf]):
        inside = (now.worth >= low) & (now.worth < high)
        count = int(inside.sum())
        own: Cell = Missing(TOO_FEW)
        if count >= FEWEST:
            lowest, highest = np.fmin(now.low, now.worth)[inside].mean(), np.fmax(now.high, now.worth)[inside].mean()
            own = money_cell(float(now.worth[inside].mean()), float(lowest), float(highest), currency=now.currency)
        part = part_of(count, n, 1, confidence=now.found.confidence)
        rows.append(Row(f"{low:g}", _band(float(low), float(high), now.currency), (part, Count(count), own)))
    half = float(np.median(now.worth))
    yield Section(
        "expected",
        message("What is expected of each customer"),
        message(
            "Half of {n} customers are expected to bring less than {half} in {weeks} weeks.",
            n=Count(n),
            half=Estimate(half, kind=Kind.MONEY, currency=now.currency, digits=0),
            weeks=now.weeks,
        ),
        table=Table(
            "expected",
            (
                Column("band", message("Expected"), numeric=False),
                Column("share", message("Share of customers")),
                Column("n", message("Customers")),
                Column("own", message("Of each, with the own range")),
            ),
            tuple(rows),
        ),
        chart=ChartKind.DISTRIBUTION,
        definition=message(
            "Expected within {weeks} weeks: {what}. The range is that of what a single customer may bring, on average "
            "over the band: a forecast of one customer is wide, and that of many is not.",
            weeks=now.weeks,
            what=now.what,
        ),
    )


def bands(worth: NDArray[np.float64]) -> list[float]:
    """Round limits, 1, 2 and 5 with zeros, between where few begin and where few are left."""
    above = worth[worth > 0]
    if not len(above):
        return [0.0]
    low, high = np.quantile(above, (0.05, 0.98))
    tens = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    steps = [step * 10.0**ten for ten in tens for step in (1, 2, 5)]
    return [step for step in steps if low <= step <= high][-(BANDS - 1) :] or [float(low)]


def _band(low: float, high: float, currency: str) -> Message:
    def amount(value: float) -> Estimate:
        return Estimate(value, kind=Kind.MONEY, currency=currency, digits=0 if value >= 1 else 2)

    if not np.isfinite(low):
        return message("below {high}", high=amount(high))
    if not np.isfinite(high):
        return message("{low} and more", low=amount(low))
    return message("{low} to {high}", low=amount(low), high=amount(high))


def at_risk(facts: Facts, now: Expected, wish: Wish) -> tuple[Figure | None, Section | None]:
    """What hangs on the dissatisfied: the figure of Today, and who they are."""
    if not now.forecast:
        return None, None
    index, unknown = rated(facts, wish, now.customer)
    groups = {
        "dissatisfied": (message("Last rating low"), index < LOW, {"mood": "dissatisfied"}),
        "between": (
            message("Last rating not high, and probably lost"),
            (index >= LOW) & (index < HIGH) & (now.alive <= UNLIKELY),
            {"mood": "between", "alive": "lost"},
        ),
    }
    signs = groups["dissatisfied"][1] | groups["between"][1]
    figure = value_at_risk(_held(now, signs, unknown))
    title = message("Value at risk")
    if figure is None:
        return None, Section(
            "risk",
            title,
            message("Fewer than {least} customers show that they are dissatisfied: too few to judge.", least=FEWEST),
        )
    rows = []
    for key, (name, those, whom) in groups.items():
        part = value_at_risk(_held(now, those))
        cell: Cell = Missing(TOO_FEW) if part is None else part.estimate
        rows.append(Row(key, name, (Count(int(those.sum())), cell), whom=Whom.of(**whom)))
    return figure, Section(
        "risk",
        title,
        message("{n} customers show that they are dissatisfied.", n=Count(int(signs.sum()))),
        table=Table(
            "risk",
            (
                Column("sign", message("What shows it"), numeric=False),
                Column("n", message("Customers")),
                Column("value", message("Expected from all of them")),
            ),
            tuple(rows),
        ),
        definition=figure.definition,
    )


def _held(now: Expected, those: NDArray[np.bool_], unknown: int = 0) -> Held:
    worth = now.worth[those]
    return Held(len(worth), float(worth.sum()), float((worth**2).sum()), unknown, now.currency)


ALIKE = """
    select customer, arg_max(word, struct_pack(paid, word)) as word from (
        select customer, {column} as word, sum(abs({paid})) as paid
        from {table}
        where customer is not null and {column} is not null
            and ($units is null or list_contains($units, unit)) group by 1, 2)
    group by customer order by customer
"""


def room(facts: Facts, now: Expected, wish: Wish) -> Headroom | None:
    """The method, on the middle tier as the list of customers has it; None where there is none."""
    if len(now.found.names) < 3 or len(now.worth) < FEWEST:
        return None
    try:
        return headroom(now.worth, alike=_alike(facts, now, wish), cuts=now.found.cuts.tolist())
    except MethodError:
        return None


def _alike(facts: Facts, now: Expected, wish: Wish) -> list[str] | None:
    """Where most of each customer's money went; whoever has no word for it stays out."""
    column = wish.word("alike")
    if column not in ("unit", "channel"):
        return None
    query = money_of(facts).filled(ALIKE).replace("{column}", column)
    rows = facts.ask(facts.purchases_table, query, {"units": units_in(wish)})
    known = dict(zip(rows["customer"].to_pylist(), rows["word"].to_pylist(), strict=True))
    return [known.get(key) or "" for key in now.customer.tolist()]


def room_section(found: Headroom, currency: str, tier: str) -> Section:
    """The picture of the method, in money."""
    picture = picture_of("headroom", found)
    amount = money_cell(found.headroom, found.headroom_low, found.headroom_high, currency=currency)
    rows = () if picture.table is None else picture.table.rows
    told = []
    for row in rows:
        at = found.names.index(row.key)
        three = [float(column[at]) for column in (found.room, found.room_low, found.room_high)]
        target = [float(column[at]) for column in (found.target, found.target_low, found.target_high)]
        cells = (
            money_cell(*three, currency=currency),
            Count(found.group_middle[at]),
            money_cell(*target, currency=currency),
        )
        told.append(replace(row, cells=cells, whom=Whom.of(tier=tier) if len(rows) == 1 else None))
    return replace(
        picture,
        sentence=message(
            "{some} of {all} customers of the middle tier are expected to bring less than the better of those like "
            "them: {room} in all.",
            some=Count(found.with_room),
            all=Count(found.middle_n),
            room=amount,
        ),
        table=Table(
            "headroom",
            (
                Column("name", message("Look-alikes"), numeric=False),
                Column("room", message("Headroom")),
                Column("n", message("Customers in the middle tier")),
                Column("target", message("What the best quarter reaches")),
            ),
            tuple(told),
        ),
        definition=message(
            "The measure is what the best quarter of the look-alikes is expected to bring, at least. {note}",
            note=found.notes[-1],
        ),
    )


def wallets(facts: Facts) -> dict[str, Words]:
    """Questions of identified surveys that are answered with a number: survey:item -> its words."""
    return {NONE: message("none")} | {
        f"{survey.name}:{item.key}": item.label
        for survey in identified(facts)
        for item in survey.items
        if item.kind is ItemKind.NUMBER
    }


WALLET = """
    select customer, max_by({item}, struct_pack(at := coalesce("at", "day"), "source", response)) as wallet,
        max("day") as day from {table}
    where customer is not null and {item} is not null and ($last is null or "day" <= $last)
        and ($units is null or list_contains($units, unit)) group by customer order by customer
"""


def wallet(facts: Facts, now: Expected, wish: Wish) -> Iterator[Section]:
    """Share of wallet, where a survey asks what customers spend on such things altogether."""
    title = message("Share of wallet")
    name, _, key = wish.word("wallet").partition(":")
    if name in ("", NONE) or name in wish.hidden:
        yield Section(
            "share_of_wallet",
            title,
            message(
                "Not known: choose under “Filter” the question that asks customers what they spend on such things in a "
                "year altogether. Without one, ask it in an identified survey, as a number."
            ),
        )
        return
    asked = {"last": wish.last, "units": units_in(wish)}
    item = '"' + key.replace('"', '""') + '"'
    answers = facts.ask(facts.answers_table(facts.survey(name)), WALLET.replace("{item}", item), asked)
    first = now.day - YEAR + timedelta(days=1)
    spent = facts.ask(
        facts.purchases_table,
        money_of(facts).filled(SPENT),
        {"first": first, "last": now.day, **_units(wish)},
    )
    paid = dict(zip(spent["customer"].to_pylist(), map(float, spent["net"].to_pylist()), strict=True))
    looked = set(now.customer.tolist())
    told = [
        (max(0.0, paid.get(one, 0.0)), float(all_of_it))
        for one, all_of_it in zip(answers["customer"].to_pylist(), answers["wallet"].to_pylist(), strict=True)
        if one in looked
    ]
    fitting = [pair for pair in told if pair[1] >= pair[0] and pair[1] > 0]
    if len(fitting) < FEWEST:
        yield Section("share_of_wallet", title, message("Too few customers answered it: {n}.", n=Count(len(fitting))))
        return
    found = share_of_wallet([own for own, _ in fitting], [all_of_it for _, all_of_it in fitting])
    elsewhere = money_cell(found.headroom, found.headroom_low, found.headroom_high, currency=now.currency)
    yield replace(
        picture_of("share_of_wallet", found),
        caption=message(
            "{elsewhere} is spent elsewhere by those who answered. {out} said less than they spent with us and are "
            "left out.",
            elsewhere=elsewhere,
            out=Count(len(told) - len(fitting)),
        ),
        definition=found.notes[-1],
    )


def _units(wish: Wish) -> dict[str, list[str] | None]:
    return {"units": units_in(wish)}
