"""Any result of a method: as JSON, or as lines and tables for people."""

from __future__ import annotations

import dataclasses
import enum
import numbers
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.cli.calculations.labels import HEADLINES, Label, label_of
from regulars.cli.calculations.words import INTERVALS, WORDS
from regulars.cli.output import print_json, print_pairs, print_table
from regulars.cli.settings import Settings
from regulars.language import Count, Estimate, Kind, Message, message
from regulars.language.render import formatter
from regulars.methods.result import plain

if TYPE_CHECKING:
    from regulars.cli.calculations.table import Calculation

SHOWN_ROWS = 50
NOTHING = "–"  # where there is no number
SMALLEST = 0.0001  # of what the four decimals of a table can show


def show(settings: Settings, calculation: Calculation, result: Any, *, as_json: bool) -> None:
    """The result; JSON is the result's own plain form, flat."""
    more = calculation.more(result) if calculation.more else {}
    if as_json:
        print_json({**result.to_dict(), **plain(more)})
        return
    values = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)} | more
    print_pairs(
        settings,
        Lines(
            settings, values, counted=calculation.counted or (None if calculation.samples else message("Customers"))
        ).pairs(),
    )
    notes = getattr(result, "notes", ())
    # A result with a rule of its own for "too few" says in its notes or verdicts what that is.
    if getattr(result, "too_few", False) and "too_few" not in vars(type(result)):
        settings.say(
            message("Too few to judge: the interval keeps what it promises from {needed} on.", needed=result.needed)
        )
    for note in notes:
        settings.say(note)
    for titles, rows in tables(values, calculation.shown, calculation.begins, renamed=calculation.renamed):
        print()
        print_table(settings, titles, rows[:SHOWN_ROWS], right=range(1, len(titles)))
        if len(rows) > SHOWN_ROWS:
            settings.say(
                message("{shown} of {all} rows are shown; --json gives all.", shown=SHOWN_ROWS, all=Count(len(rows)))
            )


class Lines:
    """The single numbers of a result, each with its interval where it has one."""

    def __init__(self, settings: Settings, values: dict[str, Any], *, counted: Message | None) -> None:
        self.settings, self.counted = settings, counted
        self.values = values
        self.single = {name: value for name, value in values.items() if single(value)}
        self.headline = next((name for name in HEADLINES if name in self.single and "low" in self.single), None)

    def pairs(self) -> list[tuple[Any, Any]]:
        """Label and text, the estimate first, how the interval was made last."""
        limits = {limit for name in self.single for limit in (f"{name}_low", f"{name}_high")}
        hidden = {"low", "high", "confidence", "interval", *limits}
        if self.counted and not self.values.get("n_missing"):
            hidden.add("n_missing")  # what is no survey of answers has no "no answer" to speak of
        names = [name for name in self.single if name not in hidden]
        if self.headline:
            names = [self.headline, *(name for name in names if name != self.headline)]
        found = [(self._label(name).words, self._text(name)) for name in names]
        if self.values.get("interval"):
            found.append((message("Interval"), self._interval()))
        return found

    def _label(self, name: str) -> Label:
        if self.counted and name == "n":
            return Label(self.counted)
        if self.counted and name == "n_effective":
            return Label(message("Effective number"))
        return label_of(name)

    def _text(self, name: str) -> Any:
        value, label = self.single[name], self._label(name)
        if isinstance(value, str):
            return WORDS.get(value, value)
        if isinstance(value, bool | np.bool_):
            return yes_or_no(value)
        low, high = self._limits(name)
        if isinstance(value, numbers.Integral):
            return Count(int(value))
        if low is None and label.kind is Kind.NUMBER:
            return tiny() if 0 < value < SMALLEST else float(value)
        if np.isnan(value):
            return NOTHING
        digits = 4 if label.kind is Kind.NUMBER else 2
        estimate = Estimate(float(value), low, high, label.kind)
        return self.settings.exact(estimate, digits)

    def _limits(self, name: str) -> tuple[float | None, float | None]:
        if name == self.headline:
            found = self.single["low"], self.single["high"]
        elif name in self.values.get("intervals", {}):
            found = self.values["intervals"][name]
        else:
            found = self.single.get(f"{name}_low"), self.single.get(f"{name}_high")
        low, high = found
        return (None, None) if low is None or high is None or not np.isfinite([low, high]).all() else (low, high)

    def _interval(self) -> Any:
        made = str(self.values["interval"])
        confidence = self.values["confidence"]
        digits = 0 if round(100 * confidence, 9).is_integer() else 2
        level = formatter(self.settings.language).percent(confidence, digits)
        return message("{level}, {name}", level=level, name=INTERVALS.get(made, made))


def tables(
    values: dict[str, Any],
    shown: tuple[str, ...] | None,
    begins: tuple[str, ...] = (),
    *,
    renamed: bool = False,
) -> list[tuple[list[Any], list[list[Any]]]]:
    """Columns of equal length stand side by side; dictionaries with equal keys too."""
    if begins:
        ordered = shown or tuple(values)
        cut = [0, *(ordered.index(name) for name in begins), len(ordered)]
        names = ordered[:1] if renamed else ()
        parts = [(*names, *ordered[a:b]) if a else ordered[a:b] for a, b in pairwise(cut)]
        return [table for part in parts for table in tables(values, part)]
    groups: dict[Any, dict[str, list[Any]]] = {}
    for name, value in values.items():
        if name in ("intervals", "standard_errors") or (shown is not None and name not in shown):
            continue
        if isinstance(value, dict) and value and all(single(entry) for entry in value.values()):
            groups.setdefault(tuple(value), {})[name] = list(value.values())
        elif isinstance(value, np.ndarray | tuple | list) and np.ndim(value) == 1 and len(value):
            groups.setdefault(len(value), {})[name] = list(value)
    found = []
    for key, columns in groups.items():
        names = [name for name in shown if name in columns] if shown else list(columns)
        first: list[Any] = []
        if isinstance(key, tuple):
            first = [cell(part) if isinstance(part, enum.Enum) else str(part) for part in key]
        if not first and not isinstance(columns[names[0]][0], str):
            first = [str(row + 1) for row in range(key)]
        head: list[Any] = ["" if isinstance(key, tuple) else message("Row")] if first else []
        titles = [*head, *(label_of(name).words for name in names)]
        size = len(columns[names[0]])
        rows = [
            [*first[row : row + 1], *(cell(columns[name][row], label_of(name).kind) for name in names)]
            for row in range(size)
        ]
        found.append((titles, rows))
    return found


def single(value: Any) -> bool:
    """One number or word."""
    return isinstance(value, numbers.Real | str | np.bool_)


def cell(value: Any, kind: Kind = Kind.NUMBER) -> Any:
    """A value of a table as something that the language can write."""
    if isinstance(value, bool | np.bool_):
        return yes_or_no(value)
    if isinstance(value, numbers.Integral):
        return Count(int(value))
    if isinstance(value, numbers.Real) and 0 < value < SMALLEST:
        return tiny()
    if isinstance(value, numbers.Real):
        return Estimate(float(value), kind=kind, digits=2) if kind is not Kind.NUMBER else round(float(value), 4)
    return WORDS.get(str(value), str(value))


def tiny() -> Message:
    """What is not zero, though its decimals would be."""
    return message("< {smallest}", smallest=str(SMALLEST))


def yes_or_no(value: Any) -> Any:
    """A truth in words."""
    return message("yes") if value else message("no")
