"""What else a survey asks, each kind of question by its own method: a section each, found by kind, role and tag.

A question in several parts stands in the facts as several items, tagged with its kind and key; so a notebook without
the questionnaire itself sees the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regulars.insights.report import Section
from regulars.insights.satisfaction.asked import (
    amounts,
    causes,
    choices,
    features,
    intention,
    ladder,
    preferences,
    prices,
)
from regulars.insights.satisfaction.asked import ratings as rated
from regulars.insights.satisfaction.asked.going_with import going_with
from regulars.insights.satisfaction.asked.stated import stated
from regulars.insights.satisfaction.specify import Question
from regulars.language import Message
from regulars.survey import Item, ItemKind, Role
from regulars.survey.tags import LOYALTY, Parted, ladders, parted, tagged

LEADS = ("loyalty-types", causes.KEY)


@dataclass(frozen=True)
class Asked:
    """``model``: what is drawn from many questions together. ``first`` and ``rest``: question by question, those that
    stand before the first question that is scored, and the others.
    """

    model: tuple[Section, ...] = ()
    first: tuple[Section, ...] = ()
    rest: tuple[Section, ...] = ()

    @property
    def lead(self) -> Message | None:
        """What a survey of this kind is asked for: the reasons of those who left, the types of loyalty, the model."""
        first = next((section.sentence for section in self.first if section.sentence is not None), None)
        drawn = (one.sentence for one in self.model if one.key in LEADS and one.chart is not None)
        return first or next(drawn, None)

    @property
    def sections(self) -> tuple[Section, ...]:
        """All of them."""
        return (*self.model, *self.first, *self.rest)


NOTHING_ELSE = Asked()


def asked(question: Question, *, seed: int) -> Asked:
    """Every part that the survey asks for; empty where it asks for nothing else."""
    placed = sorted(_question_by_question(question, seed), key=lambda found: found[0])
    begin = _first_scored(question)
    return Asked(
        model=tuple(section for section in _models(question, seed) if section is not None),
        first=tuple(section for place, section in placed if place < begin),
        rest=tuple(section for place, section in placed if place >= begin),
    )


def _models(question: Question, seed: int) -> Iterator[Section | None]:
    yield stated(question, seed=seed)
    yield causes.causes(question, seed=seed)
    again = intention.repurchase(question)
    if again is not None:
        yield intention.both(question, again)
        yield going_with(question, again)
        if any(tagged(item, LOYALTY) for item in question.asked):
            yield intention.types(question, again)


def _question_by_question(question: Question, seed: int) -> Iterator[tuple[int, Section]]:
    """With the place of the question in the survey."""
    places = {item.key: place for place, item in enumerate(question.survey.items)}
    in_parts = parted(question.asked)
    for place, section in (
        *_in_parts(question, in_parts, places, seed),
        *_alone(question, {item.key for one in in_parts for item in one.items}, places, seed),
    ):
        if section is not None:
            yield place, section


def _in_parts(
    question: Question, found: tuple[Parted, ...], places: dict[str, int], seed: int
) -> Iterator[tuple[int, Section | None]]:
    pairs = [one for one in found if one.kind == "kano"]
    if pairs:
        yield places[pairs[0].items[0].key], features.features(question, pairs)
    for one in found:
        place = places[one.items[0].key]
        match one.kind:
            case "prices":
                yield place, prices.prices(question, one, question.asked, seed=seed)
            case "sum":
                yield place, preferences.points(question, one)
            case "ranking":
                yield place, preferences.order(question, one)
            case "best-worst":
                yield place, preferences.most_and_least(question, one)
            case "choices":
                yield place, choices.several(question, one)
    for ladder_of in ladders(question.asked):
        yield places[ladder_of.items[0].key], ladder.ladder(question, ladder_of, seed=seed)


def _alone(
    question: Question, parts: set[str], places: dict[str, int], seed: int
) -> Iterator[tuple[int, Section | None]]:
    further: list[Item] = []
    sides: list[Item] = []
    for item in question.asked:
        place = places[item.key]
        if item.key in parts:
            continue
        if item.role is Role.PROBLEM and item.scale is not None:
            yield place, rated.problems(question, item)
        elif item.kind is ItemKind.CHOICE:
            yield place, choices.one_of(question, item)
        elif item.kind is ItemKind.DAY:
            yield place, amounts.day(question, item)
        elif item.key in question.answers.amounts:
            yield place, amounts.amount(question, item, seed=seed)
        elif _further(question, item):
            (sides if tagged(item, LOYALTY) else further).append(item)
    for items, section in ((sides, rated.sides), (further, rated.others)):
        if items:
            yield places[items[0].key], section(question, items)


def _further(question: Question, item: Item) -> bool:
    """A rating that no other part shows."""
    if item.role is Role.REPURCHASE:
        return question.overall is None
    return item.rated and item.role is Role.OTHER and tagged(item, "ecsi:") is None


def _first_scored(question: Question) -> int:
    """The place of the first question that the page is scored by; attributes always come first."""
    if question.attributes:
        return 0
    scored = {item.key for item in (question.overall, question.recommend, question.effort) if item is not None}
    places = [place for place, item in enumerate(question.survey.items) if item.key in scored]
    return min(places, default=len(question.survey.items))


__all__ = ["NOTHING_ELSE", "Asked", "asked"]
