"""One estimate for each wave, in time: a point with its interval, the reference dashed.

Where the table has limits, what chance explains is a grey field: it is wide where few answered. A point that leaves it
has a ring and the word that the table has for it, so that it is seen without its colour. The column "target" is a
line of its own with its name, in steps where it changes; what happened stands as numbers above the plot.
"""

from __future__ import annotations

from itertools import pairwise

from regulars.charts import palette
from regulars.charts.cells import Spot, column_or_none, first_estimates, reference_text, spot, tick_label
from regulars.charts.frame import grid, left_margin
from regulars.charts.lettering import printable, text_width, wrapped
from regulars.charts.scales import Axis, limits, rounded_limits
from regulars.charts.vega import Drawing
from regulars.insights.report import Cell, Table
from regulars.language import Estimate, Kind, Language, render

TARGET = "target"
EVENT_ROOM = 40
NAME, LINE = 90, 15  # width that a name may take, height of a line
SIGNALS = {"weakest": palette.WEAKEST, "below": palette.WEAKEST, "above": palette.ABOVE_STRONG}


def trend(table: Table, language: Language, width: int) -> Drawing:
    """Waves from left to right in the order of the table; the last one is named with its value."""
    key = first_estimates(table)
    cells = table.column(key) if key else ()
    spots = [spot(cell) for cell in cells]
    like: Cell = next((cell for cell in cells if spot(cell) is not None), 0.0)
    reference = table.references.get(key) if key else None
    fields = [spot(cell) for cell in column_or_none(table, "limits") or ()]
    targets = [spot(cell) for cell in column_or_none(table, TARGET) or ()]
    values = [limit for at in (*spots, *fields, *targets) if at for limit in (at.low, at.high)]
    low, high = rounded_limits(*limits([*values, *([] if reference is None else [reference])], room=0.1), 4)
    if min(values, default=0) >= 0:
        low = max(low, 0.0)  # nothing lies below: room there would say that something could
        if isinstance(like, Estimate) and like.kind is Kind.SHARE:
            high = max(min(high, 1.0), max(values, default=1.0))
    left, height = left_margin(low, high, 4, like, language), 230 if width > 700 else 220
    room = _room(table, spots, like, language, key) if width >= 480 else 16
    count, top = max(1, len(spots)), EVENT_ROOM if table.events else 14
    x, names = Axis(-0.3, count - 0.7, left, width - room), _names(table, language)
    foot = 28 + LINE * (max(map(len, names), default=1) - 1)
    height += top - 14 + foot - 28
    drawing = Drawing(width, height, x, Axis(low, high, height - foot, top))
    _field(drawing, fields)
    grid(drawing, 4, like, language)
    if reference is not None and key is not None:
        drawing.rule(drawing.x.low, drawing.x.high, reference, reference, palette.LINE_STRONG, dash=(4, 3))
        if width >= 480 and not _close(drawing, spots, reference):
            drawing.text(("", width - room + 6), ("y", reference), reference_text(table, key, language), shift=(0, 4))
    _target(drawing, table, targets, spots, like, language)
    _points(drawing, table, spots)
    _signals(drawing, table, spots, language)
    _events(drawing, table)
    _write(drawing, names, foot)
    _last(drawing, spots, like, language, beside=width >= 480)
    return drawing


def _room(table: Table, spots: list[Spot | None], like: Cell, language: Language, key: str | None) -> float:
    words = [reference_text(table, key, language)] if key is not None and key in table.references else []
    if spots and spots[-1]:
        words.append(tick_label(spots[-1].value, _step(like), like, language))
    return max((text_width(word, 13) for word in words), default=0) + 14


def _step(like: Cell) -> float:
    return 0.01 if isinstance(like, Estimate) and like.kind is Kind.SHARE else 0.1


def _close(drawing: Drawing, spots: list[Spot | None], reference: float) -> bool:
    """Whether the last value's label would stand on the reference's."""
    return bool(spots and spots[-1] and drawing.y.length(spots[-1].value - reference) < 15)


