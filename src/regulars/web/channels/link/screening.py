"""What answers tell of whoever gives them: to which part of the population they belong, and whether they are meant."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from regulars.survey import Questionnaire
from regulars.survey.conditions import Condition, ConditionError, Vocabulary, holds, read_condition
from regulars.web.channels.link.door import Door, definition
from regulars.web.research.models import Cell

log = logging.getLogger(__name__)


def vocabulary(questionnaire: Questionnaire) -> Vocabulary:
    """The names that a condition over its answers may use."""
    return Vocabulary.of(known for block in questionnaire.blocks for known in block.known())


def placed(door: Door, version: int, values: Mapping[str, Any], today: date) -> Door:
    """The same door with the part of the population that the answers tell, where nothing else does."""
    if not door.by_answers or door.cell is not None:
        return door
    for cell in Cell.objects.filter(study=door.study).exclude(answers="").order_by("pk"):
        if _holds(cell.answers, door.questionnaire, version, values, today):
            return replace(door, cell=cell.pk, cell_quota=cell.quota, told=True)
    return door


def screened(door: Door, version: int, values: Mapping[str, Any], today: date) -> bool:
    """Whether, by these answers, nobody is there who is meant."""
    return bool(door.screen) and _holds(door.screen or "", door.questionnaire, version, values, today)


def _holds(text: str, questionnaire: str, version: int, values: Mapping[str, Any], today: date) -> bool:
    condition = _read(text, questionnaire, version)
    return condition is not None and holds(condition, values, today)


@lru_cache(maxsize=256)
def _read(text: str, questionnaire: str, version: int) -> Condition | None:
    """None where it asks for what this version does not: then it tells nothing of anybody."""
    one = definition(questionnaire, version)
    if one is None:
        return None
    try:
        return read_condition(text, vocabulary(one))
    except ConditionError as error:
        log.warning("version %s does not know the condition %s: %s", version, text, error)
        return None
