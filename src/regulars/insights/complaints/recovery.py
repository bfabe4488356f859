"""How many are won again, and what does it bring to answer them?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from regulars.insights.report import Cell, ChartKind, Column, Figure, Row, Section, Table
from regulars.language import Count, Estimate, Kind, Message, Missing, message
from regulars.methods import ShareInterval, share_interval
from regulars.methods.comparison.difference import Difference, difference
from regulars.methods.intervals import critical, wilson

LEAST = ShareInterval.minimum_n


@dataclass(frozen=True)
class Judged:
    """Closed cases: how many customers said what; ``silent`` said nothing."""

    satisfied: int
    partly: int
    not_satisfied: int
    silent: int


@dataclass(frozen=True)
class Broken:
    """Somebody was dissatisfied. ``stratum``: what makes two of them alike; ``treated``: a case was opened for them.

    ``again``: whether their next rating was satisfied, ``bought``: whether they bought again; None: not known.
    """

    stratum: tuple[object, ...]
    treated: bool
    again: bool | None
    bought: bool | None


@dataclass(frozen=True)
class Gain:
    """Shares of the treated, and of the untreated as if they were spread over the strata like the treated."""

    treated: int
    untreated: int
    with_case: tuple[float, float, float] | None
    without: tuple[float, float, float] | None
    gain: Difference | None


def recovery_report(judged: Judged, broken: Sequence[Broken]) -> Section:
    """A part of the report about causes: the recovery rate, and dissatisfied customers with and without a case.

    Parameters:
        judged: closed cases by what their customers said.
        broken: low ratings, each with what became of it.

    The untreated are weighted to the strata of the treated (direct standardisation); of strata in which only one kind
    occurs nothing is learnt. It is an association: who gets a case is not drawn by lot.
    """
    asked = judged.satisfied + judged.partly + judged.not_satisfied
    ways: tuple[tuple[str, Message, Callable[[Broken], bool | None]], ...] = (
        ("again", message("Next rating satisfied"), lambda one: one.again),
        ("bought", message("Bought again since"), lambda one: one.bought),
    )
    found = [(key, name, gain_of(broken, of)) for key, name, of in ways]
    rows = tuple(Row(key, name, _cells(gain)) for key, name, gain in found)
    return Section(
        key="recovery",
        title=message("Recovered, and what it brings"),
        sentence=_sentence(found[0][2]),
        figures=(_rate(judged, asked),) if asked else (),
        table=Table(
            "recovery",
            (
                Column("name", message("Dissatisfied customers"), numeric=False),
                Column("gain", message("Difference")),
                Column("with", message("With a case")),
                Column("n_with", message("Customers with a case")),
                Column("without", message("Without, alike")),
                Column("n_without", message("Customers without a case")),
            ),
            rows,
        ),
        chart=ChartKind.GAPS if any(gain.gain for _, _, gain in found) else None,
        definition=message(
            "Low ratings of the last year, a month old or more; a case counts where one was opened within 14 days. "
            "Those without are weighted to be like those with: same band of the score, same quarter of the year. "
            "This is an association, no proof: "
            "who gets a case is not drawn by lot. Intervals 95%."
        ),
    )


def gain_of(broken: Sequence[Broken], of: Callable[[Broken], bool | None]) -> Gain:
    """One outcome, over the strata that have both kinds."""
    strata: dict[tuple[object, ...], dict[bool, list[bool]]] = {}
    for one in broken:
        result = of(one)
        if result is not None:
            strata.setdefault(one.stratum, {True: [], False: []})[one.treated].append(result)
    both = [kinds for kinds in strata.values() if kinds[True] and kinds[False]]
    treated, untreated = sum(len(kinds[True]) for kinds in both), sum(len(kinds[False]) for kinds in both)
    if treated < LEAST or untreated < LEAST:
        return Gain(treated, untreated, None, None, None)
    z = critical(0.95)
    share = sum(sum(kinds[True]) for kinds in both) / treated
    weights = [len(kinds[True]) / treated for kinds in both]
    own = [sum(kinds[False]) / len(kinds[False]) for kinds in both]
    alike = math.fsum(weight * one for weight, one in zip(weights, own, strict=True))
    # As many untreated as would know as much without weights.
    effective = 1 / math.fsum(weight**2 / len(kinds[False]) for weight, kinds in zip(weights, both, strict=True))
    first = (share, *wilson(share, treated, z))
    second = (alike, *wilson(alike, effective, z))
    return Gain(treated, untreated, first, second, difference(first, second))


def _rate(judged: Judged, asked: int) -> Figure:
    closed = asked + judged.silent
    note = message("{silent} of {closed} closed cases without a verdict", silent=Count(judged.silent),
                   closed=Count(closed))  # fmt: skip
    found = share_interval(judged.satisfied, asked)
    return Figure(
        "rate",
        message("Satisfied with the answer"),
        Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0),
        n=asked,
        note=note,
    )


def _sentence(gain: Gain) -> Message:
    if gain.gain is None:
        return message("Too few to say what it brings to answer a dissatisfied customer.")
    if gain.gain.low > 0:
        return message("Dissatisfied customers with a case are satisfied again clearly more often.")
    if gain.gain.high < 0:
        return message("Dissatisfied customers with a case are satisfied again clearly less often.")
    return message("No clear difference between dissatisfied customers with a case and without one.")


def _cells(gain: Gain) -> tuple[Cell, ...]:
    few = Missing(message("too few"))
    change: Cell = (
        few if gain.gain is None
        else Estimate(gain.gain.value, gain.gain.low, gain.gain.high, kind=Kind.SHARE, digits=0)
    )  # fmt: skip
    return (change, _share(gain.with_case, few), Count(gain.treated), _share(gain.without, few), Count(gain.untreated))


def _share(found: tuple[float, float, float] | None, few: Missing) -> Cell:
    return few if found is None else Estimate(*found, kind=Kind.SHARE, digits=0)
