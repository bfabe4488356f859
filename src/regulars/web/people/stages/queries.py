"""What the page of relationships and the card show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from regulars.insights.report import ChartKind, Column, Report, Row, Section, Source, Table
from regulars.language import Count as Number
from regulars.language import Day, Message, Missing, Text, message, plural
from regulars.web.accounts.access import UnitScope
from regulars.web.people.models import Customer
from regulars.web.people.models.customer import among_known_at
from regulars.web.people.stages.models import Relationship, Stage, Step
from regulars.web.people.stages.rules import rules
from regulars.web.words import say

MONTHS, SHOWN = 12, 5
SAME = Missing(message("stays"))
_BY_RATING = frozenset({"disappointed", "let-down", "satisfied-again", "complained"})


@dataclass(frozen=True)
class StepLine:
    """A step as a page says it."""

    row: Step
    why: str

    @property
    def day(self) -> Day:
        """When."""
        return Day(self.row.on)

    @property
    def words(self) -> Message:
        """From where to where."""
        to = Stage(self.row.stage).said
        if not self.row.before:
            return to
        return message("{before} → {to}", before=Stage(self.row.before).said, to=to)

    @property
    def mark(self) -> str:
        """How a page marks it."""
        return Stage(self.row.stage).mark


def why(row: Step, scope: UnitScope) -> str:
    """The reason. What somebody said of a unit out of sight is nobody else's to know, so whoever sees a part is not
    told which ratings and complaints moved a relationship.
    """
    if row.words:
        return row.words
    if row.rule in _BY_RATING and not scope.whole:
        return ""
    reason = rules().reason(row.rule)
    said = say(reason) if reason else ""
    return f"{said} {say(message('Worked out later.'))}".strip() if row.reckoned else said


def steps_of(customer: Customer, scope: UnitScope) -> list[StepLine]:
    """The last steps of one relationship."""
    return [StepLine(one, why(one, scope)) for one in customer.steps.select_related("by")[:SHOWN]]


def lately(scope: UnitScope, stage: str) -> QuerySet[Any]:
    """Who changed last, in whatever direction, or into one stage."""
    rows = Step.objects.within(scope).filter(~Q(before="") | Q(rule=""))
    rows = rows.filter(stage=stage) if stage else rows
    return rows.select_related("customer", "customer__score", "by").order_by("-on", "-pk")


def lines(rows: Any, scope: UnitScope) -> list[StepLine]:
    """Each with its reason."""
    return [StepLine(one, why(one, scope)) for one in rows]


def standing(scope: UnitScope, stage: str) -> QuerySet[Any]:
    """Where each customer stands now, for a file."""
    rows = Relationship.objects.within(scope).exclude(stage="").select_related("customer")
    return (rows.filter(stage=stage) if stage else rows).order_by("customer__number")


def report(scope: UnitScope, today: date) -> Report | None:
    """Stock and flow of the last twelve months; None before the rules were ever asked."""
    flows = _flows(scope)
    if not flows:
        return None
    months = _months(today)
    now = Counter({stage: _stock(flows, stage, months[-1]) for stage in Stage.values})
    return Report(
        key="relationships",
        title=message("Relationships"),
        conclusion=_conclusion(now),
        reason=_reason(flows, months[-1]),
        figures=(),
        sections=(_stocks(flows, months), _steps(flows, months)),
        source=Source("relationships", sum(now.values()), as_of=today),
    )


Flows = dict[tuple[date, str, str], int]  # first day of the month, before, stage


def _flows(scope: UnitScope) -> Flows:
    rows = Step.objects.all()
    if scope.unit_ids is not None:
        rows = rows.filter(among_known_at(scope.unit_ids, "customer_id"))
    found: Counter[tuple[date, str, str]] = Counter()
    # By day, as the index has them: what SQLite is to cut to months it asks Python for, row by row.
    for on, before, stage, n in rows.order_by().values_list("on", "before", "stage").annotate(n=Count("pk")):
        found[on.replace(day=1), before, stage] += n
    return dict(found)


def _months(today: date) -> list[date]:
    """The first days of the last twelve, this one included."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def _stock(flows: Flows, stage: str, month: date) -> int:
    """How many stood there at the end of a month: who came, less who went."""
    return sum(n * ((to == stage) - (before == stage)) for (on, before, to), n in flows.items() if on <= month)


def _conclusion(now: Counter[str]) -> Message:
    return plural(
        "{broken} of {count} relationship is broken.",
        "{broken} of {count} relationships are broken.",
        sum(now.values()),
        broken=Number(now[Stage.BROKEN]),
    )


def _reason(flows: Flows, month: date) -> Message:
    moved: Counter[str] = Counter()
    for (on, before, to), n in flows.items():
        if on == month and before:
            moved[to] += n
    return message(
        "This month {broken} broke, {repaired} were repaired and {deepened} deepened.",
        broken=Number(moved[Stage.BROKEN]),
        repaired=Number(moved[Stage.REPAIRED]),
        deepened=Number(moved[Stage.DEEPEN]),
    )


def _stocks(flows: Flows, months: list[date]) -> Section:
    rows = tuple(
        Row(one.value, one.said, tuple(Number(_stock(flows, one.value, month)) for month in months)) for one in Stage
    )
    columns = tuple(Column(f"cell-{month}", Text.of(f"{month:%Y-%m}")) for month in months)
    return Section(
        key="stock",
        title=message("How many stand where"),
        sentence=message("At the end of each month; the last one as of today."),
        table=Table("stock", (Column("stage", message("Relationship"), numeric=False), *columns), rows),
        chart=ChartKind.HEAT,
        caption=message("Counted, not estimated. Months before the rules were first asked were worked out later."),
    )


def _steps(flows: Flows, months: list[date]) -> Section:
    moved: defaultdict[tuple[str, str], int] = defaultdict(int)
    for (on, before, to), n in flows.items():
        if months[0] < on <= months[-1]:
            moved[before, to] += n
    starts = [("", message("new")), *((one.value, one.said) for one in Stage)]
    rows = tuple(
        Row(key or "new", said, tuple(Number(moved[key, to]) if key != to else SAME for to in Stage.values))
        for key, said in starts
    )
    columns = tuple(Column(f"cell-{one.value}", one.said) for one in Stage)
    return Section(
        key="flow",
        title=message("From where to where"),
        sentence=message("Steps of the last eleven months and this one: from the row to the column."),
        table=Table("flow", (Column("from", message("Stage before"), numeric=False), *columns), rows),
        chart=ChartKind.HEAT,
    )


def plain_rows(rows: Any) -> Iterator[list[Any]]:
    """As a file has it."""
    yield [say(one) for one in (message("Number"), message("Name"), message("Relationship"), message("Since"))]
    for one in rows.iterator(2000):
        yield [one.customer.number, one.customer.name, say(one.words), one.since]
