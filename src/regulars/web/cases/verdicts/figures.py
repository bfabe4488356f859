"""Whether answers are good, and whether they hold: shares with their n and interval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from regulars.language import Estimate, Kind, Message, Missing, message, plural
from regulars.methods import ShareInterval, share_interval
from regulars.web.cases.models import CaseQuerySet
from regulars.web.cases.states import Verdict
from regulars.web.cases.verdicts.models import Ask, Skipped, Sort

LEAST = ShareInterval.minimum_n
Value = Estimate | Missing


@dataclass(frozen=True)
class Rechecked:
    """After so many days: how many were to be asked, were asked, answered; how many fell back of those who answered."""

    day: int
    due: int
    asked: int
    answered: int
    answer_rate: Value
    relapse: Value


@dataclass(frozen=True)
class Verdicts:
    """Of answered cases: how many have a verdict, and which."""

    n: int
    shares: tuple[tuple[Message, int, Value], ...]


def verdicts(rows: CaseQuerySet, since: datetime | None) -> Verdicts:
    """Of cases that were answered since."""
    judged = rows.exclude(verdict=None)
    if since is not None:
        judged = judged.filter(responded__gte=since)
    counts = dict(judged.order_by().values_list("verdict").annotate(Count("pk")))
    n = sum(counts.values())
    order = (Verdict.YES, Verdict.PARTLY, Verdict.NO)
    return Verdicts(n, tuple((one.said, counts.get(one, 0), _share(counts.get(one, 0), n)) for one in order))


def rechecked(rows: CaseQuerySet, since: datetime | None, now: datetime) -> list[Rechecked]:
    """By days after closing. Whoever was called is counted with those who were asked."""
    asks = Ask.objects.filter(case__in=rows, sort=Sort.RECHECK, due__lte=now)
    if since is not None:
        asks = asks.filter(due__gte=since)
    reached = Q(asked_at__isnull=False, skipped="") | Q(answer__isnull=False)
    counted = asks.order_by("day").values("day").annotate(
        n=Count("pk"),
        asked=Count("pk", filter=reached),
        answered=Count("pk", filter=Q(answer__isnull=False)),
        bad=Count("pk", filter=Q(answer=Verdict.NO)),
    )  # fmt: skip
    return [
        Rechecked(
            one["day"],
            one["n"],
            one["asked"],
            one["answered"],
            _share(one["answered"], one["asked"]),
            _share(one["bad"], one["answered"]),
        )
        for one in counted
    ]


def left_out(rows: CaseQuerySet, since: datetime | None) -> list[tuple[Message, int]]:
    """Who was not asked again, and why."""
    asks = Ask.objects.filter(case__in=rows, sort=Sort.RECHECK, answer=None).exclude(skipped="")
    if since is not None:
        asks = asks.filter(due__gte=since)
    counts = dict(asks.order_by().values_list("skipped").annotate(Count("pk")))
    return [(one.said, counts[one.value]) for one in Skipped if one.value in counts]


def _share(hits: int, n: int) -> Value:
    if not n:
        return Missing(message("nobody so far"))
    if n < LEAST:
        return Missing(plural("too few to judge: {count} answer", "too few to judge: {count} answers", n))
    found = share_interval(hits, n)
    return Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0)
