"""The cards of rights on the page of a customer's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event
from regulars.web.audit.models import Entry
from regulars.web.people.models import Customer
from regulars.web.people.panels import Asked, Tab, panel
from regulars.web.people.rights.actions import files_of
from regulars.web.people.rights.models import Claim, Sort

MONTHS = 90  # days
MOST = 10


@dataclass(frozen=True)
class Line:
    """A request with its files, while they are there."""

    claim: Claim
    files: list[Any]


@dataclass(frozen=True)
class Look:
    """Somebody looked: how often, when last; ``purpose`` where they took the record along."""

    who: str | Message
    count: int
    last: datetime
    purposes: list[str]


def rights(asked: Asked) -> Mapping[str, Any] | None:
    """Requests of this customer; who may answer them."""
    may_erase, may_export = asked.may(Permission.ERASE), asked.may(Permission.EXPORT)
    claims = list(Claim.objects.filter(customer=asked.customer).select_related("by")[:MOST])
    return {
        "lines": [Line(one, list(files_of(one)) if may_export and one.sort == Sort.EXPORT else []) for one in claims],
        "waiting": next((one for one in claims if one.sort == Sort.ERASE and one.state == "waiting"), None),
        "may_erase": may_erase,
        "may_export": may_export,
    }


def looks(asked: Asked) -> Mapping[str, Any] | None:
    """Who looked at this customer lately; for whoever reads the trail."""
    if not scope_of(asked.request.user, Permission.SEE_AUDIT).whole:
        return None
    return {"looks": looks_at(asked.customer), "days": MONTHS}


def looks_at(customer: Customer) -> list[Look]:
    """By whom, the latest first."""
    rows = Entry.objects.about(customer).filter(at__gte=timezone.now() - timedelta(days=MONTHS)).order_by()
    seen = rows.filter(event=Event.CUSTOMER_SEEN).values("by").annotate(count=Count("pk"), last=Max("at"))
    found = list(seen.order_by("-last")[:MOST])
    why: dict[Any, list[str]] = {}
    for by, details in rows.filter(event=Event.CUSTOMER_EXPORTED).values_list("by", "details"):
        why.setdefault(by, []).append(str(details.get("purpose", "")))
    people = User.objects.in_bulk([one["by"] for one in found if one["by"]])
    return [
        Look(
            people[one["by"]].shown_name if one["by"] in people else message("an account that is gone"),
            one["count"],
            one["last"],
            [words for words in why.get(one["by"], []) if words][:3],
        )
        for one in found
    ]


panel(Tab.DATA, "rights", "rights/card.html", rights, rank=70)
panel(Tab.DATA, "looks", "rights/looks_card.html", looks, rank=80)
