"""Cases as the insights take them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Subquery, Sum
from django.utils import timezone

from regulars.insights.complaints import Broken, Judged, Told, causes_report, recovery_report
from regulars.insights.customer.satisfaction import HIGH, LOW
from regulars.insights.report import Report
from regulars.insights.scope import Privacy
from regulars.web.cases.causes import causes
from regulars.web.cases.knowledge.filters import Filters
from regulars.web.cases.models import Case, CaseQuerySet
from regulars.web.cases.states import Outcome, State, Verdict
from regulars.web.company.models import Company
from regulars.web.research.models import Response

SOON = timedelta(days=14)  # a case that was opened so soon after a low rating is an answer to it
TIME, LONG = (
    timedelta(days=30),
    timedelta(days=365),
)  # what became of it can be told after this, and is looked up to this
MOST = 5000
BAND = 20


def report(wanted: Filters) -> Report:
    """The Pareto, with what recovery brings below it."""
    found = causes_report(
        told(wanted.cases_between(wanted.first, wanted.today)),
        before(wanted),
        first=wanted.first,
        last=wanted.today,
        names={key: one.name for key, one in causes().items()},
        currency=Company.current().currency,
        scope=wanted.scope.insight(purpose="causes of complaints"),
    )
    if not found.source.rows:
        return found
    return replace(found, sections=(*found.sections, recovery_report(judged(wanted), broken(wanted))))


def told(rows: CaseQuerySet) -> list[Told]:
    """By cause, added up by the database."""
    counted = rows.order_by().values("cause").annotate(n=Count("pk"), bad=Sum("severity"), value=Sum("worth"),
                                                       valued=Count("worth"))  # fmt: skip
    return [Told(one["cause"], one["n"], int(one["bad"]), float(one["value"] or 0), one["valued"]) for one in counted]


def before(wanted: Filters) -> dict[str, int]:
    """Cause -> cases of the time of the same length before."""
    last = wanted.first - timedelta(days=1)
    rows = wanted.cases_between(last - timedelta(days=wanted.days - 1), last).order_by()
    return {one["cause"]: one["n"] for one in rows.values("cause").annotate(n=Count("pk"))}


def judged(wanted: Filters) -> Judged:
    """What customers said of the cases that were closed; what was no complaint is not asked about."""
    rows = wanted.cases_between(wanted.first, wanted.today).filter(state=State.CLOSED)
    rows = rows.exclude(outcome=Outcome.INVALID).order_by()
    counts = {one["verdict"]: one["n"] for one in rows.values("verdict").annotate(n=Count("pk"))}
    return Judged(*(counts.get(one, 0) for one in (Verdict.YES, Verdict.PARTLY, Verdict.NO, None)))


def broken(wanted: Filters) -> list[Broken]:
    """Low ratings of the last year, the first of each customer; answers that were promised privacy stay out of it."""
    now = timezone.now()
    later = Response.objects.filter(customer=OuterRef("customer"), at__gt=OuterRef("at"), score__isnull=False)
    answered = Case.objects.filter(
        customer=OuterRef("customer"), opened__gte=OuterRef("at") - timedelta(days=1), opened__lte=OuterRef("at") + SOON
    )
    rows: Any = (
        Response.objects.within(wanted.scope)
        .counted()
        .filter(
            customer__isnull=False,
            score__lt=LOW,
            at__gte=now - LONG,
            at__lte=now - TIME,
            study__privacy=Privacy.IDENTIFIED.value,
        )
        .annotate(
            treated=Exists(answered),
            next=Subquery(later.order_by("at").values("score")[:1]),
            last=F("customer__score__last_day"),
        )
        .order_by("-at")
        .values_list("customer", "score", "day", "treated", "next", "last")[:MOST]
    )
    found: dict[int, Broken] = {}
    for customer, score, day, treated, following, last in rows:  # the latest first: what stays is the first of each
        found[customer] = Broken(
            (score // BAND, day.year, (day.month - 1) // 3),
            bool(treated),
            None if following is None else following >= HIGH,
            None if last is None else last > day,
        )
    return list(found.values())
