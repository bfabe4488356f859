"""What a rule would have opened in the last days: the same steps, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from regulars.web.cases.intake.looking import counted
from regulars.web.cases.intake.models import CaseRule
from regulars.web.cases.intake.rules import all_rules, ready
from regulars.web.cases.intake.vocabulary import values_of
from regulars.web.cases.intake.wording import title_of
from regulars.web.research.inbox.shown import definitions
from regulars.web.research.models import Response

DAYS = 30
MOST = 20_000
EXAMPLES = 8
AT_ONCE = 1_000
Person = tuple[int | None, int | None]  # a customer at a unit


@dataclass(frozen=True)
class Tried:
    """``opened``: cases; ``noted``: answers that would stand in a case of the same customer; ``before``: those that
    another rule takes first; ``examples``: the latest that open one. ``cut``: there were more answers than are tried.
    """

    answers: int
    opened: int
    noted: int
    before: int
    examples: tuple[tuple[Response, str], ...]
    cut: bool


def try_out(rule: CaseRule, now: datetime | None = None) -> Tried:
    """With this rule on, at its place among those that are on."""
    since = (now or timezone.now()) - timedelta(days=DAYS)
    others = [one for one in all_rules() if one.on and one.pk != rule.pk]
    place = rule.rank or max((one.rank for one in others), default=0) + 1
    order = sorted([*others, rule], key=lambda one: (place if one is rule else one.rank, one.pk or 0))
    rules, last = ready(order), dict[Person, datetime]()
    opened: list[tuple[Response, str]] = []
    answers = noted = before = 0
    for one, values, asked in _answers(since):
        answers += 1
        fitting = [each for each in rules if each.fits(one.study_id, values, one.day)]
        if not any(each.rule is rule for each in fitting):
            continue
        if fitting[0].rule is not rule:
            before += 1
        elif _quiet(rule, one, last):
            noted += 1
        else:
            opened.append((one, title_of(one, asked)))
            last[one.customer_id, one.unit_id] = one.at
    return Tried(answers, len(opened), noted, before, tuple(reversed(opened[-EXAMPLES:])), answers >= MOST)


def broken(rule: CaseRule) -> bool:
    """Whether it names what is not there any more."""
    return not any(one.condition is not None for one in ready([rule]))


def _answers(since: datetime) -> Iterator[tuple[Response, dict, object]]:
    rows = counted().filter(at__gte=since).order_by("-at", "-pk")
    keys = list(rows.values_list("pk", flat=True)[:MOST])[::-1]
    for start in range(0, len(keys), AT_ONCE):
        part = list(counted().filter(pk__in=keys[start : start + AT_ONCE]).order_by("at", "pk"))
        known = definitions(part)
        for one in part:
            asked = known.get((one.study.questionnaire_id, one.version))
            yield one, values_of(one, asked), asked


def _quiet(rule: CaseRule, one: Response, last: dict[Person, datetime]) -> bool:
    before = last.get((one.customer_id, one.unit_id)) if one.customer_id is not None else None
    return before is not None and one.at - before < timedelta(days=rule.quiet_days)
