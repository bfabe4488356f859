"""Lists of cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case, CaseQuerySet
from regulars.web.cases.states import OURS, State
from regulars.web.company.models import Unit

SHOWN: dict[str, Message] = {
    "ours": message("To do"),
    "late": message("Late"),
    "today": message("Due today"),
    "waiting": message("Waiting for the customer"),
    "closed": message("Closed"),
    "all": message("All"),
}
WHOSE: dict[str, Message] = {"": message("Everybody’s"), "mine": message("Mine"), "nobody": message("Nobody’s")}
ORDERS: dict[str, Message] = {
    "urgent": message("most urgent first"),
    "due": message("first due first"),
    "latest": message("latest first"),
}
_ORDER = {
    "urgent": ("-priority", "opened", "pk"),
    "due": ("next_due", "pk"),
    "latest": ("-opened", "-pk"),
}


@dataclass(frozen=True)
class Filters:
    """What the address asks for; what cannot be read is no filter."""

    show: str = "ours"
    whose: str = ""
    kind: str = ""
    unit: str = ""
    severity: int = 0
    cause: str = ""
    words: str = ""
    order: str = "urgent"
    owner: str = ""

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> Filters:
        """As typed into an address."""
        text = {name: str(typed.get(name, ""))[:100].replace("\0", "") for name in cls.__dataclass_fields__}
        severity = int(text["severity"]) if text["severity"] in ("1", "2", "3", "4") else 0
        return cls(
            text["show"] if text["show"] in SHOWN else "ours",
            text["whose"] if text["whose"] in WHOSE else "",
            text["kind"],
            text["unit"],
            severity,
            text["cause"],
            text["words"].strip(),
            text["order"] if text["order"] in ORDERS else "urgent",
            text["owner"],
        )

    @property
    def any(self) -> bool:
        """Whether anything but the order was asked for."""
        return replace(self, order="urgent") != Filters()


def found(rows: CaseQuerySet, wanted: Filters, user: Any, now: datetime) -> CaseQuerySet:
    """The cases of a filter, of those in sight."""
    match wanted.show:
        case "ours":
            rows = rows.ours()
        case "late":
            rows = rows.overdue(now)
        case "today":
            rows = rows.filter(next_due__gte=now, next_due__lt=end_of_day(now))
        case "waiting":
            rows = rows.filter(state=State.RESPONDED)
        case "closed":
            rows = rows.filter(state=State.CLOSED)
    rows = narrowed(rows, wanted, user)
    if wanted.words:
        rows = rows.filter(_worded_for(user, wanted.words))
    order = "latest" if wanted.show in ("closed", "all") and wanted.order == "urgent" else wanted.order
    return rows.with_people().order_by(*_ORDER[order])


def narrowed(rows: CaseQuerySet, wanted: Filters, user: Any) -> CaseQuerySet:
    """By whose, kind, severity, cause and unit they are; whatever their state."""
    if wanted.whose:
        rows = rows.filter(owner=user if wanted.whose == "mine" else None)
    if wanted.owner:
        rows = rows.filter(owner__public_id=wanted.owner)
    for name in ("kind", "severity", "cause"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.unit:
        unit = Unit.objects.filter(public_id=wanted.unit).first()
        rows = rows.filter(unit__in=Unit.objects.below([unit.pk])) if unit else rows.none()
    return rows


def end_of_day(now: datetime) -> datetime:
    """The midnight that comes, where the reader is."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


Search = Callable[[str], "Q | None"]
_SEARCH: list[Search] = []


def search_by(search: Search) -> Search:
    """Find words by an index instead of by reading every case; it answers None where it cannot know."""
    _SEARCH.append(search)
    return search


def worded(words: str) -> Q:
    """By number, title, what was said, or who."""
    for search in _SEARCH:
        by = search(words)
        if by is not None:
            return by | Q(pk=int(words)) if words.isdecimal() and len(words) < 16 else by
    by = Q(title__icontains=words) | Q(words__icontains=words) | Q(name__icontains=words) | Q(email__iexact=words)
    by |= Q(customer__words__contains=words.lower())
    return by | Q(pk=int(words)) if words.isdecimal() and len(words) < 16 else by


def _worded_for(user: Any, words: str) -> Q:
    """Where somebody sees cases and no customers, nobody is found by name. Without a user: Regulars itself."""
    if user is None:
        return worded(words)
    cases, names = scope_of(user, Permission.SEE_CASES).unit_ids, scope_of(user, Permission.SEE_CUSTOMERS).unit_ids
    if names is None or (cases is not None and cases <= names):
        return worded(words)
    return _told(words) | (worded(words) & Q(unit__in=names)) if names else _told(words)


def _told(words: str) -> Q:
    """By number, title or what was said."""
    by = Q(title__icontains=words) | Q(words__icontains=words)
    return by | Q(pk=int(words)) if words.isdecimal() and len(words) < 16 else by


def counts(rows: CaseQuerySet, now: datetime) -> tuple[int, int, datetime | None]:
    """Open ones, late ones, and, where there are none, when the last one was closed."""
    open_, late = rows.filter(state__in=OURS).count(), rows.overdue(now).count()
    if open_ or late:
        return open_, late, None
    return 0, 0, rows.filter(closed__isnull=False).order_by("-closed").values_list("closed", flat=True).first()


def filled(page: Page) -> Page:
    """A page of keys with its cases: sorting thousands of keys is quick, sorting thousands of whole cases is not."""
    known = Case.objects.with_people().in_bulk(list(page.object_list))
    page.object_list = [known[key] for key in page.object_list if key in known]
    return page


def before(case: Case) -> int:
    """How many other cases this customer had."""
    return Case.objects.filter(customer=case.customer).exclude(pk=case.pk).count() if case.customer else 0
