"""The answers that a number is made of, one by one, worst first: for those who may see people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from regulars.facts.answer_files import read_columns
from regulars.insights.answers import Answers, read_answers
from regulars.insights.errors import ScopeError
from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.points import NONE, nearest, reached
from regulars.insights.report import Behind
from regulars.insights.scope import Privacy
from regulars.language import message
from regulars.survey import Item, ItemKind, Role

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

PER_PAGE = 25
_HEAD = ("response", "customer", "day", "unit")


@dataclass(frozen=True)
class Answer:
    """One response. ``rating`` is its answer to the item asked about; ``words`` what was written, by item."""

    response: str
    day: date | None
    unit: str | None
    rating: float | None  # whole where the answer is
    words: tuple[tuple[Item, str], ...]
    customer: int | None


@dataclass(frozen=True)
class Page:
    """Some of the answers. ``total``: how many there are; ``number`` counts from 1 to ``last``."""

    item: Item | None
    rows: tuple[Answer, ...]
    total: int
    number: int
    last: int


def answers_behind(
    facts: Facts,
    survey: str,
    *,
    scope: Scope,
    filters: Filters = EVERYTHING,
    behind: Behind,
    wave: str | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page:
    """The responses that a bar stands for: the lowest answer first, among equal ones the latest.

    Raises ``ScopeError`` where the study promised that nobody can be told apart.
    """
    answers = read_answers(facts, survey, scope)
    if scope.privacy.stricter(Privacy(answers.survey.privacy)).hides:
        raise ScopeError(
            message(
                "{survey} promised that nobody can be told apart: single answers are not shown.",
                survey=answers.survey.title,
            )
        )
    item = _item(answers, behind)
    chosen = _chosen(answers, filters, behind, behind.wave or wave, item)
    rating = np.zeros(len(chosen), dtype=np.int16) if item is None else chosen.item(item)
    days = np.where(np.isnat(chosen.days), np.datetime64("0001-01-01"), chosen.days)
    order = np.lexsort((np.arange(len(chosen)), -days.astype(np.int64), np.where(rating == NONE, np.inf, rating)))
    last = max(1, -(-len(chosen) // per_page))
    number = min(max(page, 1), last)
    places = order[(number - 1) * per_page : number * per_page]
    return Page(item, _read(answers, chosen, places, item), len(chosen), number, last)


def _item(answers: Answers, behind: Behind) -> Item | None:
    """The item asked about; without one the one that is judged on the page."""
    survey = answers.survey
    if behind.item is not None and behind.item in answers.columns:
        return survey.item(behind.item)
    roles = (Role.OVERALL, Role.RECOMMEND, Role.EFFORT)
    return next((item for role in roles for item in survey.with_role(role) if item.key in answers.columns), None)


def _chosen(answers: Answers, filters: Filters, behind: Behind, wave: str | None, item: Item | None) -> Answers:
    chosen = answers.in_units(filters.units).in_intake(filters.intake).between(filters.first, filters.last)
    chosen = chosen.between(behind.first, behind.last)
    if behind.unit is not None:
        chosen = chosen.in_units({behind.unit})
    if wave is not None:
        chosen = chosen.in_wave(wave) if wave in chosen.waves_in_order() else chosen.only(_nobody(chosen))
    if behind.item is None or item is None:
        return chosen
    inside = chosen.answered(item)
    # A point alone stands for the answers nearest to it, several for those that reached them: as they are counted.
    column = (nearest if behind.low == behind.high else reached)(chosen.item(item))
    if behind.low is not None:
        inside &= column >= behind.low
    if behind.high is not None:
        inside &= column <= behind.high
    return chosen.only(inside)


def _nobody(answers: Answers) -> NDArray[np.bool_]:
    return np.zeros(len(answers), dtype=bool)


def _read(answers: Answers, chosen: Answers, places: NDArray[Any], item: Item | None) -> tuple[Answer, ...]:
    """The rows in full, from the files that hold them: each file is opened once."""
    texts = [other for other in answers.survey.items if other.kind is ItemKind.TEXT]
    wanted = places if chosen.rows is None else chosen.rows[places]
    starts = np.array([part.start for part in answers.files])
    by_file: dict[int, list[int]] = defaultdict(list)
    for row in wanted.tolist():
        by_file[int(np.searchsorted(starts, row, side="right")) - 1].append(row)
    found: dict[int, dict[str, Any]] = {}
    for number, own in by_file.items():
        part = answers.files[number]
        table = read_columns(part.file, [*_HEAD, *(text.key for text in texts)])
        taken = table.take([row - part.start for row in own]).to_pylist()
        found |= dict(zip(own, taken, strict=True))
    return tuple(
        _answer(found[row], texts, None if item is None else chosen.item(item)[place].item())
        for row, place in zip(wanted.tolist(), places.tolist(), strict=True)
    )


def _answer(data: dict[str, Any], texts: list[Item], rating: float | None) -> Answer:
    return Answer(
        response=data["response"],
        day=data.get("day"),
        unit=data.get("unit"),
        rating=None if rating is None or rating == NONE else int(rating) if rating % 1 == 0 else rating,
        words=tuple((text, data[text.key]) for text in texts if data.get(text.key)),
        customer=data.get("customer"),
    )
