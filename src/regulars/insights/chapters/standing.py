"""Where we stand against competitors: the gap of each attribute, and the four cells of importance and standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from regulars.insights.pictures.cells import estimate
from regulars.insights.report import Cell, ChartKind, Column, Row, Section, Table, Words
from regulars.language import Count, Message, Missing, message
from regulars.methods import CompetitivePosition, Standing

NOBODY = Missing(message("none"))
CELLS: Mapping[Standing, tuple[Message, Message]] = {
    Standing.DISADVANTAGE: (message("Important, behind"), message("catch up first")),
    Standing.ADVANTAGE: (message("Important, ahead"), message("keep and tell")),
    Standing.MINOR_DISADVANTAGE: (message("Less important, behind"), message("watch")),
    Standing.MINOR_ADVANTAGE: (message("Less important, ahead"), message("spend no more here")),
}


def gaps(found: CompetitivePosition, names: Mapping[str, Words]) -> Section:
    """Ours less theirs, the worst first; clear with all attributes allowed for."""
    rows = []
    for at in np.argsort(found.difference, kind="stable").tolist():
        verdict, mark = _verdict(found, at)
        cells: tuple[Cell, ...] = (
            estimate(found.difference[at], found.low[at], found.high[at], digits=2),
            estimate(found.performance[at], digits=2),
            estimate(found.rivals[at], digits=2),
            estimate(found.relative[at], digits=2),
            verdict,
        )
        rows.append(Row(found.names[at], names[found.names[at]], cells, mark))
    n = {brand: int(count) for brand, count in zip(found.brands, found.brand_n, strict=True)}
    return Section(
        "competitive-gaps",
        message("Ahead and behind, attribute by attribute"),
        table=Table(
            "competitive-gaps",
            (
                Column("attribute", message("Attribute"), numeric=False),
                Column("difference", message("Difference, points of the scale")),
                Column("own", message("We")),
                Column("others", message("The others")),
                Column("relative", message("We ÷ the others")),
                Column("verdict", message("Beyond chance"), numeric=False),
            ),
            tuple(rows),
            {"difference": 0.0},
            {"difference": message("level")},
        ),
        chart=ChartKind.GAPS,
        caption=message(
            "{own} rated us, {others} another company.",
            own=Count(n.pop(found.own, 0)),
            others=Count(sum(n.values())),
        ),
        definition=message(
            "Our mean less that of the other company, on the scale of the question; right of the line we are ahead. "
            "Clear is what chance does not explain with all attributes tested at once (Benjamini and Hochberg, 5%)."
        ),
    )


def grid(found: CompetitivePosition, names: Mapping[str, Words]) -> Section:
    """Each attribute in its cell; where a distance to a line may be chance, in the column of what is unclear."""
    rows = tuple(
        Row(cell.value, name, (meaning, *_inside(found, cell, names)), "") for cell, (name, meaning) in CELLS.items()
    )
    return Section(
        "competitive-grid",
        message("Importance and standing, in four cells"),
        _grid_in_words(found, names),
        table=Table(
            "competitive-grid",
            (
                Column("cell", message("Cell"), numeric=False),
                Column("meaning", message("What it suggests"), numeric=False),
                Column("clear", message("Clearly here"), numeric=False),
                Column("unclear", message("Rather here, unclear"), numeric=False),
            ),
            rows,
        ),
        definition=message(
            "Important is what goes with overall satisfaction more than the mean attribute; ahead and behind as above. "
            "An attribute is clearly in its cell where both hold beyond chance."
        ),
    )


def _verdict(found: CompetitivePosition, at: int) -> tuple[Message, str]:
    if not found.clear_difference[at]:
        return message("no clear difference"), "same"
    if found.difference[at] > 0:
        return message("clearly ahead"), "above"
    return message("clearly behind"), "below"


def _inside(found: CompetitivePosition, cell: Standing, names: Mapping[str, Words]) -> Iterator[Cell]:
    own = [at for at, standing in enumerate(found.standing) if standing is cell]
    for clear in (True, False):
        named = tuple(names[found.names[at]] for at in own if bool(found.clear[at]) is clear)
        yield message("{list}", list=named) if named else NOBODY


def _grid_in_words(found: CompetitivePosition, names: Mapping[str, Words]) -> Message:
    wanted = [
        names[name]
        for name, standing, clear in zip(found.names, found.standing, found.clear, strict=True)
        if clear and standing is Standing.DISADVANTAGE
    ]
    if wanted:
        return message("Important, and clearly behind: {names}.", names=tuple(wanted))
    return message("No attribute that matters more than others is clearly behind.")
