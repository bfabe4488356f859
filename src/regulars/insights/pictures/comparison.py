"""Pictures of groups, units and waves side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.pictures.cells import TOO_FEW, estimate
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table
from regulars.language import Count, Kind, Message, Missing, Text, message
from regulars.methods import Comparison, ControlChart, League, LensIndices
from regulars.methods.comparison.difference import Verdict

KINDS = {"share": Kind.SHARE, "nps": Kind.POINTS}
AGAINST = {
    "above": message("clearly above"),
    "below": message("clearly below"),
    "": message("no clear difference"),
}
SIGNALS = {
    "above": message("signal, above"),
    "below": message("signal, below"),
    "run": message("signal, run"),
    "": message("noise"),
}
_NAMED = 6


def compare(result: Comparison) -> Section:
    """Each group with its interval; coloured is what differs clearly from another one."""
    kind = KINDS.get(result.measure, Kind.NUMBER)
    rows = tuple(
        Row(
            name,
            Text.of(name),
            (_value(result, at, kind), _higher_than(result, name), Count(int(result.group_n[at]))),
            _side(result, name),
        )
        for at, name in enumerate(result.names)
    )
    return Section(
        "compare",
        message("Groups side by side"),
        _pairs_in_words(result),
        table=Table(
            "compare",
            (
                Column("name", message("Group"), numeric=False),
                Column("value", VALUES.get(result.measure, message("Mean"))),
                Column("above", message("Clearly above"), numeric=False),
                Column("n", message("Answers")),
            ),
            rows,
        ),
        chart=ChartKind.BARS,
    )


VALUES = {"share": message("Share"), "nps": message("Net Promoter Score")}


def _value(result: Comparison, at: int, kind: Kind) -> Cell:
    if result.group_too_few[at]:
        return Missing(TOO_FEW)
    return estimate(result.value[at], result.low[at], result.high[at], kind, 2 if kind is Kind.NUMBER else None)


def _clear(result: Comparison) -> list[tuple[str, str]]:
    """Pairs that differ clearly, the higher one first."""
    pairs = zip(result.first, result.second, result.verdict, strict=True)
    return [
        (one, other) if verdict is Verdict.HIGHER else (other, one)
        for one, other, verdict in pairs
        if verdict in (Verdict.HIGHER, Verdict.LOWER)
    ]


def _higher_than(result: Comparison, name: str) -> Cell:
    names = [low for high, low in _clear(result) if high == name]
    return Text.of(", ".join(names)) if names else Text.of("–")


def _side(result: Comparison, name: str) -> str:
    pairs = _clear(result)
    above, below = (any(pair[place] == name for pair in pairs) for place in (0, 1))
    return "above" if above and not below else "below" if below and not above else "same"


def _pairs_in_words(result: Comparison) -> Message:
    if result.too_few:
        return message("Too few answers to compare any two groups.")
    pairs = _clear(result)
    if not pairs:
        return message("No clear difference between any two groups.")
    if len(result.verdict) == 1:
        return message("{high} is clearly above {low}.", high=pairs[0][0], low=pairs[0][1])
    return message("{clear} of {all} pairs differ clearly.", clear=len(pairs), all=result.n_tested)


def league(result: League) -> Section:
    """Units with what is left of their differences once chance is taken out, the best first."""
    order = np.argsort(result.rank, kind="stable")
    rows = tuple(
        Row(
            result.names[at],
            Text.of(result.names[at]),
            (
                estimate(result.adjusted[at], digits=2),
                estimate(result.shrunken[at], result.shrunken_low[at], result.shrunken_high[at], digits=2),
                message(
                    "{rank} ({low}–{high})",
                    rank=int(result.rank[at]),
                    low=int(result.rank_low[at]),
                    high=int(result.rank_high[at]),
                ),
                AGAINST[result.clear[at]],
                Count(int(result.unit_n[at])),
            ),
            result.clear[at] or "same",
        )
        for at in order
    )
    return Section(
        "league",
        message("Units side by side"),
        _units_in_words(result),
        table=Table(
            "league",
            (
                Column("name", message("Unit"), numeric=False),
                Column("value", message("As found")),
                Column("shrunken", message("Evened out")),
                Column("rank", message("Rank, with its range")),
                Column("against", message("Against the centre"), numeric=False),
                Column("n", message("Answers")),
            ),
            rows,
            {"value": result.centre},
            {"value": message("centre")},
        ),
        chart=ChartKind.LEAGUE,
    )


def _units_in_words(result: League) -> Message:
    below, above = (
        tuple(name for name, clear in zip(result.names, result.clear, strict=True) if clear == side)
        for side in ("below", "above")
    )
    if not below and not above:
        return message("No clear difference between the units: chance may explain what there is.")
    if max(len(below), len(above)) > _NAMED:
        return message(
            "{below} of {units} units lie clearly below the centre, {above} clearly above.",
            below=len(below),
            above=len(above),
            units=len(result.names),
        )
    if below and above:
        return message("Clearly below the centre: {below}. Clearly above: {above}.", below=below, above=above)
    if below:
        return message("Clearly below the centre: {below}.", below=below)
    return message("Clearly above the centre: {above}.", above=above)


def control_chart(result: ControlChart) -> Section:
    """Waves with the limits that chance keeps to; signals ringed and named."""
    kind = Kind.SHARE if result.kind == "p" else Kind.NUMBER
    digits = 1 if kind is Kind.SHARE else 2
    rows = tuple(
        Row(
            str(at),
            Text.of(name),
            (
                estimate(result.value[at], kind=kind, digits=digits),
                estimate(
                    result.value[at] if not np.isnan(result.low[at]) else np.nan, result.low[at], result.high[at], kind
                ),
                SIGNALS[result.signal[at]] if np.isfinite(result.value[at]) else message("not measured"),
            ),
            "" if not result.signal[at] else _wave_mark(result, at),
        )
        for at, name in enumerate(result.names)
    )
    signals = tuple(name for name, signal in zip(result.names, result.signal, strict=True) if signal)
    return Section(
        "control-chart",
        message("Signals and noise"),
        _waves_in_words(result, signals),
        table=Table(
            "control-chart",
            (
                Column("name", message("Wave"), numeric=False),
                Column("value", message("Value")),
                Column("limits", message("Limits of chance")),
                Column("signal", message("Signal"), numeric=False),
            ),
            rows,
            {"value": result.centre} if np.isfinite(result.centre) else {},
            {"value": message("centre")},
        ),
        chart=ChartKind.TREND,
    )


def _wave_mark(result: ControlChart, at: int) -> str:
    return "above" if result.value[at] > result.centre else "weakest"


def _waves_in_words(result: ControlChart, signals: tuple[str, ...]) -> Message:
    if result.notes:
        return result.notes[0]
    if not signals:
        return message("No signal: all waves lie within what chance makes of them.")
    if len(signals) > _NAMED:
        return message("{count} of {all} waves are signals.", count=len(signals), all=result.n)
    return message("Signals: {waves}.", waves=signals)


def lens_indices(result: LensIndices) -> Section:
    """The index of each lens."""
    rows = tuple(
        Row(
            name,
            Text.of(name),
            (
                estimate(result.index[at], result.low[at], result.high[at], Kind.INDEX),
                Count(result.lens_n[at]),
            ),
            "same",
        )
        for at, name in enumerate(result.lenses)
    )
    pairs = zip(result.first, result.second, result.difference_low, result.difference_high, strict=True)
    clear = [(one, other) if low > 0 else (other, one) for one, other, low, high in pairs if low > 0 or high < 0]
    return Section(
        "lens-indices",
        message("Each side of what we offer"),
        _lenses_in_words(result, clear),
        table=Table(
            "lens-indices",
            (
                Column("name", message("Side"), numeric=False),
                Column("index", message("Index, 0 to 100")),
                Column("n", message("Answers")),
            ),
            rows,
        ),
        chart=ChartKind.BARS,
    )


def _lenses_in_words(result: LensIndices, clear: list[tuple[str, str]]) -> Message:
    if result.too_few:
        return TOO_FEW_SIDES
    if len(result.lenses) == 1:
        return message("One side alone has nothing to be compared with.")
    if not clear:
        return message("No clear difference between any two sides.")
    if len(result.first) == 1:
        return message("{high} is clearly above {low}.", high=clear[0][0], low=clear[0][1])
    return message("{clear} of {all} pairs differ clearly.", clear=len(clear), all=len(result.first))


TOO_FEW_SIDES = message("Too few answers to judge.")
COMPARISON_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "compare": compare,
    "league": league,
    "control_chart": control_chart,
    "lens_indices": lens_indices,
}
