"""What is worth an alert: a signal downwards, a wave that stands still, a wave that will fall short, a loyal
customer who no longer is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Max

from regulars.insights.fieldwork import forecast
from regulars.language import Count, Language, Message, message, plural, render
from regulars.web.company.models import Unit
from regulars.web.jobs.clock import company_zone
from regulars.web.research.fieldwork.counting import counts_of
from regulars.web.research.models import Response, Study
from regulars.web.research.models.study import State
from regulars.web.results.today.changes import of_score
from regulars.web.results.watching.reading import Seen
from regulars.web.worth.falls.queries import told_of

FALLS, LATELY = "falls", timedelta(days=2)
SERIES = (("trend", "satisfaction"), ("trend-nps", "recommendation"))


def drops(seen: Seen) -> Iterator[tuple[str, Message]]:
    """The last step of a series, where it is a signal downwards; noise is never told."""
    series = seen.series()
    for trend, indicator in SERIES:
        change = of_score(seen.report, trend, series, indicator)
        if change.sign == "worse" and change.headline is not None:
            said = render(change.headline, Language.ENGLISH)  # it names series and period
            yield f"drop:{sha256(f'{trend}:{said}'.encode()).hexdigest()[:32]}", change.headline


def stalls(seen: Seen, now: datetime) -> Iterator[tuple[str, Message]]:
    """Waves that run: no answer for days, or too few to come."""
    rows = Study.objects.filter(questionnaire__name=seen.one.survey, state=State.OPEN)
    for study in rows.select_related("questionnaire", "fieldwork", "planned__plan"):
        if not study.begun(now) or study.over(now) or study.full():
            continue
        yield from _silent(study, seen, now)
        # How many are wanted and asked is a number of the whole company.
        if seen.scope.whole and seen.one.unit_id is None:
            yield from _short(study, now)


def falls(seen: Seen, now: datetime) -> Iterator[tuple[str, Message]]:
    """Who was loyal and no longer is, found since the day before yesterday: how many, and no name."""
    if seen.asked.hides:
        return
    day = now.astimezone(company_zone()).date()
    units = Unit.objects.below([seen.one.unit_id]) if seen.one.unit_id is not None else None
    rows = told_of(seen.one.user, seen.one.survey, units, day).filter(found__gte=day - LATELY)
    last = rows.aggregate(last=Max("found"))["last"]
    if last is not None:
        said = plural(
            "{count} customer was loyal and no longer is.",
            "{count} customers were loyal and no longer are.",
            rows.filter(found=last).count(),
        )
        yield f"{FALLS}:{last:%Y%m%d}", said


def _silent(study: Study, seen: Seen, now: datetime) -> Iterator[tuple[str, Message]]:
    rows = Response.objects.filter(study=study, test=False, ineligible=False, complete=True)
    codes = seen.asked.form.codes if seen.one.unit_id is not None else seen.scope.codes
    if codes is not None and not seen.asked.hides:
        rows = rows.filter(unit__code__in=codes)
    last = rows.aggregate(last=Max("at"))["last"]
    begin = study.opens_at or study.created
    since = begin if last is None else max(last, begin)
    zone = company_zone()
    days = (now.astimezone(zone).date() - since.astimezone(zone).date()).days
    if days < seen.one.quiet_days:
        return
    said = plural(
        "No answer to “{study}” has come for {count} day, though it is open.",
        "No answer to “{study}” has come for {count} days, though it is open.",
        days,
        study=study.title or study.questionnaire.title,
    )
    yield f"silent:{study.public_id}:{since.astimezone(zone):%Y%m%d}", said


def _short(study: Study, now: datetime) -> Iterator[tuple[str, Message]]:
    counts = counts_of(study, now)
    found = forecast(counts) if counts.wanted else None
    if found is None or counts.wanted is None or found.total.high >= counts.wanted:
        return
    said = message(
        "“{study}” will clearly fall short: {low} to {high} answers are to be expected, {wanted} are wanted.",
        study=study.title or study.questionnaire.title,
        low=Count(found.total.low),
        high=Count(found.total.high),
        wanted=Count(counts.wanted),
    )
    yield f"short:{study.public_id}", said
