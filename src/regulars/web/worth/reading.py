"""From a request to the report: within the reader's units, of the customers asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, QueryDict

from regulars.facts import log
from regulars.facts.tracking import units_of
from regulars.insights.report import Report
from regulars.insights.scope import Scope
from regulars.insights.worth import PAGES, Page, Wish
from regulars.web.accounts.access import UnitScope
from regulars.web.facts import facts
from regulars.web.people.models import Segment
from regulars.web.people.segments.finding import matching
from regulars.web.results.units import Tree
from regulars.web.worth.company import known
from regulars.web.worth.counted import once
from regulars.web.worth.forms import WorthForm
from regulars.web.worth.logged import Logged, logged
from regulars.web.worth.making import Made, made, made_now
from regulars.web.worth.own_fields import own_of
from regulars.web.worth.places import places_named


@dataclass(frozen=True)
class Asked:
    """A reader's scope, the page, what the address asks of it, and what it takes from the company and its log."""

    page: Page
    scope: Scope
    sight: UnitScope
    tree: Tree
    form: WorthForm
    company: Mapping[str, Any]
    among: frozenset[int] | None
    logged: Logged

    def report(self) -> Report:
        """The page's report, however long it takes."""
        return self._told(made_now(self.page.key, self.wish()))

    def made(self, *, again: bool = False) -> Made:
        """The report where it is there or quick, else how far it is. ``again``: try once more what failed."""
        found = made(self.page.key, self.wish(), again=again)
        return found if found.report is None else replace(found, report=self._told(found.report))

    def _told(self, report: Report) -> Report:
        """With what the log of cases knows, and units by their names."""
        return places_named(self.logged.on(report), self.form.options, self.tree.texts())

    def wish(self) -> Wish:
        """What is asked of the insight."""
        form = self.form
        return Wish(
            self.scope,
            among=self.among,
            units=form.codes,
            first=form.wish("since"),
            last=form.wish("until"),
            options={**form.options, **self.logged.options},
            own=own_of(form.chosen_own) if form.chosen_own is not None else None,
            **self.company,
        )


def asked(key: str, query: QueryDict, sight: UnitScope, *, segments: bool, purpose: str) -> Asked:
    """Read a request. An unknown page is 404, and so is a unit that is not the reader's or a segment out of sight.

    ``segments``: whether the reader may look at customers by segment.
    """
    if key not in PAGES:
        raise Http404
    page = PAGES[key]
    tree = Tree(sight, _units() if sight.whole else ())
    company = known()
    form = WorthForm(query, page=page, facts=facts(), tree=tree, segments=segments, hidden=company["hidden"])
    form.is_valid()
    among = None if form.chosen_segment is None else _keys(form.chosen_segment, sight)
    found = logged(page, form.options, sight, form.codes, among)
    form.show_known(found.options)
    return Asked(page, sight.insight(purpose=purpose), sight, tree, form, company, among, found)


def _units() -> frozenset[str]:
    """Read once for each state of the facts: every line of purchases is looked at for it."""
    store = facts()
    state = tuple(log.state_of(table.path) for table in (store.ratings_table, store.purchases_table))
    return once("units", state, lambda: frozenset(units_of(store)))


def _keys(segment: Segment, sight: UnitScope) -> frozenset[int]:
    """The customers of a segment, of those in sight."""
    found = matching(segment.condition, scope=sight)
    return frozenset(found.order_by().values_list("key", flat=True))
