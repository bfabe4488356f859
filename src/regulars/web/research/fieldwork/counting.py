"""The counts of a study's fieldwork: a handful of sums by the database, whether ten people are asked or a million."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from regulars.insights.fieldwork import Asked as AskedRow
from regulars.insights.fieldwork import Came, Counts, Part, Precision, Stage, Way, conclusion, forecast
from regulars.insights.fieldwork.counts import PERSONAL, WRITTEN
from regulars.insights.satisfaction.specify import SMALLEST_GROUP
from regulars.language import Message, Text, message
from regulars.survey.plans import Plan, reckon
from regulars.survey.plans.parts import Measure
from regulars.web.jobs.clock import company_zone
from regulars.web.research.fieldwork.models import Asked, Fieldwork, State
from regulars.web.research.models import Response, Study
from regulars.web.research.queries import SAMPLES, state_of
from regulars.web.words import restored

FAILED = (State.UNREACHED, State.BLOCKED)
ALL = ""
# Said so, the database looks it up in the index; "not test" it would ask of each row.
NO = (False,)
KEPT = 64
_before: dict[Any, tuple[tuple[date, int], ...]] = {}
_failures: dict[Any, tuple[tuple[Message, int], ...]] = {}


def counts_of(study: Study, now: datetime | None = None) -> Counts:
    """As of now. ``study`` with its questionnaire, its fieldwork and its plan, where there are such."""
    now = now or timezone.now()
    zone = company_zone()
    here = now.astimezone(zone)
    cells = list(study.cells.all())
    keys = {cell.pk: cell.key for cell in cells}
    asked = asked_of(study, keys)
    came = came_of(study, keys)
    found: Fieldwork | None = getattr(study, "fieldwork", None)
    plan = _plan(study)
    last = None if study.closes_at is None else (study.closes_at - timedelta(seconds=1)).astimezone(zone).date()
    return Counts(
        name=study.questionnaire.name,
        title=Text.of(study.title or study.questionnaire.title),
        today=here.date(),
        # In steps, so that a look ten seconds later is the same where nothing came.
        elapsed=(here.hour * 6 + here.minute // 10) / 144,
        state=state_of(study, now),
        opens=None if study.opens_at is None else study.opens_at.astimezone(zone).date(),
        last=last,
        wanted=sum(cell.wanted for cell in cells) or study.quota,
        quota=study.quota,
        parts=tuple(Part(cell.key, cell.label, cell.wanted, cell.population, cell.quota) for cell in cells),
        asked=_settled(asked, came) if study.privacy == "anonymous" else asked,
        invited=invited_of(study, asked, here.date(), zone),
        came=came,
        smallest=0 if study.privacy == "identified" else SMALLEST_GROUP,
        failures=failures_of(study, asked),
        precision=_precision(plan),
        sample=SAMPLES[study.sample],
        **(_money(found, plan, study) if found else {}),
    )


def sentence_of(study: Study) -> Message:
    """The one sentence of its board."""
    counts = counts_of(study)
    return conclusion(counts, forecast(counts))


def asked_of(study: Study, keys: dict[int, str]) -> tuple[AskedRow, ...]:
    """Who is asked, by part, channel, state and reminders, in the order of one index."""
    rows = (
        Asked.objects.filter(study=study, test__in=NO)
        .order_by("cell", "channel", "state", "reminded")
        .values_list("cell", "channel", "state", "reminded")
        .annotate(n=Count("pk"))
    )
    return tuple(
        AskedRow(keys.get(cell, ALL), channel, Stage(state), reminded, count)
        for cell, channel, state, reminded, count in rows
    )


def settled_of(study: Study) -> tuple[AskedRow, ...]:
    """Who was asked and what became of them; of an anonymous study by what came in."""
    asked = asked_of(study, {})
    return _settled(asked, came_of(study, {})) if study.privacy == "anonymous" else asked


def invited_of(study: Study, asked: Iterable[AskedRow], today: date, zone: ZoneInfo) -> tuple[tuple[date, int], ...]:
    """How many were invited on each day. Days that are over do not change: they are counted once a day."""
    total = sum(one.count for one in asked if one.stage in WRITTEN)
    if not total:
        return ()
    before = _kept(_before, (study.pk, today), lambda: _counted_before(study, today, zone))
    return (*before, (today, max(0, total - sum(count for _, count in before))))


def _counted_before(study: Study, today: date, zone: ZoneInfo) -> tuple[tuple[date, int], ...]:
    # By the hour in UTC, in which the database keeps them: a day of the company begins at a full hour, or nearly.
    rows = (
        Asked.objects.filter(study=study, test__in=NO, invited_at__lt=datetime.combine(today, time(), tzinfo=zone))
        .order_by()
        .annotate(hour=Substr(Cast("invited_at", CharField()), 1, 13))
        .values_list("hour")
        .annotate(n=Count("pk"))
    )
    found: Counter[date] = Counter()
    for hour, count in rows:
        at = datetime.fromisoformat(f"{hour.replace('T', ' ')}:30").replace(tzinfo=UTC)
        found[min(at.astimezone(zone).date(), today - timedelta(days=1))] += count
    return tuple(sorted(found.items()))


def came_of(study: Study, keys: dict[int, str]) -> tuple[Came, ...]:
    """What came in, by part, way in and day, in the order of one index."""
    rows = (
        Response.objects.filter(study=study, test__in=NO, ineligible__in=NO)
        .order_by("cell", "channel", "day", "complete")
        .values_list("cell", "channel", "day", "complete")
        .annotate(n=Count("pk"))
    )
    return tuple(
        Came(keys.get(cell, ALL), channel, day, complete, count) for cell, channel, day, complete, count in rows
    )


def failures_of(study: Study, asked: Iterable[AskedRow]) -> tuple[tuple[Message, int], ...]:
    """Why so many were not reached, the most frequent reason first; looked up when there are others than before."""
    count: Counter[str] = Counter()
    for one in asked:
        if one.stage in FAILED:
            count[one.stage.value] += one.count
    return _kept(_failures, (study.pk, *sorted(count.items())), lambda: _failed(study)) if count else ()


def _failed(study: Study) -> tuple[tuple[Message, int], ...]:
    rows = (
        Asked.objects.filter(study=study, test__in=NO, state__in=FAILED)
        .order_by()
        .values_list("state", "invitation__problem")
        .annotate(n=Count("pk"))
    )
    found: Counter[str] = Counter()
    words: dict[str, Message] = {}
    for state, problem, count in rows:
        said = _reason(state, problem)
        found[said.template] += count
        words[said.template] = said
    return tuple((words[key], count) for key, count in found.most_common())


def _kept(store: dict[Any, Any], key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What was made for this key, in this database; the oldest goes first."""
    key = (connection.settings_dict["NAME"], *key)
    if key not in store:
        store[key] = make()
        while len(store) > KEPT:
            store.pop(next(iter(store)), None)
    return store[key]


