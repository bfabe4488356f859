"""What a cell of a table says to a chart: a place, an interval, a kind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from regulars.insights.report import Cell, Table
from regulars.language import NO_CURRENCY, Count, Day, Estimate, Kind, Language, Message, Money, Text, render
from regulars.language.render import formatter


@dataclass(frozen=True)
class Spot:
    """A finite value and its limits; without an interval both limits are the value."""

    value: float
    low: float
    high: float


def spot(cell: Cell) -> Spot | None:
    """Where a cell stands, or None for words, for what is missing and for what is not finite."""
    match cell:
        case Estimate(value=value, low=low, high=high):
            low = value if low is None or not math.isfinite(low) else low
            high = value if high is None or not math.isfinite(high) else high
            return Spot(value, low, high) if math.isfinite(value) else None
        case Count(value=count):
            return Spot(count, count, count)
        case Money(amount=amount):
            return Spot(float(amount), float(amount), float(amount))
        case Day(value=day):
            return Spot(day.toordinal(), day.toordinal(), day.toordinal())
        case int() | float() if math.isfinite(cell):
            return Spot(float(cell), float(cell), float(cell))
    return None


def column_or_none(table: Table, key: str) -> tuple[Cell, ...] | None:
    """All cells of a column, or None where the table has no such column."""
    return table.column(key) if key in [column.key for column in table.columns[1:]] else None


def first_estimates(table: Table) -> str | None:
    """The key of the first column that holds an estimate: the one that is drawn."""
    for place, column in enumerate(table.columns[1:]):
        if any(isinstance(row.cells[place], Estimate) for row in table.rows):
            return column.key
    return None


def tick_label(value: float, step: float, like: Cell, language: Language) -> str:
    """A number on an axis, written as the cells of its column are."""
    write = formatter(language)
    digits = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    match like:
        case Day():
            return write.day(date.fromordinal(round(value)))
        case Money(currency=currency):
            return write.money(value, currency, digits)
        case Estimate(kind=Kind.SHARE):
            return write.percent(value, max(0, digits - 2))
        case Estimate(kind=Kind.MONEY, currency=currency):
            return write.money(value, currency or NO_CURRENCY, digits)
        case Estimate(kind=Kind.POINTS):
            return write.decimal(value, digits, signed=True)
    return write.decimal(value, digits)


def reference_text(table: Table, key: str, language: Language) -> str:
    """The name and the value of a reference line, such as "index 75.7"."""
    like = next((cell for cell in table.column(key) if isinstance(cell, Estimate)), None)
    value = table.references[key]
    share = like is not None and like.kind is Kind.SHARE
    written = tick_label(value, 0.001 if share else 0.1, like if like is not None else value, language)
    name = table.reference_names.get(key)
    return f"{render(name, language)} {written}" if name is not None else written


def words(value: Message | Text | None, language: Language) -> str:
    """Words in a language, or none."""
    return render(value, language) if value is not None else ""
