"""What the application knows and the facts do not: cases by period, who is covered, what was settled in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateField, F, Q
from django.db.models.functions import TruncMonth, TruncQuarter, TruncWeek
from django.utils import timezone

from regulars.facts.heard import answers_by_unit
from regulars.facts.tracking import Part
from regulars.insights.programme.inside import CountCases
from regulars.insights.programme.scorecard import Covered, Settled
from regulars.language import message
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.roles import Permission
from regulars.web.cases.knowledge.below import OWN_ACCORD
from regulars.web.cases.models import Case
from regulars.web.cases.states import OURS, Outcome
from regulars.web.company.models import Unit, UnitMembership
from regulars.web.facts import facts
from regulars.web.people.models import CustomerScore
from regulars.web.people.models.score import told_to
from regulars.web.people.promises.models import Outcome as Kept
from regulars.web.people.promises.models import Promise
from regulars.web.research.touchpoints.models import Touchpoint
from regulars.web.research.touchpoints.queries import definitions, items_of
from regulars.web.results.reading import least
from regulars.web.results.scorecard.tabs import Wish
from regulars.web.service.models import Finding

DAYS = 90  # what counts as lately
YEAR = timedelta(days=365)
STEPS = {"week": TruncWeek, "month": TruncMonth, "quarter": TruncQuarter}
NO_CASE = (Outcome.INVALID, Outcome.DUPLICATE)


def cases_by_period(units: UnitScope | None) -> CountCases | None:
    """Counts the cases that customers opened of their own accord; what a survey opened is no second signal."""
    if units is None:
        return None

    def count(part: Part) -> Mapping[date, int]:
        rows = Case.objects.within(units).filter(channel__in=OWN_ACCORD).exclude(outcome__in=NO_CASE).order_by()
        rows = rows.filter(opened__gte=midnight(part.first), opened__lt=midnight(part.last + timedelta(days=1)))
        start = STEPS[part.step]("opened", output_field=DateField())
        counted = rows.annotate(start=start).values("start").annotate(n=Count("pk"))
        return {one["start"]: one["n"] for one in counted}

    return count


def midnight(day: date) -> datetime:
    """Where a day begins, in the reader's zone."""
    return timezone.make_aware(datetime.combine(day, time()))


def covered(wish: Wish) -> Iterator[Covered]:
    """Units, customers, touchpoints: how many of them the programme hears."""
    first = wish.today - timedelta(days=DAYS - 1)
    leaves = _leaves(wish)
    open_ = [name for name, promise in wish.asked.promises.items() if not promise.hides]
    heard = answers_by_unit(facts(), open_, first, wish.today)
    needed = least().answers
    if leaves:
        yield Covered(
            "units",
            message("Units"),
            sum(heard.get(code, 0) >= needed for code in leaves),
            len(leaves),
            message("Units with {needed} answers or more in the last {days} days", needed=needed, days=DAYS),
        )
    rows = CustomerScore.objects.within(wish.units).filter(last_day__gte=first).order_by()
    told = told_to(wish.units) & Q(rating_day__gte=wish.today - YEAR)
    counts = rows.aggregate(n=Count("pk"), heard=Count("pk", filter=told))
    if counts["n"]:
        yield Covered(
            "customers",
            message("Customers who bought lately"),
            counts["heard"],
            counts["n"],
            message("Customers who bought in the last {days} days and rated us within a year", days=DAYS),
        )
    keys = set(Touchpoint.objects.filter(archived_at=None).values_list("key", flat=True))
    if keys:
        judged = {key for key, judges in items_of(definitions()).items() if judges}
        yield Covered(
            "touchpoints",
            message("Touchpoints"),
            len(keys & judged),
            len(keys),
            message("Touchpoints of the journey that a question of a survey judges"),
        )


def _leaves(wish: Wish) -> list[str]:
    """Units that no other lies below: a region is heard through its hotels."""
    above = UnitMembership.objects.on(wish.today).values_list("parent_id", flat=True)
    rows = Unit.objects.within(wish.units).exclude(pk__in=[pk for pk in above if pk is not None])
    return list(rows.values_list("code", flat=True))


def settled(wish: Wish) -> Iterator[Settled]:
    """Cases, findings and promises, each as far as somebody may see them."""
    now, first = timezone.now(), wish.today - timedelta(days=DAYS - 1)
    if (units := wish.units_with(Permission.SEE_CASES)) is not None:
        due = Case.objects.within(units).exclude(outcome__in=NO_CASE).order_by()
        due = due.filter(due_resolve__gte=midnight(first), due_resolve__lt=now)
        yield Settled(
            "cases",
            message("Cases to be closed"),
            *_counts(due, Q(closed__lte=F("due_resolve")), Q(closed__gt=F("due_resolve")), Q(state__in=OURS)),
            message("Cases whose time to be closed ran out in these days"),
        )
    if (units := wish.units_with(Permission.VISIT)) is not None:
        found = Finding.objects.within(units).standing().filter(due__gte=first, due__lt=wish.today).order_by()
        in_time = Q(done_at__date__lte=F("due"))
        yield Settled(
            "findings",
            message("Findings of visits"),
            *_counts(found, in_time, Q(done_at__date__gt=F("due")), Q(done_at=None)),
            message("Findings whose day lay in these days"),
        )
    if (units := wish.units_with(Permission.SEE_CUSTOMERS)) is not None:
        made = Promise.objects.within(units).filter(due__gte=first, due__lt=wish.today)
        made = made.exclude(outcome=Kept.WITHDRAWN).order_by()
        kept = Q(outcome=Kept.KEPT)
        yield Settled(
            "promises",
            message("Promises to customers"),
            *_counts(
                made,
                kept & Q(settled_on__lte=F("due")),
                (kept & Q(settled_on__gt=F("due"))) | Q(outcome=Kept.BROKEN),
                Q(outcome=Kept.OPEN),
            ),
            message("Promises whose day lay in these days; a broken one counts as late"),
        )


def _counts(rows: Any, in_time: Q, late: Q, waiting: Q) -> tuple[int, int, int]:
    found = rows.aggregate(
        in_time=Count("pk", filter=in_time), late=Count("pk", filter=late), waiting=Count("pk", filter=waiting)
    )
    return found["in_time"], found["late"], found["waiting"]