def _field(drawing: Drawing, fields: list[Spot | None]) -> None:
    """Steps as wide as a wave: each has the limits of its own number of answers."""
    for number, at in enumerate(fields):
        if at is not None and at.high > at.low:
            left, right = max(number - 0.5, drawing.x.low), min(number + 0.5, drawing.x.high)
            low, high = max(at.low, drawing.y.low), min(at.high, drawing.y.high)
            drawing.rect(left, right, low, high, palette.SUNK)
            for limit in (low, high):
                drawing.rule(left, right, limit, limit, palette.LINE_STRONG)


def _target(
    drawing: Drawing, table: Table, targets: list[Spot | None], spots: list[Spot | None], like: Cell, language: Language
) -> None:
    """A step where the target changes, nothing where there is none; its name and value over its last stretch."""
    for number, at in enumerate(targets):
        if at is None:
            continue
        left, right = max(number - 0.5, drawing.x.low), min(number + 0.5, drawing.x.high)
        drawing.rule(left, right, at.value, at.value, palette.TARGET, width=2, dash=(7, 3))
        before = targets[number - 1] if number else None
        if before is not None and before.value != at.value:
            drawing.rule(left, left, before.value, at.value, palette.TARGET, width=2, dash=(7, 3))
    last = next((number for number in reversed(range(len(targets))) if targets[number] is not None), None)
    if last is None or (at := targets[last]) is None:
        return
    title = next(column.title for column in table.columns if column.key == TARGET)
    step = 0.01 if isinstance(like, Estimate) and like.kind is Kind.SHARE else 0.1
    step = step / 10 if step < 0.1 and round(100 * at.value) != round(100 * at.value, 6) else step
    said = printable(f"{render(title, language)} {tick_label(at.value, step, like, language)}")
    size = text_width(said, 12)
    first = last
    while first and (before := targets[first - 1]) is not None and before.value == at.value:
        first -= 1
    # Where the fewest points and intervals are in its way: above the line or below it, from the left.
    best, place = None, (max(drawing.x.start, min(drawing.x.at(first), drawing.x.end - size)), -6.0)
    start, end = max(drawing.x.start, drawing.x.at(first - 0.5)), min(drawing.x.end, drawing.x.at(last + 0.5))
    for up in (-6.0, 16.0):
        y = drawing.y.at(at.value) + up
        x = start
        while x + size <= end:
            hit = sum(_in_the_way(drawing, number, one, (x, x + size), y) for number, one in enumerate(spots))
            if best is None or hit < best:
                best, place = hit, (x, up)
            x += 24
    drawing.text(("", place[0]), ("y", at.value), said, fill=palette.TARGET, weight=650, shift=(0, place[1]))


def _in_the_way(drawing: Drawing, number: int, at: Spot | None, across: tuple[float, float], y: float) -> bool:
    """Whether the interval of a step crosses words that stand there."""
    if at is None or not across[0] - 6 <= drawing.x.at(number) <= across[1] + 6:
        return False
    return drawing.y.at(at.high) - 6 <= y <= drawing.y.at(at.low) + 14


def _events(drawing: Drawing, table: Table) -> None:
    """The numbers of what happened, over their steps; those that would cover others are in the table alone."""
    free = drawing.x.start - 10
    for number, row in enumerate(table.rows):
        numbers = table.events.get(row.key)
        if not numbers:
            continue
        said = ", ".join(map(str, numbers[:3])) + ("…" if len(numbers) > 3 else "")
        half = max(10.0, text_width(said, 12) / 2 + 6)
        x = max(drawing.x.start + half - 8, min(drawing.x.at(number), drawing.width - half - 1))
        at = drawing.x.at(number)
        drawing.rule(number, number, drawing.y.low, drawing.y.high, palette.INK_3, dash=(1, 3))
        if x - half < free:
            continue
        free = x + half + 2
        drawing.outline(_pill(x, 15.0, half, 10.0), fill=palette.SURFACE, stroke=palette.INK_2)
        drawing.text(("", x), ("", 19), said, fill=palette.INK, weight=650, align="center")
        if abs(at - x) < half:
            drawing.outline(f"M{at:.1f},25V{drawing.y.end:.1f}", stroke=palette.INK_3, dash=(1, 3))


