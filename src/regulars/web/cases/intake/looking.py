"""Responses that a rule fits become cases. Looked at twice, a response opens one case or is noted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regulars.language import message
from regulars.survey import Questionnaire
from regulars.web.cases.history import sort, write
from regulars.web.cases.intake.models import CaseRule, Watch
from regulars.web.cases.intake.rules import Ready, ready
from regulars.web.cases.intake.vocabulary import values_of, written
from regulars.web.cases.intake.wording import title_of
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import Wish, open_case
from regulars.web.cases.states import OPEN
from regulars.web.research.inbox.shown import definitions
from regulars.web.research.models import Response

RATED = "rated"
FRESH = timedelta(days=30)  # what is older was brought in from elsewhere
BACK = 200  # PostgreSQL hands out keys before the commit: so many are looked at once more
AT_ONCE = 500

sort(RATED, lambda data: message("Rated low again: score {score}", score=str(data.get("score", "?"))))


def nonce_of(response: Response) -> str:
    """One response, one case."""
    return f"response:{response.public_id}"


def counted() -> Any:
    """Those that may lead to a person: of studies that promised neither silence about names nor none at all."""
    rows = Response.objects.counted().filter(study__privacy="identified")
    return rows.select_related("study__questionnaire", "unit", "customer__score", "customer__unit")


def look(keys: Iterable[int]) -> dict[str, int]:
    """How many opened a case, and how many were noted in one."""
    rows = list(counted().filter(pk__in=list(keys), at__gte=timezone.now() - FRESH).order_by("pk"))
    if not rows or not (rules := ready()):
        return {}
    known, done = definitions(rows), Counter[str]()
    for one in rows:
        asked = known.get((one.study.questionnaire_id, one.version))
        if (rule := first_fitting(rules, one, asked)) is not None:
            done[_open(one, asked, rule)] += 1
    return dict(done)


def sweep() -> dict[str, int]:
    """What nobody heard of: somebody pulled the plug, or left before the end."""
    newest = Response.objects.filter(pk__gt=0).aggregate(newest=Max("pk"))["newest"] or 0
    watch, fresh = Watch.objects.get_or_create(pk=1, defaults={"began": newest, "until": newest})
    if fresh:  # what was answered before there were rules opens nothing
        return {}
    done: Counter[str] = Counter()
    keys = Response.objects.filter(pk__gt=max(watch.began, watch.until - BACK), pk__lte=newest).order_by("pk")
    waiting = list(keys.values_list("pk", flat=True))
    for start in range(0, len(waiting), AT_ONCE):
        part = waiting[start : start + AT_ONCE]
        done.update(look(part))
        Watch.objects.filter(pk=1, until__lt=part[-1]).update(until=part[-1])
    return dict(done)


def first_fitting(rules: list[Ready], one: Response, asked: Questionnaire | None) -> CaseRule | None:
    """The first whose condition holds."""
    values, today = values_of(one, asked), one.day
    return next((rule.rule for rule in rules if rule.fits(one.study_id, values, today)), None)


def wish_of(one: Response, asked: Questionnaire | None, **fields: Any) -> Wish:
    """The case that a response would open."""
    given = {
        "kind": "low-score",
        "title": title_of(one, asked),
        "channel": Channel.SURVEY,
        "nonce": nonce_of(one),
        "words": "\n\n".join(written(one, asked)),
        "language": one.language,
        "customer": one.customer,
        "response": one,
        "unit": one.unit,
        **fields,
    }
    return Wish(**given)


@transaction.atomic
def _open(one: Response, asked: Questionnaire | None, rule: CaseRule) -> str:
    if Case.objects.filter(nonce=nonce_of(one)).exists():
        return "known"
    if (before := _quiet(one, rule)) is not None:
        return _note(before, one, asked)
    wish = wish_of(one, asked, kind=rule.kind, severity=rule.severity, rule=rule.public_id)
    return "opened" if open_case(wish)[1] else "known"


def _quiet(one: Response, rule: CaseRule) -> Case | None:
    if one.customer_id is None or not rule.quiet_days:
        return None
    since = timezone.now() - timedelta(days=rule.quiet_days)
    # What was said of another place is read there, not here.
    rows = Case.objects.filter(customer=one.customer_id, unit=one.unit_id, state__in=OPEN, opened__gte=since)
    return rows.order_by("-opened", "-pk").first()


def _note(case: Case, one: Response, asked: Questionnaire | None) -> str:
    if case.entries.filter(sort=RATED, data__response=one.public_id).exists():
        return "known"
    write(case, RATED, response=one.public_id, score=one.score, words="\n\n".join(written(one, asked)))
    return "noted"
