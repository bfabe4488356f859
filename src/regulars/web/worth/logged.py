"""Numbers that a reader may type and the application knows by itself: complaints, win-back, prospects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from regulars.insights.report import Report
from regulars.insights.worth.pages import Page, Value
from regulars.language import Count, Message, message
from regulars.web.accounts.access import UnitScope
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.states import Outcome
from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.worth.counted import last_bought
from regulars.web.worth.keep.models import DAYS
from regulars.web.worth.keep.won import approached_and_returned
from regulars.web.worth.prospects import PROSPECTS, WON, won_of

YEAR = timedelta(days=365)
COMPLAINED, APPROACHED, RETURNED = "complained", "approached", "returned"


@dataclass(frozen=True)
class Logged:
    """``options``: what nobody typed and the application knows; ``notes`` say so on the page and in its files."""

    options: Mapping[str, Value] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()

    def on(self, report: Report) -> Report:
        """The report, saying where these numbers come from."""
        return replace(report, notes=(*self.notes, *report.notes)) if self.notes else report


def logged(
    page: Page,
    typed: Mapping[str, Value],
    sight: UnitScope,
    codes: frozenset[str] | None,
    among: Collection[int] | None,
) -> Logged:
    """For the options of a page that were left empty; what somebody typed stands."""
    asked = {one.key for one in page.options if typed.get(one.key) is None}
    scope = sight if codes is None else _below(sight, codes)
    found: dict[str, Value] = {}
    notes: list[Message] = []
    if COMPLAINED in asked and (count := complained(scope, among)) is not None:
        found[COMPLAINED] = float(count)
        notes.append(
            message(
                "Customers who complained in the last year: {n}, counted in the log of cases. Whoever bought in that "
                "year counts once; cases that came from a survey or from staff are no complaints. Type a number of "
                "your own to replace it.",
                n=Count(count),
            )
        )
    if {APPROACHED, RETURNED} <= asked and among is None:
        approached, returned = approached_and_returned(scope)
        if approached:
            found |= {APPROACHED: float(approached), RETURNED: float(returned)}
            notes.append(
                message(
                    "Lost customers approached: {n}; of these returned: {m}. Counted by the keep list, {days} days "
                    "after the case was opened. Type numbers of your own to replace them.",
                    n=Count(approached), m=Count(returned), days=DAYS,
                )
            )  # fmt: skip
    if WON in asked and (last := last_bought(facts(), known=True)) is not None:
        known, note = won_of(typed.get(PROSPECTS), scope, among, last)
        found |= known
        notes += [note] if note is not None else []
    return Logged(found, tuple(notes))


def complained(scope: UnitScope, among: Collection[int] | None) -> int | None:
    """How many of those who bought in the last year complained in it; None where no complaint was ever logged."""
    last = last_bought(facts(), known=True)
    rows = Case.objects.filter(kind="complaint", customer__isnull=False).exclude(outcome=Outcome.INVALID)
    if scope.unit_ids is not None:
        rows = rows.filter(unit__in=scope.unit_ids)
    rows = rows.exclude(channel__in=[Channel.SURVEY, Channel.STAFF])
    if last is None or not rows.exists():
        return None
    begin = last - YEAR
    of_year = rows.filter(opened__date__gt=begin, opened__date__lte=last, customer__score__last_day__gt=begin)
    keys = set(of_year.order_by().values_list("customer__key", flat=True))
    return len(keys if among is None else keys & set(among))


def _below(sight: UnitScope, codes: frozenset[str]) -> UnitScope:
    """The units asked for, of those in sight."""
    units = dict(Unit.objects.within(sight).filter(code__in=codes).values_list("pk", "code"))
    return UnitScope(frozenset(units), frozenset(units.values()))
