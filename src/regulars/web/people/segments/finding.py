"""Who fits a condition, and how many."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from regulars.language import Message, message
from regulars.survey.conditions import Condition, holds, in_words, names_in, read_condition
from regulars.survey.conditions.terms import Not
from regulars.web.accounts.access import UnitScope
from regulars.web.people.models import Customer, CustomerScore
from regulars.web.people.models.customer import among_known_at
from regulars.web.people.segments.compiling import WHOLE, Compiler
from regulars.web.people.segments.fields import Store, all_fields, vocabulary

SCORES = (Store.SCORE, Store.RATING, Store.TYPE)
MOST = 10_000  # who counts a million for one sentence keeps the reader waiting


def matching(condition: str, *, within: Any = None, scope: UnitScope = WHOLE) -> Any:
    """The customers who fit, as a queryset; raises ``ConditionError`` for what cannot be read.

    ``within``: the customers to choose among. ``scope``: whose eyes; who sees some units only gets their customers, and
    is told nothing that was rated, or where somebody is known, outside of them.
    """
    people = _all(Customer.objects.all() if within is None else within, "pk", scope)
    return people.filter(Compiler(timezone.localdate(), scope).q(read_condition(condition, vocabulary())))


def of_scores(rows: Any, condition: str, *, scope: UnitScope = WHOLE) -> Any:
    """Those of some rows of scores whose customers fit; who may be seen is the caller's matter."""
    return rows.filter(Compiler(timezone.localdate(), scope, by_score=True).q(read_condition(condition, vocabulary())))


def count_of(condition: str, *, scope: UnitScope = WHOLE, most: int | None = None) -> int:
    """How many, by the shortest way. ``most``: nobody counts on beyond; one more than that then means more."""
    wanted, today = read_condition(condition, vocabulary()), timezone.localdate()
    scored = _of_scores(wanted)
    if most is not None:
        # Who has no row of scores fits or does not: where they do, many fit, and the limit is soon reached.
        of_all = not scored or holds(wanted, {}, today)
        rows = matching(condition, scope=scope) if of_all else _scored(wanted, scope, today)
        return int(rows.order_by().values("pk")[: most + 1].count())
    if not scored:
        return int(matching(condition, scope=scope).order_by().count())
    # The table of scores answers alone, mostly from an index, as long as who has no row there does not fit. Where they
    # do, all others are counted: each customer fits or does not.
    if holds(wanted, {}, today):
        everybody = _all(Customer.objects.all(), "pk", scope).count()
        return int(everybody - _scored(Not(wanted), scope, today).count())
    return int(_scored(wanted, scope, today).count())


def counted(count: int) -> Message:
    """The same in words, counted up to ``MOST``."""
    return message("more than {most}", most=MOST) if count > MOST else message("{n}", n=count)


def _scored(condition: Condition, scope: UnitScope, today: date) -> Any:
    return _all(CustomerScore.objects.filter(Compiler(today, scope, by_score=True).q(condition)), "customer_id", scope)


def _all(rows: Any, customer: str, scope: UnitScope) -> Any:
    return rows if scope.unit_ids is None else rows.filter(among_known_at(scope.unit_ids, customer))


def sentence_of(condition: str) -> Message:
    """What it says, for people."""
    known = vocabulary()
    return in_words(read_condition(condition, known), known)


def _of_scores(condition: Condition) -> bool:
    known = all_fields()
    return all(known[name].store in SCORES for name in names_in(condition))
