"""The five steps as one report: what really is there, read now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from regulars.facts import log
from regulars.insights.report import Cell, Column, Report, Row, Section, Source, Table, Words
from regulars.insights.scope import Scope
from regulars.insights.worth.reading import last_scored
from regulars.language import Count, Day, Estimate, Kind, Message, Missing, message
from regulars.web.accounts.access import UnitScope
from regulars.web.cases.playbooks.models import Done
from regulars.web.company.grades import grades_of
from regulars.web.company.models import Company
from regulars.web.company.terms import terms_of
from regulars.web.facts import facts
from regulars.web.people.models import Segment
from regulars.web.people.offers.models import OfferRule
from regulars.web.people.trials.models import Trial
from regulars.web.worth.counted import once
from regulars.web.worth.keep.models import Drawn
from regulars.web.worth.reading import asked

KEY, TITLE = "five-steps", message("Value in five steps")
YEAR = timedelta(days=365)
NONE = Missing(message("none"))
LINES = """
    select count(*) as lines, count(customer) as known, count(cost) as costed, count(distinct customer) as customers,
        min("day") as first, max("day") as last from {table}
"""
HEADS = (Column("name", message("What")), Column("value", message("How it stands")))
Named = tuple[str, Words, Cell]


def report_of(scope: UnitScope) -> Report:
    """All five; of the whole company."""
    value, waiting = _value(scope)
    data, last = _data()
    sections = (
        _section("data", message("1. Collect the data"), data),
        _section("terms", message("2. Define the computation"), list(_terms())),
        Section("profit", message("3. Invest and earn"), sentence=waiting, table=_profit(value)),
        _groups(value, waiting),
        _section("strategy", message("5. Choose the marketing"), list(_strategy())),
    )
    return Report(
        key=KEY,
        title=TITLE,
        conclusion=message(
            "From the purchases to what is done with each group: every step says what is there, and keeps what was "
            "settled."
        ),
        reason=None,
        figures=(),
        sections=sections,
        source=Source("purchases", None, as_of=last.value if isinstance(last, Day) else None),
        scope=Scope.whole(purpose="value in five steps").to_dict(),
    )


def of_step(report: Report, key: str) -> Report:
    """One step alone, as it is kept."""
    one = report.section(key)
    return Report(f"{KEY}-{key}", one.title, report.conclusion, None, (), (one,), report.source, scope=report.scope)


def _section(key: str, title: Message, rows: list[Named]) -> Section:
    return Section(key, title, table=Table(key, HEADS, tuple(Row(name, label, (cell,)) for name, label, cell in rows)))


def _data() -> tuple[list[Named], Cell]:
    found = counted_lines()
    lines = found["lines"]
    if not lines:
        return [("lines", message("Purchases (lines)"), Count(0))], NONE
    scored = last_scored(facts())
    last: Cell = Day(found["last"]) if found["last"] else NONE
    rows: list[Named] = [
        ("lines", message("Purchases (lines)"), Count(lines)),
        ("known", message("Of these with a customer"), Estimate(found["known"] / lines, kind=Kind.SHARE, digits=1)),
        ("costed", message("Of these with their cost"), Estimate(found["costed"] / lines, kind=Kind.SHARE, digits=1)),
        ("customers", message("Customers who bought"), Count(found["customers"])),
        ("first", message("First purchase"), Day(found["first"]) if found["first"] else NONE),
        ("last", message("Last purchase"), last),
        ("scored", message("Last scored on"), Day(scored) if scored else NONE),
    ]
    return rows, last


def counted_lines() -> dict[str, Any]:
    """Counted once for each state of the facts: every line is looked at for it."""
    store = facts()
    state = log.state_of(store.purchases_table.path)
    table = store.purchases_table

    def count() -> dict[str, Any]:
        found: dict[str, Any] = store.ask(table, LINES, {}).to_pylist()[0] if table.snapshot().files else {"lines": 0}
        return found

    return once("purchases", state, count)


def _terms() -> Iterator[Named]:
    company = Company.current()
    terms, grades = terms_of(company), grades_of(company)
    yield "horizon", message("Weeks ahead"), Count(terms.horizon)
    yield "discount", message("Discount rate a year"), Estimate(terms.discount_rate, kind=Kind.SHARE, digits=1)
    unset = message("none set: revenue itself counts")
    yield "margin", message("Margin"), unset if terms.margin == 1 else Estimate(terms.margin, kind=Kind.SHARE, digits=1)
    if grades.cuts is None:
        for key, label, part in zip(("premium", "middle"), _RULES, grades.parts, strict=True):
            yield key, label, Estimate(part, kind=Kind.SHARE, digits=0)
    else:
        for key, label, cut in zip(("premium", "middle"), _CUTS, grades.cuts, strict=True):
            yield key, label, Estimate(cut, digits=0)
    yield "client", message("A regular from so many purchases on"), Count(grades.stages.client_from)


_RULES = (message("Premium tier: the best part of the customers"), message("Middle tier: the next part"))
_CUTS = (message("Premium tier: a value from"), message("Middle tier: a value from"))


def _value(scope: UnitScope) -> tuple[Report | None, Message | None]:
    """The value page as it opens; else why it is not there."""
    made = asked("value", QueryDict(""), scope, segments=False, purpose="value in five steps").made()
    if made.report is not None:
        return made.report, None
    return None, made.problem or message("The values are being worked out. Open this page again in a moment.")


def _profit(value: Report | None) -> Table | None:
    """The tiles of the value page, and what the best customers bring."""
    if value is None:
        return None
    rows = [Row(one.key, one.label, (one.estimate, NONE if one.n is None else Count(one.n))) for one in value.figures]
    best = next((one.table for one in value.sections if one.key == "best" and one.table), None)
    if best is not None and best.rows:
        row = best.rows[0]
        cells = dict(zip((one.key for one in best.columns[1:]), row.cells, strict=True))
        for column in best.columns[1:]:
            if column.key != "n":
                label = message("{part}: {what}", part=row.name, what=column.title)
                rows.append(Row(f"best-{column.key}", label, (cells[column.key], cells.get("n", NONE))))
    return Table("profit", (*HEADS, Column("n", message("Customers"))), tuple(rows)) if rows else None


def _groups(value: Report | None, waiting: Message | None) -> Section:
    """The tiers as the value page has them."""
    title = message("4. Form the groups")
    found = None if value is None else next((one for one in value.sections if one.key == "tiers" and one.table), None)
    if found is None or found.table is None:
        return Section("groups", title, sentence=waiting or message("There are no tiers of value yet."))
    return Section("groups", title, sentence=found.sentence, table=found.table)


def _strategy() -> Iterator[Named]:
    since = timezone.now() - YEAR
    yield "segments", message("Segments with a name"), Count(Segment.objects.count())
    yield "rules", message("Suggestions switched on"), Count(OfferRule.objects.filter(on=True).count())
    yield "trials", message("Trials offered in the last year"), Count(Trial.objects.filter(created__gte=since).count())
    yield "cards", message("Playbook steps taken in the last year"), Count(Done.objects.filter(at__gte=since).count())
    yield "drawn", message("Lost customers drawn to be won back"), Count(Drawn.objects.filter(at__gte=since).count())
