"""Units side by side: the band is the interval that is left after evening out, the tick its value.

The hollow circle is the score as found. A small unit's circle lies far from its tick: that distance is what chance may
have made.
"""

from __future__ import annotations

from dataclasses import replace

from regulars.charts import palette
from regulars.charts.cells import Spot, column_or_none, first_estimates, reference_text, spot
from regulars.charts.frame import bottom
from regulars.charts.lettering import printable, shorten, text_width
from regulars.charts.scales import Axis, limits, rounded_limits
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Row, Table
from regulars.language import Estimate, Kind, Language, Missing, Text, plural, render

ROW, HEAD, FOOT = 26, 44, 26
MOST = 24  # rows of a picture: as many as stand on a printed page below their heading
EVENED, VERDICT, TARGET = "shrunken", "against", "target"
CLEAR = {"below", "above", "weakest"}


def league(table: Table, language: Language, width: int) -> Drawing:
    """One row a unit, in the order of the table; rows without a value keep their name and say why.

    Of very many only the two ends are drawn: nobody reads two hundred rows of a picture, and all are in the table.
    """
    table = _ends(table)
    key = first_estimates(table)
    found: tuple[Cell, ...] = table.column(key) if key else ()
    raw = [spot(cell) for cell in found]
    evened = [spot(cell) for cell in column_or_none(table, EVENED) or (0,) * len(found)]
    like: Cell = next((cell for cell in found if spot(cell) is not None), 0.0)
    reference = table.references.get(key) if key else None
    aims = column_or_none(table, TARGET)
    targets = [None] * len(found) if aims is None else [spot(cell) for cell in aims]
    low, high = _range(raw, evened, [reference, *(at.value for at in targets if at)], like)
    names = [shorten(printable(render(row.name, language)), width * 0.36, 13) for row in table.rows]
    left = max((text_width(name, 13) for name in names), default=0) + 14
    verdicts = _verdicts(table, language) if width >= 480 else {}
    right = max((text_width(words, 12) + 12 for words in verdicts.values()), default=12.0)
    height = HEAD + ROW * len(names) + FOOT
    drawing = Drawing(width, height, Axis(low, high, left, width - right), Axis(0, height - FOOT, height - FOOT, 0))
    _key(drawing, table, key, language)
    if reference is not None and key is not None:
        judged = max((number for number, at in enumerate(raw) if at), default=0) + 1
        foot = height - FOOT - HEAD - ROW * judged
        drawing.rule(reference, reference, foot, height - FOOT - HEAD, palette.INK_2, dash=(2, 2))
        _named(drawing, reference, reference_text(table, key, language))
    for number, name in enumerate(names):
        drawing.row = table.rows[number].key
        _row(drawing, table, number, (raw[number], evened[number]), found[number], language)
        weight = 650 if table.rows[number].mark in CLEAR else None
        y = HEAD + ROW * number + 17
        drawing.text(("", 0), ("", y), name, fill=palette.INK, size=13, weight=weight)
        if (line := targets[number]) is not None:
            foot = height - FOOT - HEAD - ROW * (number + 1)
            drawing.rule(line.value, line.value, foot, foot + ROW, palette.TARGET, width=2)
        if number in verdicts:
            drawing.text(("", width), ("", y), verdicts[number], fill=palette.INK, align="right")
    drawing.row = ""
    bottom(drawing, 3 if width < 480 else 5, like, language)
    return drawing


def _ends(table: Table) -> Table:
    key = first_estimates(table)
    rows = table.rows
    if len(rows) <= MOST or key is None:
        return table
    judged = [row for row, cell in zip(rows, table.column(key), strict=True) if spot(cell) is not None]
    half = MOST // 2
    shown = judged if len(judged) <= MOST else [*judged[:half], *judged[-half:]]
    left_out = len(rows) - len(shown)
    words = plural("{count} more stands in the table.", "{count} more stand in the table.", left_out)
    rest = Row("", Text.of("⋯"), (Missing(words),) * (len(table.columns) - 1))
    place = half if len(judged) > MOST else len(shown)
    return replace(table, rows=(*shown[:place], rest, *shown[place:]))


