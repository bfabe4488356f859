"""On the list of cases: kept filters above it, what is done with many below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from regulars.language import Message, message
from regulars.web.accounts.access import may, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.desk.forms import FilterForm, colleagues
from regulars.web.cases.desk.many import MOST
from regulars.web.cases.desk.models import Do, Filter
from regulars.web.cases.history import sort
from regulars.web.cases.listing import Listed, list_opens, list_part
from regulars.web.cases.models import Severity

SHOWN = 24


def filters(listed: Listed) -> Mapping[str, Any]:
    """One's own, and those that were shared with a unit in sight."""
    user = listed.request.user
    units = scope_of(user, Permission.SEE_CASES).unit_ids
    shared = Q(unit__isnull=False) if units is None else Q(unit__in=units)
    kept = list(Filter.objects.filter(Q(user=user) | shared).select_related("user")[:SHOWN])
    here = listed.request.GET.copy()
    here.pop("page", None)
    query = here.urlencode()
    return {
        "kept": [(one, one.query == query) for one in kept],
        "own": [one for one in kept if one.user_id == user.pk],
        "query": query,
        "form": FilterForm(user=user, prefix=None),
        "may_export": may(user, Permission.EXPORT),
    }


def many(listed: Listed) -> Mapping[str, Any] | None:
    """What can be done with the cases that are ticked."""
    user = listed.request.user
    if not may(user, Permission.WORK_CASES):
        return None
    count = listed.page.paginator.count
    return {
        "query": listed.request.GET.urlencode(),
        "shown": " ".join(f"{one.public_id}.{one.revision}" for one in listed.page),
        "on_page": len(listed.page),
        "count": min(count, MOST),
        "too_many": count > MOST,
        "more": count > len(listed.page),
        "dos": [(one.value, one.said) for one in Do],
        "people": colleagues(user),
        "severities": list(Severity),
    }


@list_opens
def opens(user: Any) -> str:
    """The filter that somebody chose to begin with."""
    return Filter.objects.filter(user=user, first=True).values_list("query", flat=True).first() or ""


def _taken_back(data: dict[str, Any]) -> Message:
    known = data.get("do") in Do.values
    return message("Taken back: {what}", what=Do(data["do"]).said if known else "?")


sort("taken-back", _taken_back)
list_part("above", "desk/parts/filters.html", filters)
list_part("below", "desk/parts/many.html", many)
