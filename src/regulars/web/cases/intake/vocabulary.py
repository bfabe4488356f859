"""What a rule may ask: the answer, where it was given, and what is known of the customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from regulars.language import Text, message
from regulars.survey import Item, Questionnaire
from regulars.survey.conditions import Kind, Known, Vocabulary
from regulars.survey.conditions import vocabulary_of as of_items
from regulars.survey.definition import ItemKind, Role
from regulars.survey.tags import PRIVATE
from regulars.web.company.models import Unit
from regulars.web.research.events.vocabulary import of_customers, values_of_customer
from regulars.web.research.models import Channel, Response, Study

# No item has a dot in its key.
SCORE, LOWEST, RECOMMEND = "answer.score", "answer.lowest", "answer.recommend"
WORDS, SURVEY, CHANNEL, LANGUAGE, UNIT = (
    "answer.words", "answer.survey", "answer.channel", "answer.language", "answer.unit",
)  # fmt: skip


def vocabulary_of(study: Study | None) -> Vocabulary:
    """What is known of every answer and customer, and the questions of the study. A form offers the last one first."""
    units = {one.code: one.name or Text.of(one.code) for one in Unit.objects.filter(closed=None)}
    channels = {one.value: one.said for one in Channel}
    own = (
        Known(SURVEY, Kind.CHOICE, message("Answer: made from the study"), asked=False),
        Known(LANGUAGE, Kind.CHOICE, message("Answer: language"), asked=False),
        Known(CHANNEL, Kind.CHOICE, message("Answer: channel"), channels, asked=False),
        Known(UNIT, Kind.CHOICE, message("Answer: unit"), units, asked=False),
        Known(WORDS, Kind.TEXT, message("Answer: what was written"), asked=False),
        Known(LOWEST, Kind.NUMBER, message("Answer: the lowest rating, from 0 to 100"), low=0, high=100, asked=False),
        Known(RECOMMEND, Kind.NUMBER, message("Answer: would recommend, from 0 to 10"), low=0, high=10, asked=False),
        Known(SCORE, Kind.NUMBER, message("Answer: score, from 0 to 100"), low=0, high=100, asked=False),
    )
    return Vocabulary({**of_customers(), **_questions(study), **Vocabulary.of(own)})


def values_of(one: Response, asked: Questionnaire | None) -> dict[str, Any]:
    """The same of one response. Study, unit, customer and score are loaded."""
    items = {item.key: _value(item, one.answers.get(item.key)) for item in asked.items} if asked else {}
    known = values_of_customer(one.customer) if one.customer else {}
    own = {
        SURVEY: one.study.questionnaire.made_from,
        LANGUAGE: one.language,
        CHANNEL: one.channel,
        UNIT: one.unit.code if one.unit else None,
        WORDS: "\n".join(written(one, asked)),
        LOWEST: min((index for index, _ in rated(one, asked)), default=None),
        RECOMMEND: _recommends(one, asked),
        SCORE: one.score,
    }
    return {**known, **items, **own}


def rated(one: Response, asked: Questionnaire | None) -> list[tuple[float, Item]]:
    """What was rated, from 0 to 100, the lowest first. How many problems somebody had is no rating."""
    found = [
        (item.scale.index(answer), item)
        for item in (asked.items if asked else ())
        if item.scale is not None
        and item.rated
        and item.role is not Role.PROBLEM
        and isinstance(answer := one.answers.get(item.key), int | float)
        and not isinstance(answer, bool)
        and item.scale.low <= answer <= item.scale.high
    ]
    return sorted(found, key=lambda pair: pair[0])


def written(one: Response, asked: Questionnaire | None) -> Iterator[str]:
    """What somebody wrote; not how they can be reached, and not what was put out of sight."""
    if one.hidden_at is None and asked is not None:
        for item in asked.items:
            if item.kind is ItemKind.TEXT and PRIVATE not in item.tags and (text := one.answers.get(item.key)):
                yield str(text)


def _recommends(one: Response, asked: Questionnaire | None) -> float | None:
    return next((index / 10 for index, item in rated(one, asked) if item.role is Role.RECOMMEND), None)


def _questions(study: Study | None) -> Vocabulary:
    if study is None:
        return Vocabulary()
    latest = study.questionnaire.latest
    return of_items((latest.definition if latest else study.questionnaire.definition()).items)


def _value(item: Item, answer: Any) -> Any:
    if item.kind is ItemKind.DAY and isinstance(answer, str):
        try:
            return date.fromisoformat(answer)
        except ValueError:
            return None
    return answer
