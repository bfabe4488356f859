"""Features on Kano's plane: what having them gains, and what missing them costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regulars.insights.pictures.cells import TOO_FEW, estimate
from regulars.insights.report import ChartKind, Column, Row, Section, Table, Words
from regulars.language import Count, Kind, Message, Text, message
from regulars.methods import Kano
from regulars.methods.preference import KanoCategory

ONE = message("The feature")
CLASSES = {
    KanoCategory.MUST_BE: message("must-be"),
    KanoCategory.ONE_DIMENSIONAL: message("one-dimensional"),
    KanoCategory.ATTRACTIVE: message("attractive"),
    KanoCategory.INDIFFERENT: message("indifferent"),
    KanoCategory.REVERSE: message("reverse"),
    KanoCategory.QUESTIONABLE: message("questionable"),
}
UNCLEAR = message("no clear class")
_MARKS = {
    KanoCategory.MUST_BE: "weakest",
    KanoCategory.ONE_DIMENSIONAL: "below",
    KanoCategory.ATTRACTIVE: "above",
}


def kano(result: Kano) -> Section:
    """One feature; with segments a point for each of them beside the whole."""
    segments = zip(result.segment_names, result.segment_category, result.segment_clear, strict=True)
    rows = [
        _row("all", message("All customers") if result.segment_names else ONE, result, result.category, result.clear)
    ]
    for at, (name, category, clear) in enumerate(segments):
        few = result.segment_too_few[at]
        better = result.segment_better[at], result.segment_better_low[at], result.segment_better_high[at]
        # The limits of −Worse are those of Worse with their signs turned.
        worse = -result.segment_worse[at], -result.segment_worse_high[at], -result.segment_worse_low[at]
        cells = (estimate(*worse, Kind.SHARE, 0), estimate(*better, Kind.SHARE, 0))
        rows.append(
            Row(
                f"segment {name}",
                Text.of(name),
                (*cells, TOO_FEW if few else _class(category, clear), Count(result.segment_n[at])),
                _mark(category, clear and not few),
            )
        )
    return _section(tuple(rows), _one_in_words(result))


def kanos(results: Mapping[str, Kano]) -> Section:
    """Many features, one point each."""
    rows = tuple(_row(name, Text.of(name), found, found.category, found.clear) for name, found in results.items())
    clear = sum(found.clear for found in results.values())
    return _section(
        rows, message("{clear} of {all} features have a clear class.", clear=clear, all=len(rows)), title="Feature"
    )


def _row(key: str, name: Words, result: Kano, category: KanoCategory, clear: bool) -> Row:
    few = result.too_few
    cells = (
        estimate(-result.worse, -result.worse_high, -result.worse_low, Kind.SHARE, 0),
        estimate(result.better, result.better_low, result.better_high, Kind.SHARE, 0),
        TOO_FEW if few else _class(category, clear),
        Count(result.n),
    )
    return Row(key, name, cells, _mark(category, clear and not few))


def _class(category: KanoCategory, clear: bool) -> Message:
    return CLASSES[category] if clear else UNCLEAR


def _mark(category: KanoCategory, clear: bool) -> str:
    return _MARKS.get(category, "same") if clear else "same"


def _one_in_words(result: Kano) -> Message:
    return result.notes[0] if result.clear else result.notes[1]


def _section(rows: tuple[Row, ...], sentence: Message, title: str = "") -> Section:
    return Section(
        "kano",
        message("Kano: pleased by having it, annoyed by missing it"),
        sentence,
        table=Table(
            "kano",
            (
                Column("name", message("Feature") if title else message("Who"), numeric=False),
                Column("x", message("Annoyed without it (−Worse)")),
                Column("y", message("Pleased with it (Better)")),
                Column("class", message("Class"), numeric=False),
                Column("n", message("Answers")),
            ),
            rows,
            {"x": 0.5, "y": 0.5},
            corners=(
                message("Attractive"),
                message("One-dimensional"),
                message("Indifferent"),
                message("Must-be"),
            ),
        ),
        chart=ChartKind.PLANE,
    )


KANO_PICTURES: Mapping[str, Callable[[Any], Section]] = {"kano": kano}
