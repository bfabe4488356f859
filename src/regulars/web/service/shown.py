"""A stored visit as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regulars.insights.visits import areas_of
from regulars.language import Text
from regulars.survey import Item, Questionnaire
from regulars.survey.blocks.ratings import WHY
from regulars.survey.definition import ItemKind


@dataclass(frozen=True)
class Seen:
    """One item: its answer in words, what was noted, whether it is below its threshold."""

    label: Text
    standard: Text | None
    answer: Any
    words: Text | None
    below: bool
    threshold: Text | None
    note: str


@dataclass(frozen=True)
class AreaSeen:
    """An area with its items; ``label`` is None for what belongs to none."""

    label: Text | None
    items: tuple[Seen, ...]


def areas_shown(definition: Questionnaire, answers: Mapping[str, Any]) -> list[AreaSeen]:
    """The areas of the tree, then all else that was written."""
    items = {item.key: item for item in definition.items}
    found, placed = [], set()
    for area in areas_of(definition):
        keys = [key for key in area.weights if key in answers]
        placed |= set(area.weights)
        if keys:
            found.append(AreaSeen(area.label, tuple(_seen(items[key], answers) for key in keys)))
    rest = [item for key, item in items.items() if key in answers and key not in placed and not key.startswith(WHY)]
    if rest:
        found.append(AreaSeen(None, tuple(_seen(item, answers) for item in rest)))
    return found


def _seen(item: Item, answers: Mapping[str, Any]) -> Seen:
    answer = answers[item.key]
    labels = item.scale.labels if item.scale is not None else {}
    words = labels.get(answer) if isinstance(answer, int) else None
    if item.kind is ItemKind.CHOICE and answer is not None:
        words, answer = item.options.get(str(answer)), ""
    below = item.threshold is not None and isinstance(answer, int) and answer < item.threshold
    threshold = None if item.threshold is None else labels.get(item.threshold) or Text.of(str(item.threshold))
    return Seen(item.label, item.standard, answer, words, below, threshold, str(answers.get(WHY + item.key) or ""))
