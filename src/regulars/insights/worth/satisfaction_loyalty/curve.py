"""The curve of loyalty over satisfaction: of everybody, and unit by unit where there are enough answers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.insights.loyalty.answers import Latest, Pair
from regulars.insights.pictures import picture_of
from regulars.insights.pictures.cells import TOO_FEW, share
from regulars.insights.report import Cell, Column, Row, Section, Table, Words
from regulars.language import Count, Estimate, Message, Missing, Text, message
from regulars.methods import LoyaltyCurve, Shape, loyalty_curve
from regulars.methods.errors import MethodError
from regulars.methods.linkage.curves import GROUP_MINIMUM

MOST_LINES = 3  # more curves with their intervals in one picture cannot be told apart

BENDS: dict[Shape, Message] = {
    Shape.LATE: message("no: most at the top"),
    Shape.EARLY: message("no: less at the top"),
    Shape.BENT: message("no"),
    Shape.UNCLEAR: message("no clear difference from one"),
    Shape.TOO_FEW: TOO_FEW,
}


def curve_of(pair: Pair, said: Latest, loyal_from: float | None) -> LoyaltyCurve | Message:
    """Of all customers; the reason where there is none."""
    return _asked(pair, said, loyal_from, by_unit=False)


def by_unit(pair: Pair, said: Latest, loyal_from: float | None) -> LoyaltyCurve | None:
    """The same with a curve for each unit; None where fewer than two have enough answers."""
    _, counts = np.unique(said.unit[said.unit != ""], return_counts=True)
    if int((counts >= GROUP_MINIMUM).sum()) < 2:
        return None
    found = _asked(pair, said.only(said.unit != ""), loyal_from, by_unit=True)
    return None if isinstance(found, Message) else found


def _asked(pair: Pair, said: Latest, loyal_from: float | None, *, by_unit: bool) -> LoyaltyCurve | Message:
    if not len(said):
        return message("Nobody has answered both questions yet.")
    scale, loyalty_scale = pair.scales
    satisfaction, loyalty, unit, counts = _counted(said, by_unit)
    groups: dict[str, Any] = {"groups": unit} if by_unit else {}
    try:
        return loyalty_curve(
            satisfaction,
            loyalty,
            scale=scale,
            loyalty_scale=loyalty_scale,
            loyal_from=pair.loyal_from if loyal_from is None else loyal_from,
            counts=counts,
            **groups,
        )
    except MethodError as error:
        return error.message


def _counted(
    said: Latest, by_unit: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.str_], NDArray[np.int64]]:
    """Each different pair of answers once, with how many gave it: as good as all rows, and far fewer."""
    columns = [said.satisfaction, said.loyalty, said.unit if by_unit else np.zeros(len(said), dtype=np.int8)]
    values, codes = zip(*(np.unique(column, return_inverse=True) for column in columns), strict=True)
    shape = tuple(len(one) for one in values)
    counts = np.bincount(np.ravel_multi_index(codes, shape), minlength=math.prod(shape))
    there = np.flatnonzero(counts)
    satisfaction, loyalty, unit = (
        one[place] for one, place in zip(values, np.unravel_index(there, shape), strict=True)
    )
    return satisfaction, loyalty, unit, counts[there]


def sections(found: LoyaltyCurve, apart: LoyaltyCurve | None) -> Iterator[Section]:
    """The curve, what was found at each rating, and the units."""
    yield replace(picture_of("loyalty_curve", found), definition=_definition(found))
    yield _levels(found)
    if apart is not None:
        yield from _units(apart)


def _definition(found: LoyaltyCurve) -> Message:
    if math.isnan(found.p_linear):
        return message("There are too few different answers to tell a curve from a straight line.")
    return message(
        "A curve through the last response of each customer, with the straight line beside it (test of the difference: "
        "p = {p}). It says what goes together, and not what would happen if satisfaction were raised.",
        p=Estimate(found.p_linear, digits=3),
    )


def _levels(found: LoyaltyCurve) -> Section:
    gains = {
        end: share(gain, low, high)
        for end, gain, low, high in zip(
            found.step_to.tolist(), found.step_gain, found.step_gain_low, found.step_gain_high, strict=True
        )
    }
    rows = tuple(
        Row(
            f"{level:g}",
            Text.of(f"{level:g}"),
            (
                Count(int(found.level_n[at])),
                share(found.loyalty[at], found.loyalty_low[at], found.loyalty_high[at]),
                gains.get(level, Missing(_no_step(at))),
            ),
        )
        for at, level in enumerate(found.levels.tolist())
    )
    return Section(
        "levels",
        message("At each rating"),
        table=Table(
            "levels",
            (
                Column("rating", message("Satisfaction")),
                Column("n", message("Customers")),
                Column("loyal", message("Loyal")),
                Column("gain", message("More than one step below, in percentage points")),
            ),
            rows,
        ),
        definition=message("Intervals are Wilson’s and Newcombe’s (95%)."),
    )


def _no_step(at: int) -> Words:
    return TOO_FEW if at else message("the lowest rating")


def _units(found: LoyaltyCurve) -> Iterator[Section]:
    if len(found.group_names) - sum(found.group_too_few) <= MOST_LINES:
        yield replace(picture_of("loyalty_curve", found), key="curve-by-unit", title=message("Unit by unit"))
    order = sorted(range(len(found.group_names)), key=lambda at: -_low(float(found.group_rise[at])))
    yield Section(
        "units",
        message("What a point of satisfaction goes with, unit by unit"),
        picture_of("loyalty_curve", found).sentence,
        table=Table(
            "units",
            (
                Column("unit", message("Unit"), numeric=False),
                Column("n", message("Customers")),
                Column("rise", message("More loyal for each point of satisfaction, in percentage points")),
                Column("line", message("A straight line"), numeric=False),
            ),
            tuple(_unit(found, at) for at in order),
        ),
        definition=message(
            "A unit counts from {count} customers on. Where customers can easily go elsewhere the curve is often "
            "steeper at the top: compare units in different markets.",
            count=GROUP_MINIMUM,
        ),
    )


def _low(value: float) -> float:
    return -math.inf if math.isnan(value) else value


def _unit(found: LoyaltyCurve, at: int) -> Row:
    rise: Cell = share(found.group_rise[at], found.group_rise_low[at], found.group_rise_high[at])
    return Row(
        found.group_names[at],
        Text.of(found.group_names[at]),
        (Count(found.group_n[at]), rise, BENDS[found.group_shape[at]]),
    )
