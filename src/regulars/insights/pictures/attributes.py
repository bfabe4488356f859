"""Pictures of what attributes do to satisfaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from regulars.insights.pictures.cells import estimate, share, yes_or_no
from regulars.insights.report import ChartKind, Column, Row, Section, Table, Words
from regulars.language import Count, Estimate, Kind, Message, Text, message
from regulars.methods import (
    CompetitivePosition,
    Drivers,
    ImportancePerformance,
    Quadrant,
    Standing,
    WeakestPlank,
)

QUADRANTS = {
    Quadrant.CONCENTRATE: message("fix first"),
    Quadrant.KEEP_UP: message("keep up"),
    Quadrant.LOW_PRIORITY: message("watch"),
    Quadrant.OVERKILL: message("enough"),
}
STANDINGS = {
    Standing.ADVANTAGE: message("advantage"),
    Standing.DISADVANTAGE: message("disadvantage"),
    Standing.MINOR_ADVANTAGE: message("minor advantage"),
    Standing.MINOR_DISADVANTAGE: message("minor disadvantage"),
}
_MARKS = {
    Quadrant.CONCENTRATE: "weakest",
    Quadrant.LOW_PRIORITY: "below",
    Quadrant.KEEP_UP: "above",
    Quadrant.OVERKILL: "above",
    Standing.ADVANTAGE: "above",
    Standing.DISADVANTAGE: "weakest",
    Standing.MINOR_ADVANTAGE: "above",
    Standing.MINOR_DISADVANTAGE: "below",
}
LINES = {"means": message("mean"), "medians": message("median"), "midpoint": message("midpoint")}


def drivers(result: Drivers) -> Section:
    """Importance of each attribute, most first, against what pure noise would score."""
    order = np.argsort(-result.importance, kind="stable")
    rows = tuple(
        Row(
            result.names[at],
            Text.of(result.names[at]),
            (Estimate(result.importance[at], result.low[at], result.high[at], Kind.SHARE, digits=1),),
            "above" if result.above_noise[at] else "same",
        )
        for at in order
    )
    found = int(np.sum(result.above_noise))
    return Section(
        "drivers",
        message("Importance for the overall judgement"),
        message(
            "{found} of {all} attributes stand out from noise; together they go with {share} of the differences.",
            found=found,
            all=len(rows),
            share=Estimate(result.r_squared, result.r_squared_low, result.r_squared_high, Kind.SHARE, digits=0),
        ),
        table=Table(
            "drivers",
            (Column("name", message("Attribute"), numeric=False), Column("importance", message("Importance"))),
            rows,
            {"importance": result.noise},
            {"importance": message("noise")},
        ),
        chart=ChartKind.BARS,
    )


def importance_performance(result: ImportancePerformance) -> Section:
    """What matters and goes badly stands top left; coloured is what is clear."""
    derived = result.source != "stated"
    kind = Kind.SHARE if derived else Kind.NUMBER
    clear = np.flatnonzero(result.clear)
    first = tuple(result.names[at] for at in clear if result.quadrant[at] is Quadrant.CONCENTRATE)
    rows = tuple(
        Row(
            name,
            Text.of(name),
            (
                estimate(result.performance[at], result.performance_low[at], result.performance_high[at], digits=2),
                estimate(result.importance[at], result.importance_low[at], result.importance_high[at], kind),
                QUADRANTS[result.quadrant[at]],
                yes_or_no(bool(result.clear[at])),
            ),
            _MARKS[result.quadrant[at]] if result.clear[at] else "same",
        )
        for at, name in enumerate(result.names)
    )
    return Section(
        "importance-performance",
        message("Importance and performance"),
        message("Important, below the line and clear of chance: {names}.", names=first)
        if first
        else message("No attribute is important and below the line beyond chance."),
        table=Table(
            "importance-performance",
            (
                Column("name", message("Attribute"), numeric=False),
                Column("performance", message("Performance, mean")),
                Column("importance", message("Importance, part of R²") if derived else message("Importance, stated")),
                Column("quadrant", message("Position"), numeric=False),
                Column("clear", message("Clear"), numeric=False),
            ),
            rows,
            {"performance": result.performance_line, "importance": result.importance_line},
            {"performance": LINES[result.lines]},
        ),
        chart=ChartKind.IMPORTANCE_PERFORMANCE,
        caption=message(
            "Complete answers, n {n}; {left_out} left out.", n=Count(result.n), left_out=Count(result.n_missing)
        ),
    )


def competitive_position(result: CompetitivePosition) -> Section:
    """What matters and where we are behind stands top left; coloured is what is clear."""
    derived = result.source != "stated"
    rows = tuple(
        Row(
            name,
            Text.of(name),
            (
                estimate(result.difference[at], result.low[at], result.high[at], digits=2),
                estimate(
                    result.importance[at],
                    result.importance_low[at],
                    result.importance_high[at],
                    Kind.SHARE if derived else Kind.NUMBER,
                ),
                STANDINGS[result.standing[at]],
                yes_or_no(bool(result.clear[at])),
            ),
            _MARKS[result.standing[at]] if result.clear[at] else "same",
        )
        for at, name in enumerate(result.names)
    )
    rivals: Words = message("the competitors") if result.against == "all" else Text.of(result.against)
    return Section(
        "competitive-position",
        message("Importance and what sets us apart"),
        _position_in_words(result, rivals),
        table=Table(
            "competitive-position",
            (
                Column("name", message("Attribute"), numeric=False),
                Column("x", message("{own} less {rivals}, points of the scale", own=result.own, rivals=rivals)),
                Column("y", message("Importance, part of R²") if derived else message("Importance, stated")),
                Column("standing", message("Position"), numeric=False),
                Column("clear", message("Clear"), numeric=False),
            ),
            rows,
            {"x": 0.0, "y": result.importance_line},
            {"x": message("level")},
            corners=(
                message("Disadvantage"),
                message("Advantage"),
                message("Minor disadvantage"),
                message("Minor advantage"),
            ),
            weak_corner=0,
        ),
        chart=ChartKind.PLANE,
        caption=message("{n} ratings of {count} brands.", n=Count(result.n), count=len(result.brands)),
    )


def _position_in_words(result: CompetitivePosition, rivals: Words) -> Message:
    sure = np.flatnonzero(result.clear_difference)
    ahead = tuple(result.names[at] for at in sure if result.difference[at] > 0)
    behind = tuple(result.names[at] for at in sure if result.difference[at] < 0)
    if ahead and behind:
        return message(
            "Clearly behind {rivals}: {behind}. Clearly ahead: {ahead}.", rivals=rivals, behind=behind, ahead=ahead
        )
    if behind:
        return message("Clearly behind {rivals}: {behind}.", rivals=rivals, behind=behind)
    if ahead:
        return message("Clearly ahead of {rivals}: {ahead}.", rivals=rivals, ahead=ahead)
    if result.few and result.notes:
        return result.notes[0]
    return message("No clear difference from {rivals} in any attribute.", rivals=rivals)


def weakest_plank(result: WeakestPlank) -> Section:
    """The planks, shortest first; the shortest is coloured only where it clearly is."""
    order = np.argsort(result.score, kind="stable")
    rows = tuple(
        Row(
            result.names[at],
            Text.of(result.names[at]),
            (
                estimate(result.score[at], result.score_low[at], result.score_high[at], Kind.INDEX),
                share(result.chance_shortest[at]),
            ),
            "weakest" if result.clear and result.names[at] == result.weakest else "same",
        )
        for at in order
    )
    said = result.notes or (
        message("Clearly the weakest: {name}, the shortest with probability {chance}.", **_weakest(result)),
    )
    return Section(
        "weakest-plank",
        message("Weakest plank first"),
        said[0],
        table=Table(
            "weakest-plank",
            (
                Column("name", message("Dimension"), numeric=False),
                Column("score", message("Score")),
                Column("chance", message("Chance to be the shortest")),
            ),
            rows,
            {"score": result.index},
            {"score": message("index")},
        ),
        chart=ChartKind.BARS,
        caption=message(
            "Brought up to the next one, {name} would lift the {index} by {gain}.",
            name=result.weakest,
            index=INDICES[result.lifts],
            gain=estimate(result.gain, result.gain_low, result.gain_high, Kind.POINTS, digits=1),
        ),
    )


INDICES = {
    "index": message("weighted mean"),
    "lowest": message("lowest dimension"),
    "soft_minimum": message("soft minimum"),
}


def _weakest(result: WeakestPlank) -> dict[str, Any]:
    return {"name": result.weakest, "chance": Estimate(result.chance, kind=Kind.SHARE, digits=0)}


ATTRIBUTE_PICTURES: Mapping[str, Callable[[Any], Section]] = {
    "drivers": drivers,
    "drivers_of": drivers,
    "importance_performance": importance_performance,
    "competitive_position": competitive_position,
    "weakest_plank": weakest_plank,
}