def _verdicts(table: Table, language: Language) -> dict[int, str]:
    """The words of the rows that are clear, by their place: colour alone would not say it."""
    words = column_or_none(table, VERDICT) or ()
    return {
        number: printable(render(cell, language))
        for number, cell in enumerate(words)
        if table.rows[number].mark in CLEAR
    }


def _range(
    raw: list[Spot | None], evened: list[Spot | None], lines: list[float | None], like: Cell
) -> tuple[float, float]:
    """Every circle and every band, not the interval of each circle: those are in the table."""
    values = [at.value for at in raw if at]
    values += [limit for at, there in zip(evened, raw, strict=True) if at and there for limit in (at.low, at.high)]
    low, high = rounded_limits(*limits([*values, *(line for line in lines if line is not None)], room=0.04), 5)
    if isinstance(like, Estimate) and like.kind is Kind.SHARE:
        return max(0.0, low), min(1.0, high)
    return low, high


def _row(
    drawing: Drawing, table: Table, number: int, spots: tuple[Spot | None, Spot | None], cell: Cell, language: Language
) -> None:
    found, evened = spots
    middle = drawing.height - FOOT - (HEAD + ROW * number + 13)
    if found is None:
        words = shorten(printable(render(cell, language)), drawing.x.end - drawing.x.start, 12)
        drawing.text(("", drawing.x.start), ("", drawing.height - FOOT - middle + 4), words)
        return
    drawing.rule(drawing.x.low, drawing.x.high, middle, middle, palette.LINE)
    colour = palette.point_colour(table.rows[number].mark)
    if evened is not None:
        drawing.rect(evened.low, evened.high, middle - 5, middle + 5, colour, opacity=0.45)
        drawing.rule(evened.value, evened.value, middle - 9, middle + 9, palette.INK, width=2)
    drawing.circle(found.value, middle, 4, palette.SURFACE, stroke=palette.INK_2)


def _key(drawing: Drawing, table: Table, key: str | None, language: Language) -> None:
    """What the two marks are, by the names of their columns."""
    titles = {column.key: printable(render(column.title, language)) for column in table.columns}
    x, y = 0.0, 14.0
    top = drawing.height - FOOT
    if EVENED in titles:
        at = _data(drawing, x)
        drawing.rect(at, _data(drawing, x + 18), top - y - 1, top - y + 9, palette.SAME, opacity=0.45)
        drawing.rule(_data(drawing, x + 9), _data(drawing, x + 9), top - y - 3, top - y + 11, palette.INK, width=2)
        words = shorten(titles[EVENED], drawing.width * 0.5, 12)
        drawing.text(("", x + 24), ("", y), words, fill=palette.INK_2)
        x += 24 + text_width(words, 12) + 16
    drawing.circle(_data(drawing, x + 5), top - y + 4, 4, palette.SURFACE, stroke=palette.INK_2)
    words = shorten(titles.get(key or "", ""), drawing.width - x - 20, 12)
    drawing.text(("", x + 15), ("", y), words, fill=palette.INK_2)
    x += 15 + text_width(words, 12) + 16
    if TARGET in titles and x + 12 + text_width(titles[TARGET], 12) <= drawing.width:
        at = _data(drawing, x + 2)
        drawing.rule(at, at, top - y - 3, top - y + 11, palette.TARGET, width=2)
        drawing.text(("", x + 9), ("", y), titles[TARGET], fill=palette.TARGET, weight=650)


def _data(drawing: Drawing, pixel: float) -> float:
    """The value that stands at a pixel."""
    x = drawing.x
    return x.low + (pixel - x.start) / (x.end - x.start) * (x.high - x.low)


def _named(drawing: Drawing, value: float, words: str) -> None:
    """The name of the line above it, within the picture."""
    at, half = drawing.x.at(value), text_width(words, 12) / 2
    align = "right" if at + half > drawing.width else "left" if at < half else "center"
    x = drawing.width if align == "right" else 0 if align == "left" else at
    drawing.text(("", x), ("", HEAD - 8), words, align=align)
