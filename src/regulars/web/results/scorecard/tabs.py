"""The pages of the programme, and how each makes its report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from regulars.insights.report import Report
from regulars.insights.scope import Scope
from regulars.language import Message, message
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.knowledge.filters import both
from regulars.web.company.models import Unit
from regulars.web.results.tracking import reading as tracking


@dataclass(frozen=True)
class Wish:
    """Who asks for what. ``units``: those of the right to see (or take along) results that are asked about."""

    user: Any
    asked: tracking.Asked
    units: UnitScope
    today: date
    query: QueryDict

    @property
    def scope(self) -> Scope:
        """For the insights."""
        return self.asked.scope

    def units_with(self, permission: Permission) -> UnitScope | None:
        """The same units, as far as another right reaches; None without it. On the command line nobody is asked."""
        if self.user is None:
            return self.units
        other = scope_of(self.user, permission)
        return None if other.empty else both(self.units, other)


Make = Callable[[Wish], Report]


@dataclass(frozen=True)
class Tab:
    """A page. ``fields``: the filters that it understands, besides units."""

    key: str
    label: Message
    make: Make
    fields: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()  # what its address says besides, which the page itself reads

    @property
    def url(self) -> str:
        """Its address."""
        return f"scorecard:{self.key}"

    def asked(self, wish: Wish) -> str:
        """All that the address asks for, in one order."""
        more = [(name, wish.query[name][:120]) for name in self.extra if wish.query.get(name)]
        return "&".join(part for part in (wish.asked.form.query, urlencode(more)) if part)


TABS: dict[str, Tab] = {}


def tab(key: str, label: Message, *fields: str, extra: tuple[str, ...] = ()) -> Callable[[Make], Make]:
    """Enter a page, in the order of the navigation."""

    def enter(make: Make) -> Make:
        TABS[key] = Tab(key, label, make, fields, extra)
        return make

    return enter


def wish_of(query: QueryDict, user: Any, scope: UnitScope, *, purpose: str) -> Wish:
    """Read a request. A unit that is not the reader's is 404."""
    asked = tracking.asked(query, scope, purpose=purpose)
    codes = asked.form.filters.units
    units = scope
    if codes is not None:
        found = dict(Unit.objects.within(scope).filter(code__in=codes).values_list("pk", "code"))
        units = both(scope, UnitScope(frozenset(found), frozenset(found.values())))
    return Wish(user, asked, units, timezone.localdate(), query)


SCORECARD, SIGNALS = message("Scorecard"), message("Signals")
PROBLEMS, LINKS = message("Core problems"), message("What goes together")
AGREEMENT, STAFF = message("Our score and theirs"), message("Staff and customers")
