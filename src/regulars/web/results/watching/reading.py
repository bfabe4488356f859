"""The reports that a subscription is about, with the rights that its owner has now."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from regulars.insights.report import Report
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.results.reading import Asked, asked
from regulars.web.results.tracking import reading as tracking
from regulars.web.results.watching.models import Subscription


@dataclass(frozen=True)
class Seen:
    """``asked``: the report as the page has it."""

    one: Subscription
    scope: UnitScope
    asked: Asked
    report: Report

    def series(self) -> Report:
        """The indicators of this survey over time; where nobody may be told apart there are none."""
        if self.asked.hides:
            return self.report
        query = QueryDict(urlencode([("survey", self.one.survey), *_unit(self.one)]))
        return tracking.asked(query, self.scope, purpose="subscription").report()

    @property
    def url(self) -> str:
        """The page."""
        return page_of(self.one)


def page_of(one: Subscription) -> str:
    """The address of the report that a subscription is about."""
    query = urlencode(_unit(one))
    return reverse("results:report", args=[one.survey]) + (f"?{query}" if query else "")


def seen(one: Subscription) -> Seen | None:
    """None where the owner may see it no more, or where it is gone."""
    scope = scope_of(one.user, Permission.SEE_RESULTS)
    if scope.empty:
        return None
    try:
        found = asked(one.survey, QueryDict(urlencode(_unit(one))), scope, purpose="subscription")
    except Http404:
        return None
    # A survey that lets nobody be told apart has no numbers of one unit.
    if found.hides and one.unit_id is not None:
        return None
    return Seen(one, scope, found, found.report())


def _unit(one: Subscription) -> list[tuple[str, str]]:
    return [] if one.unit is None else [("unit", one.unit.code)]
