"""Lists of reviews, and how many rate low, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from regulars.language import Estimate, Kind, Message, Missing, message, plural
from regulars.methods import ShareInterval, share_interval
from regulars.web.cases.reviews.models import LOW, ReviewQuerySet
from regulars.web.company.models import Unit

MONTHS = 12
SHOWN: dict[str, Message] = {
    "": message("All"),
    "low": message("Low"),
    "unanswered": message("Without an answer"),
    "without": message("Low, without a case"),
}


@dataclass(frozen=True)
class Filters:
    """What the address asks for; what cannot be read is no filter."""

    show: str = ""
    platform: str = ""
    unit: str = ""

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> Filters:
        """As typed into an address."""
        show, platform, unit = (
            str(typed.get(name, ""))[:60].replace("\0", "") for name in ("show", "platform", "unit")
        )
        return cls(show if show in SHOWN else "", platform, unit)

    @property
    def any(self) -> bool:
        """Whether something is left out."""
        return self != Filters()

    def narrowed(self, rows: ReviewQuerySet) -> ReviewQuerySet:
        """By where it stands and whom it is about."""
        if self.platform:
            rows = rows.filter(platform=self.platform)
        if self.unit:
            unit = Unit.objects.filter(public_id=self.unit).first()
            rows = rows.filter(unit__in=Unit.objects.below([unit.pk])) if unit else rows.none()
        return rows

    def found(self, rows: ReviewQuerySet) -> ReviewQuerySet:
        """By everything."""
        rows = self.narrowed(rows)
        match self.show:
            case "low":
                return rows.low()
            case "unanswered":
                return rows.unanswered()
            case "without":
                return rows.low().filter(case=None)
        return rows


@dataclass(frozen=True)
class Month:
    """``share``: of its reviews that rate low."""

    first: date
    n: int
    low: int
    share: Estimate | Missing

    @property
    def name(self) -> str:
        """Read alike in both languages."""
        return f"{self.first:%Y-%m}"


def months(rows: ReviewQuerySet, today: date) -> list[Month]:
    """The last twelve in which something was written, the latest first."""
    first = today.replace(day=1)
    for _ in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    begins = timezone.make_aware(datetime.combine(first, time()))
    counted = rows.filter(at__gte=begins).order_by().annotate(month=TruncMonth("at")).values("month")
    found = counted.annotate(n=Count("pk"), low=Count("pk", filter=Q(rating__lte=LOW))).order_by("-month")
    return [Month(timezone.localdate(one["month"]), one["n"], one["low"], share(one["low"], one["n"])) for one in found]


def share(count: int, n: int) -> Estimate | Missing:
    """With its interval (Wilson); of too few only how many they are."""
    if n < ShareInterval.minimum_n:
        return Missing(plural("too few: {count} of {n}", "too few: {count} of {n}", count, n=n))
    found = share_interval(count, n)
    return Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0)


def headline(waiting: int) -> Message:
    """The one sentence."""
    if not waiting:
        return message("Under every low review stands our answer.")
    return plural("{count} low review waits for our answer.", "{count} low reviews wait for our answer.", waiting)
