"""When customers are asked once more, in the calendar of cases."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.roles import Permission
from regulars.web.cases.dates import MOST, Item, Span, source
from regulars.web.cases.models import Case
from regulars.web.cases.panels import address_of
from regulars.web.cases.verdicts.models import Ask, Sort


def rechecks(span: Span) -> Iterable[Item]:
    """Those that are still to come."""
    seen = Case.objects.visible_to(span.user, Permission.SEE_CASES)
    if span.mine:
        seen = seen.filter(owner=span.user)
    rows = Ask.objects.filter(sort=Sort.RECHECK, asked_at=None, answered_at=None, skipped="", case__in=seen)
    rows = rows.filter(due__gte=span.begins, due__lt=span.ends).select_related("case")
    for one in rows.order_by("due", "pk")[:MOST]:
        day = timezone.localtime(one.due).date()
        yield Item(day, f"{one.case_id} {one.case.title}", address_of(one.case), message("asked again"))


source("rechecks", rechecks)
