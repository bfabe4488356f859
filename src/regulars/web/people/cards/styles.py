"""Which style of service fits whom: rules in a file, the first that holds is recommended, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Text, message
from regulars.survey.conditions import Condition, Kind, Known, Vocabulary, holds, read_condition
from regulars.survey.entries import Entries
from regulars.web.people.cards.models import Traveller

VOCABULARY = Vocabulary.of(
    [
        Known("traveller", Kind.CHOICE, message("Comes as"), {one.value: one.said for one in Traveller}, asked=False),
        Known("nights", Kind.NUMBER, message("Nights"), asked=False),
        Known("late", Kind.FLAG, message("Arrives late"), asked=False),
        Known("long_trip", Kind.FLAG, message("After a long journey"), asked=False),
        Known("visits", Kind.NUMBER, message("Purchases so far"), asked=False),
        Known("rating", Kind.NUMBER, message("Last rating, from 0 to 100"), low=0, high=100, asked=False),
        Known("promises", Kind.NUMBER, message("Open promises"), asked=False),
    ]
)


@dataclass(frozen=True)
class Style:
    """``when`` it is recommended (None: when nothing else is), its words, what to do, and why."""

    key: str
    style: Text
    do: Text
    reason: Text
    when: Condition | None = None


@cache
def styles() -> tuple[Style, ...]:
    """All rules in their order; the last holds always. Raises ``EntryError`` or ``ConditionError`` for a slip."""
    file = resources.files("regulars").joinpath("content", "guest-styles.yaml")
    return read(yaml.safe_load(file.read_text("utf-8")))


def read(data: Any) -> tuple[Style, ...]:
    """Rules from plain data."""
    rows = list(Entries.of(data).only("rules").rows("rules"))
    found = tuple(_style(entries) for entries in rows)
    if not found or found[-1].when is not None or any(one.when is None for one in found[:-1]):
        rows[-1].wrong("when", message("the last rule, and no other, holds without a condition."))
    return found


def _style(entries: Entries) -> Style:
    entries.only("key", "when", "style", "do", "reason")
    when = read_condition(str(entries.data["when"]), VOCABULARY) if entries.has("when") else None
    return Style(entries.key(), entries.text("style"), entries.text("do"), entries.text("reason"), when)


def recommended(values: Mapping[str, Any], today: date) -> Style:
    """The first whose condition holds."""
    return next(one for one in styles() if one.when is None or holds(one.when, values, today))
