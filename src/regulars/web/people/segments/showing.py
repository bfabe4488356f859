"""A segment as pages show it: also one whose condition cannot be read any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from regulars.language import Message, message, plural
from regulars.survey.conditions import ConditionError
from regulars.web.accounts.access import UnitScope
from regulars.web.people.models import Segment
from regulars.web.people.segments.finding import MOST, count_of, counted, matching, sentence_of
from regulars.web.people.segments.warning import warned

SIZE = 25


@dataclass(frozen=True)
class Shown:
    """``problem``: why nobody can say who fits; ``count`` is None then."""

    segment: Segment
    words: Message | None
    count: int | None
    warned: list[Message]
    problem: Message | None = None

    @property
    def counted(self) -> Message | None:
        """How many, for a cell."""
        return None if self.count is None else counted(self.count)

    @property
    def headline(self) -> Message:
        """The sentence over its page."""
        if self.count is None:
            return message("Nobody can say who belongs to it.")
        if self.count > MOST:
            return message("More than {most} customers belong to it.", most=MOST)
        return plural("{count} customer belongs to it.", "{count} customers belong to it.", self.count)


def shown_segment(segment: Segment, scope: UnitScope) -> Shown:
    """With its count among the customers of a scope."""
    try:
        words, count = sentence_of(segment.condition), count_of(segment.condition, scope=scope, most=MOST)
    except ConditionError as error:
        return Shown(segment, None, None, [], error.message)
    return Shown(segment, words, count, warned(segment.condition, name=segment.name, count=count))


def shown_people(segment: Segment, scope: UnitScope, count: int | None, page: Any) -> Page | None:
    """Its customers by number, page by page; the count is known already."""
    if count is None:
        return None
    pages = Paginator(matching(segment.condition, scope=scope).select_related("score").order_by("number"), SIZE)
    pages.__dict__["count"] = min(count, MOST)
    return pages.get_page(page)
