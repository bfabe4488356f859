"""Each customer with the signs of dissatisfaction that they show, from facts and cases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from regulars.facts.heard import last_two_ratings, last_words
from regulars.facts.tracking import Part
from regulars.insights.complaints.silent import silent_section
from regulars.insights.customer.satisfaction import LOW
from regulars.insights.report import Report, Section, Source
from regulars.insights.scope import Privacy
from regulars.language import message
from regulars.methods import latent_dissatisfaction
from regulars.methods.linkage.signs import Sign
from regulars.survey import ItemKind, Role
from regulars.survey.questionnaire import strictest
from regulars.web.accounts.access import UnitScope
from regulars.web.cases.models import Case
from regulars.web.facts import facts
from regulars.web.people.models import CustomerScore
from regulars.web.research.fieldwork.models import Asked
from regulars.web.research.fieldwork.models.asked import State
from regulars.web.research.privacy import promised

YEAR, WEEK = timedelta(days=365), timedelta(days=7)
MOST = 100_000  # of the customers who bought last; beyond, counting them all would keep a reader waiting
LAPSED, FALLS, WORDS = 3, 25.0, 4
_EMPTY = math.nan


@dataclass(frozen=True)
class Signs:
    """``section``: counts by sign. ``shown``: key of a sign -> customers who show it, the most valuable first."""

    section: Section
    customers: int
    shown: dict[str, list[int]]


def signs(scope: UnitScope) -> Signs | None:
    """Of the customers in a scope; None where nobody is there."""
    rows = CustomerScore.objects.within(scope).filter(customer__key__isnull=False).order_by("-last_day", "customer")
    people = list(
        rows.values_list("customer", "customer__key", "first_day", "last_day", "day", "purchases", "value")[:MOST]
    )
    if not people:
        return None
    today = timezone.localdate()
    part = Part("month", date(1970, 1, 1), today, scope.codes)  # the last rating, however old: as scores have it
    open_ = [name for name in facts().surveys() if not _hides(name)]
    rated = last_two_ratings(facts(), open_, Role.OVERALL.value, part)
    words = _words(open_, part)
    spoke = set(Case.objects.exclude(customer=None).values_list("customer", flat=True).distinct())
    replied = _replied()
    columns: dict[str, list[Any]] = {
        "rating": [rated.get(key, (_EMPTY, None))[0] for _, key, *_ in people],
        "previous_rating": [_or_empty(rated.get(key, (_EMPTY, None))[1]) for _, key, *_ in people],
        "days_since": [_days(last, day) for _, _, _, last, day, _, _ in people],
        "usual_days": [_usual(first, last, count) for _, _, first, last, _, count, _ in people],
        "comment": [words.get(key) for _, key, *_ in people],
        "replied": [replied.get(pk, _EMPTY) for pk, *_ in people],
    }
    given = {name: column for name, column in columns.items() if any(_known(one) for one in column)}
    if "rating" not in given:
        given.pop("previous_rating", None)
    if not {"days_since", "usual_days"} <= set(given):
        given.pop("days_since", None)
        given.pop("usual_days", None)
    if not given:
        return None
    found = latent_dissatisfaction(
        [int(pk in spoke) for pk, *_ in people], scale=(0, 100), low_to=LOW - 1e-6, falls_by=FALLS,
        lapsed_after=LAPSED, words_from=WORDS, **given,
    )  # fmt: skip
    worth = {pk: value or 0.0 for pk, *_, value in people}
    shown = {
        str(sign).replace(" ", "-"): sorted(
            (people[at][0] for at in _who(sign, columns)), key=lambda pk: (-worth[pk], pk)
        )
        for sign in found.signs
    }
    return Signs(silent_section(found), len(people), shown)


def _who(sign: Sign, columns: dict[str, list[Any]]) -> list[int]:
    """Places of those who show it, by the rule of the method."""
    from regulars.methods.linkage.signs import Given, Rules, signs_of

    given = Given(*(columns[name] for name in ("rating", "previous_rating", "days_since", "usual_days", "comment",
                                               "replied")))  # fmt: skip
    rules = Rules(LOW - 1e-6, FALLS, LAPSED, WORDS)
    table = signs_of(given, rules, size=len(columns["rating"]), scale=(0, 100), missing=())
    return [at for at, one in enumerate(table[sign].tolist()) if one == 1]


def _hides(name: str) -> bool:
    return Privacy(strictest(facts().survey(name).privacy, promised(name))).hides


def _words(surveys: Sequence[str], part: Part) -> dict[int, str]:
    found: dict[int, str] = {}
    for name in surveys:
        for item in facts().survey(name).items:
            if item.kind is ItemKind.TEXT:
                found = last_words(facts(), name, item.key, part) | found
    return found


def _replied() -> dict[int, float]:
    """Customer -> 1 where they answered an invitation of the last year, 0 where they did not; identified studies."""
    now = timezone.now()
    rows = Asked.objects.filter(
        customer__isnull=False, test=False, study__privacy=Privacy.IDENTIFIED.value, invited_at__gte=now - YEAR,
        invited_at__lte=now - WEEK, state__in=(State.SENT, State.BEGUN, State.OVER, State.ANSWERED),
    )  # fmt: skip
    found: dict[int, float] = {}
    for customer, state in rows.values_list("customer", "state"):
        found[customer] = max(found.get(customer, 0.0), float(state == State.ANSWERED))
    return found


def _known(value: Any) -> bool:
    return value is not None and value == value


def _or_empty(value: float | None) -> float:
    return _EMPTY if value is None else value


def _days(last: date | None, day: date | None) -> float:
    return _EMPTY if last is None or day is None else float((day - last).days)


def _usual(first: date | None, last: date | None, count: int | None) -> float:
    """The mean interval between purchases; it takes three of them to have a rhythm."""
    if first is None or last is None or not count or count < 3 or last == first:
        return _EMPTY
    return (last - first).days / (count - 1)


def report(found: Signs, scope: UnitScope) -> Report:
    """The section as a report, so that a page lays it out like any other."""
    return Report(
        key="silent",
        title=message("Silent customers"),
        conclusion=found.section.sentence or found.section.title,
        reason=None,
        figures=(),
        sections=(found.section,),
        source=Source("ratings, purchases, cases", found.customers),
        scope=scope.insight(purpose="silent customers").to_dict(),
    )
