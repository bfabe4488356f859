"""Purchases and answers of one customer in one row, latest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from regulars.insights.customer.satisfaction import Mood, Rating, rating_in
from regulars.insights.customer.specify import Question, moment
from regulars.language import NO_CURRENCY, Message, Money, Text, message
from regulars.survey import ItemKind, Survey

PAGE_SIZE = 20


@dataclass(frozen=True)
class Entry:
    """One thing that happened.

    ``what`` is its line, ``said`` the customer's own words (item, words), ``details`` names of what was bought.
    """

    kind: Literal["purchase", "return", "answer"]
    at: datetime | None
    day: date | None
    what: Message
    unit: str | None
    channel: str | None
    details: tuple[str, ...] = ()
    said: tuple[tuple[Text, str], ...] = ()
    mood: Mood | None = None
    survey: str | None = None
    response: str | None = None


@dataclass(frozen=True)
class Timeline:
    """One page of it; ``total`` counts all entries."""

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int


def timeline(question: Question, page: int, page_size: int) -> Timeline:
    """The page; the question holds every entry up to its end."""
    rows: list[tuple[str, Entry]] = [(moment(row), purchase_entry(row)) for row in question.purchases]
    rows += [(moment(row), answer_entry(survey, row)) for survey, row in question.answers]
    rows.sort(key=lambda one: one[0], reverse=True)
    start = (page - 1) * page_size
    shown = tuple(entry for _, entry in rows[start : start + page_size])
    return Timeline(shown, question.total, page, max(1, -(-question.total // page_size)))


def purchase_entry(row: Mapping[str, Any]) -> Entry:
    """A purchase, or a return, as a line."""
    amount = Decimal(row["amount"])
    money = Money(abs(amount), row["currency"] or NO_CURRENCY)
    back = amount < 0
    return Entry(
        kind="return" if back else "purchase",
        at=row["at"],
        day=row["day"],
        what=message("Return, {amount}", amount=money) if back else message("Purchase, {amount}", amount=money),
        unit=row["unit"],
        channel=row["channel"],
        details=tuple(row["categories"] or row["products"] or ()),
    )


def answer_entry(survey: Survey, row: Mapping[str, Any]) -> Entry:
    """An answer as a line: the rating of the whole, and the words."""
    rating = rating_in(survey, row)
    return Entry(
        kind="answer",
        at=row["at"],
        day=row["day"],
        what=_said(survey, rating),
        unit=row["unit"],
        channel=row["channel"],
        said=tuple(
            (item.label, str(row[item.key]))
            for item in survey.items
            if item.kind is ItemKind.TEXT and row.get(item.key)
        ),
        mood=rating.mood if rating else None,
        survey=survey.name,
        response=row["response"],
    )


def _said(survey: Survey, rating: Rating | None) -> Message:
    if rating is None:
        return message("{survey}: answered, without a rating of the whole", survey=survey.title)
    return message("{survey}: {rating}", survey=survey.title, rating=rating.words)