def _reason(state: str, problem: Any) -> Message:
    """In words without what differs from one person to the next."""
    said = restored(problem) if problem else None
    if said is None or said.values:
        return message("The mail server refused it") if state == State.UNREACHED else message("Not to be written to")
    return said


def _settled(asked: Iterable[AskedRow], came: Iterable[Came]) -> tuple[AskedRow, ...]:
    """In an anonymous study that somebody answered is written with the people later; the responses know how many."""
    left: Counter[str] = Counter()
    for one in came:
        if one.complete and one.channel == PERSONAL:
            left[one.part] += one.count
    rows = list(asked)
    for row in rows:
        if row.stage is Stage.ANSWERED:
            left[row.part] -= row.count
    found = []
    for row in sorted(rows, key=lambda one: -one.count):
        moved = max(0, min(left[row.part], row.count)) if row.stage in (Stage.SENT, Stage.BEGUN) else 0
        left[row.part] -= moved
        for stage, count in ((Stage.ANSWERED, moved), (row.stage, row.count - moved)):
            if count:
                found.append(AskedRow(row.part, row.channel, stage, row.reminded, count))
    return tuple(found)


def _plan(study: Study) -> Plan | None:
    planned: Any = getattr(study, "planned", None)
    return planned.plan.plan() if planned else None


def _precision(plan: Plan | None) -> Precision:
    if plan is None:
        return Precision()
    unit = {Measure.SHARE: "share", Measure.NPS: "nps", Measure.MEAN: "mean"}[plan.measure]
    planned = reckon(plan)
    worst = 0.5 if plan.measure is Measure.SHARE else 100.0
    return Precision(
        unit, plan.deviation or worst, plan.confidence, plan.design_effect, plan.population, planned.margin
    )


def _money(found: Fieldwork, plan: Plan | None, study: Study) -> dict[str, Any]:
    ways = tuple(
        Way(key, float(one.get("response") or 0), Decimal(one.get("cost") or 0), Decimal(one.get("setup") or 0))
        for key, one in found.shares.items()
    )
    return {
        "ways": ways,
        "currency": found.currency,
        "fixed": found.fixed,
        "limit": found.limit,
        "due": found.due,
        "reminders": tuple(found.reminders),
        "spent_before": _elsewhere(study, ways) if plan is not None and found.limit is not None else Decimal(0),
    }


def _elsewhere(study: Study, ways: tuple[Way, ...]) -> Decimal:
    """What the other waves of the plan have cost: their limit is the same."""
    planned: Any = study.planned
    rows = (
        Asked.objects.filter(study__planned__plan=planned.plan_id, test=False, state__in=[one.value for one in WRITTEN])
        .exclude(study=study)
        .order_by()
        .values_list("study", "channel")
        .annotate(n=Count("pk"))
    )
    known = {way.key: way for way in ways}
    return sum(
        (known[channel].cost * count + known[channel].setup for _, channel, count in rows if channel in known),
        Decimal(0),
    )
