"""The cards on the page of a case: each app below registers its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case


@dataclass(frozen=True)
class Asked:
    """Who asks for which case. ``sent``: forms that were sent back with errors, by their name in the template."""

    request: HttpRequest
    case: Case
    sent: Mapping[str, Any] = field(default_factory=dict)
    now: datetime = field(default_factory=timezone.now)

    def may(self, permission: Permission) -> bool:
        """Whether the reader may do this in the unit of the case."""
        scope = scope_of(self.request.user, permission)
        return scope.whole or (self.case.unit_id is not None and self.case.unit_id in (scope.unit_ids or ()))

    @property
    def names(self) -> bool:
        """Whether the reader may know who it is."""
        return self.may(Permission.SEE_CUSTOMERS)

    @property
    def works(self) -> bool:
        """Whether the reader may work on it."""
        return self.may(Permission.WORK_CASES)


Context = Callable[[Asked], "Mapping[str, Any] | None"]


@dataclass(frozen=True)
class Panel:
    """One card. ``key``: its id on the page. ``side``: it stands in the narrow column. ``context`` None hides it."""

    key: str
    template: str
    context: Context
    side: bool
    rank: int

    def render(self, asked: Asked) -> str:
        """Its HTML; empty where it is not shown."""
        found = self.context(asked)
        if found is None:
            return ""
        context = {"case": asked.case, "may_work": asked.works, **found, **asked.sent}
        return render_to_string(self.template, context, asked.request)


PANELS: dict[str, Panel] = {}


def panel(key: str, template: str, context: Context, *, side: bool = False, rank: int = 50) -> None:
    """Add a card; called by an app's ``ready``. A higher ``rank`` stands further down."""
    PANELS[key] = Panel(key, template, context, side, rank)


def case_page(asked: Asked) -> HttpResponse:
    """The page of a case."""
    mine = sorted(PANELS.values(), key=lambda one: one.rank)
    context = {
        "case": asked.case,
        "may_work": asked.works,
        "main": [html for one in mine if not one.side and (html := one.render(asked))],
        "side": [html for one in mine if one.side and (html := one.render(asked))],
    }
    return render(asked.request, "cases/case.html", context, status=400 if asked.sent else 200)


def sent_back(request: HttpRequest, case: Case, **forms: Any) -> HttpResponse:
    """The page again, with a form that has errors and everything that was typed."""
    return case_page(Asked(request, case, forms))


def address_of(case: Case, key: str = "") -> str:
    """Where a case, or one of its cards, stands."""
    return reverse("cases:case", args=[case.public_id]) + (f"#{key}" if key else "")


def back_to(case: Case, key: str = "") -> HttpResponseRedirect:
    """To the card, after something was done there."""
    return redirect(address_of(case, key))