def _pill(x: float, y: float, half: float, radius: float) -> str:
    """A round box about a number, or several."""
    side = half - radius
    return (
        f"M{x - side:.1f},{y - radius:.1f}H{x + side:.1f}A{radius},{radius},0,0,1,{x + side:.1f},{y + radius:.1f}"
        f"H{x - side:.1f}A{radius},{radius},0,0,1,{x - side:.1f},{y - radius:.1f}Z"
    )


def _signals(drawing: Drawing, table: Table, spots: list[Spot | None], language: Language) -> None:
    """The word beside each signal, where there is room for it; the table has them all."""
    words = column_or_none(table, "signal")
    if words is None:
        return
    taken: list[tuple[float, float, float]] = []
    for number, (row, at) in enumerate(zip(table.rows, spots, strict=True)):
        if at is None or row.mark not in SIGNALS:
            continue
        said = printable(render(words[number], language))
        size = text_width(said, 12)
        left = max(drawing.x.start, min(drawing.x.at(number) - size / 2, drawing.x.end - size))
        below = row.mark != "above"
        y = drawing.y.at(at.low) + 16 if below else drawing.y.at(at.high) - 8
        y = max(12.0, min(y, drawing.height - 32))
        if all(left > right + 6 or left + size < start - 6 or abs(y - height) > 14 for start, right, height in taken):
            taken.append((left, left + size, y))
            drawing.text(("", left), ("", y), said, fill=palette.INK, weight=650)


def _points(drawing: Drawing, table: Table, spots: list[Spot | None]) -> None:
    known = [(number, at) for number, at in enumerate(spots) if at]
    for number, at in known:
        colour = SIGNALS.get(table.rows[number].mark, palette.INK_3)
        drawing.rule(number, number, at.low, at.high, colour, width=1.5)
    # A wave without a value breaks the line: what was not measured is not drawn as if it were.
    for (first, start), (second, end) in pairwise(known):
        if second == first + 1:
            drawing.line([(first, start.value), (second, end.value)], palette.INK_2)
    for number, at in known:
        mark = table.rows[number].mark
        last = number == len(spots) - 1
        drawing.row = table.rows[number].key
        if mark in SIGNALS:
            drawing.circle(number, at.value, 8, palette.SURFACE, stroke=SIGNALS[mark])
        colour = SIGNALS.get(mark, palette.INK)
        drawing.circle(number, at.value, 5 if last or mark in SIGNALS else 3.5, colour, stroke=palette.SURFACE)
    drawing.row = ""


def _names(table: Table, language: Language) -> list[list[str]]:
    """The names of the waves, each in one line or two."""
    return [wrapped(printable(render(row.name, language)), NAME, 12) for row in table.rows]


def _write(drawing: Drawing, names: list[list[str]], foot: float) -> None:
    """As many names of waves as fit; the last one always."""
    if not names:
        return
    widths = [max(text_width(line, 12) for line in name) for name in names]
    every = max(1, -int(-(max(widths) + 10) // drawing.x.length(1)))
    for number, (name, width) in enumerate(zip(names, widths, strict=True)):
        if (len(names) - 1 - number) % every == 0:
            at = drawing.x.at(number)
            align = "right" if at + width / 2 > drawing.width else "left" if at < width / 2 else "center"
            x = drawing.width if align == "right" else 0 if align == "left" else at
            for line, words in enumerate(name):
                drawing.text(("", x), ("", drawing.height - foot + 20 + LINE * line), words, align=align)


def _last(drawing: Drawing, spots: list[Spot | None], like: Cell, language: Language, *, beside: bool) -> None:
    """The last value in figures: at the right, or above the point where there is no room."""
    if not spots or (at := spots[-1]) is None:
        return
    words = tick_label(at.value, _step(like), like, language)
    if beside:
        x, y, align, up = drawing.x.end + 6, at.value, "left", 4
    else:
        x, y, align, up = drawing.width, at.high, "right", -6
    drawing.text(("", x), ("y", y), words, fill=palette.INK, size=13, weight=650, align=align, shift=(0, up))
