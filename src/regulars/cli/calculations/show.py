"""Any result of a method: as JSON, or as lines and tables for people."""

from __future__ import annotations

import dataclasses
import numbers
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.cli.calculations.labels import HEADLINES, INTERVALS, LABELS, Label
from regulars.cli.output import print_json, print_pairs, print_table
from regulars.cli.settings import Settings
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.language.render import formatter

if TYPE_CHECKING:
    from regulars.cli.calculations.table import Calculation

SHOWN_ROWS = 50


def show(settings: Settings, calculation: Calculation, result: Any, as_json: bool) -> None:
    """The result; JSON is the result's own plain form, flat."""
    more = calculation.more(result) if calculation.more else {}
    if as_json:
        print_json({**result.to_dict(), **more})
        return
    values = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}
    values.update(more)
    print_pairs(settings, pairs(settings, values))
    for label, titles, rows in tables(values):
        print()
        print(settings.render(label))
        print_table(settings, titles, rows[:SHOWN_ROWS], right=range(1, len(titles)))
        if len(rows) > SHOWN_ROWS:
            settings.say(
                message("{shown} of {all} rows are shown; --json gives all.", shown=SHOWN_ROWS, all=Count(len(rows)))
            )


def pairs(settings: Settings, values: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Label and text of every single number, the estimate with its interval first."""
    found = []
    headline = next((name for name in HEADLINES if name in values and "low" in values), None)
    skipped = {"low", "high", "confidence", "interval", headline}
    if headline:
        estimate = Estimate(values[headline], values["low"], values["high"], LABELS[headline].kind)
        value, span = formatter(settings.language).exact(estimate, digits=2)
        found.append(
            (LABELS[headline].words, message("{value} ({interval})", value=value, interval=span) if span else value)
        )
    for name, value in values.items():
        if name not in skipped and isinstance(value, numbers.Real | str) and not isinstance(value, bool):
            found.append((label_of(name).words, _written(settings, name, value)))
    if headline:
        confidence = formatter(settings.language).percent(values["confidence"])
        found.append(
            (
                message("Interval"),
                message(
                    "{level}, {name}", level=confidence, name=INTERVALS.get(values["interval"], values["interval"])
                ),
            )
        )
    return found


def _written(settings: Settings, name: str, value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, numbers.Integral):
        return Count(int(value))
    kind = label_of(name).kind
    if kind is Kind.NUMBER:
        return float(value)
    return formatter(settings.language).exact(Estimate(float(value), kind=kind), digits=2)[0]


def label_of(name: str) -> Label:
    """The words for a field; its own name where there are none (a test sees to it that there are)."""
    return LABELS.get(name, Label(name))


def tables(values: dict[str, Any]) -> list[tuple[Message | str, list[Any], list[list[Any]]]]:
    """Columns of equal length stand side by side; a dictionary of numbers is a table of its own."""
    found = []
    groups: dict[int, dict[str, list[Any]]] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            rows = [[str(key), _cell(entry)] for key, entry in value.items() if _single(entry)]
            if rows:
                found.append((label_of(name).words, ["", label_of(name).words], rows))
        elif isinstance(value, np.ndarray) and value.ndim == 1:
            groups.setdefault(len(value), {})[name] = value.tolist()
        elif isinstance(value, tuple | list) and value and all(_single(entry) for entry in value):
            groups.setdefault(len(value), {})[name] = list(value)
    for length, columns in groups.items():
        names = sorted(columns, key=lambda name: not all(isinstance(entry, str) for entry in columns[name]))
        numbered = not all(isinstance(entry, str) for entry in columns[names[0]])
        titles: list[Any] = [message("Row")] if numbered else []
        rows = [
            [*([Count(row + 1)] if numbered else []), *(_cell(columns[name][row]) for name in names)]
            for row in range(length)
        ]
        found.append(("", [*titles, *(label_of(name).words for name in names)], rows))
    return found


def _single(value: Any) -> bool:
    return isinstance(value, numbers.Real | str)


def _cell(value: Any) -> Any:
    if isinstance(value, numbers.Integral):
        return Count(int(value))
    return float(value) if isinstance(value, numbers.Real) else value
