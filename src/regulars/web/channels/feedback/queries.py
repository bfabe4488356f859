"""What the page of feedback shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count as Counting
from django.db.models import Q, QuerySet
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import UnitScope
from regulars.web.channels.feedback.kinds import KINDS, TEMPLATE, of_kind
from regulars.web.research.models import Response

RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """One kind: all of it, of the last thirty days, and not seen yet. ``key`` is the filter of the inbox."""

    key: str
    words: Message
    all: int
    recent: int
    unseen: int


def messages(scope: UnitScope) -> QuerySet[Response]:
    """All feedback of a scope, by whatever channel it came."""
    return Response.objects.counted().within(scope).filter(study__questionnaire__made_from=TEMPLATE)


def lines(scope: UnitScope) -> list[Line]:
    """A line for each kind, and one for those without."""
    since, found = timezone.now() - RECENT, []
    rows = messages(scope).order_by()
    for key, words in (*KINDS.items(), ("none", message("Without a kind"))):
        fits = of_kind(key)
        counts = rows.filter(fits).aggregate(
            all=Counting("pk"),
            recent=Counting("pk", filter=Q(at__gte=since)),
            unseen=Counting("pk", filter=Q(seen_at=None)),
        )
        if counts["all"] or key != "none":
            found.append(Line(key, words, **counts))
    return found
