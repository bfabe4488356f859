"""Each customer with the signs of dissatisfaction that they show, from facts and cases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from regulars.facts.heard import last_two_ratings, last_words
from regulars.facts.tracking import Part
from regulars.insights.complaints.silent import silent_section
from regulars.insights.customer.satisfaction import LOW
from regulars.insights.report import Report, Section, Source
from regulars.insights.scope import Privacy
from regulars.language import message
from regulars.methods import latent_dissatisfaction
from regulars.methods.linkage.signs import Given, Rules, signs_of
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


class _One(NamedTuple):
    """What the scores say of a customer."""

    pk: int
    key: int
    first: date | None
    last: date | None
    day: date | None
    purchases: int | None
    value: float | None


@dataclass(frozen=True)
class Signs:
    """``section``: counts by sign. ``shown``: key of a sign -> customers who show it, the most valuable first."""

    section: Section
    customers: int
    shown: dict[str, list[int]]


def signs(scope: UnitScope) -> Signs | None:
    """Of the customers in a scope; None where nobody is there."""
    rows = CustomerScore.objects.within(scope).filter(customer__key__isnull=False).order_by("-last_day", "customer")
    told = ("customer", "customer__key", "first_day", "last_day", "day", "purchases", "value")
    people = [_One(*row) for row in rows.values_list(*told)[:MOST]]
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
        "rating": [rated.get(one.key, (_EMPTY, None))[0] for one in people],
        "previous_rating": [_or_empty(rated.get(one.key, (_EMPTY, None))[1]) for one in people],
        "days_since": [_days_since(one) for one in people],
        "usual_days": [_usual_days(one) for one in people],
        "comment": [words.get(one.key) for one in people],
        "replied": [replied.get(one.pk, _EMPTY) for one in people],
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
        [int(one.pk in spoke) for one in people], scale=(0, 100), low_to=LOW - 1e-6, falls_by=FALLS,
        lapsed_after=LAPSED, words_from=WORDS, **given,
    )  # fmt: skip
    shows = signs_of(
        Given(**columns), Rules(LOW - 1e-6, FALLS, LAPSED, WORDS), size=len(people), scale=(0, 100), missing=()
    )
    dearest = sorted(range(len(people)), key=lambda at: (-(people[at].value or 0.0), people[at].pk))
    shown = {
        str(sign).replace(" ", "-"): [people[at].pk for at in dearest if shows[sign][at] == 1] for sign in found.signs
    }
    return Signs(silent_section(found), len(people), shown)


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


def _days_since(one: _One) -> float:
    return _EMPTY if one.last is None or one.day is None else float((one.day - one.last).days)


def _usual_days(one: _One) -> float:
    """The mean interval between purchases; it takes three of them to have a rhythm."""
    if one.first is None or one.last is None or not one.purchases or one.purchases < 3 or one.last == one.first:
        return _EMPTY
    return (one.last - one.first).days / (one.purchases - 1)


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
