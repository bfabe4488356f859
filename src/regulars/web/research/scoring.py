"""One number for one response, so that the unhappiest stand first. It orders a list; it is no result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.survey import Item, Questionnaire
from regulars.survey.definition import Role

# The first of these that was answered; attributes only where nobody was asked for the whole.
_FIRST = (Role.OVERALL, Role.RECOMMEND, Role.EFFORT, Role.REPURCHASE, Role.ATTRIBUTE)


def score_of(questionnaire: Questionnaire | None, answers: Mapping[str, Any]) -> int | None:
    """0 to 100; None where nothing was rated."""
    if questionnaire is None:
        return None
    rated: dict[Role, list[float]] = {}
    for item in questionnaire.items:
        if (index := _index(item, answers.get(item.key))) is not None:
            rated.setdefault(item.role, []).append(index)
    found = next((rated[role] for role in _FIRST if role in rated), None)
    return None if found is None else round(sum(found) / len(found))


def _index(item: Item, answer: Any) -> float | None:
    if item.scale is None or not item.rated or isinstance(answer, bool) or not isinstance(answer, int | float):
        return None
    return item.scale.index(answer) if item.scale.low <= answer <= item.scale.high else None
