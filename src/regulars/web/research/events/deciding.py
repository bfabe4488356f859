"""Whether to ask about an event, and when: the same steps for what really happens and for a trial run.

First, when it comes in: is there a trigger, does it lie too long ago, is this customer left alone, does chance choose
it? Then it waits. When its time has come: is the study open, can somebody be reached who may be asked, were they asked
not long ago, may the trigger ask one more? Each event ends in exactly one state, so that the counts add up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from regulars.survey.conditions import Condition, ConditionError, holds, read_condition
from regulars.survey.happenings import HappeningKind
from regulars.survey.triggers import drawn, too_late
from regulars.web.company.models import Company
from regulars.web.messages.addresses import hashed, is_address, number_of, tidied
from regulars.web.messages.blocking import blocks
from regulars.web.messages.models import Outgoing, Rules
from regulars.web.messages.models.outgoing import REACHED
from regulars.web.people import consents
from regulars.web.people.models import Purpose
from regulars.web.research.events.models import Exclusion, Happening, State, Trigger, Way
from regulars.web.research.events.vocabulary import values_of, vocabulary_of
from regulars.web.research.fieldwork.models import Asked
from regulars.web.research.models import Study

KIND = "invitation"
LOADED = ("kind", "unit", "customer", "customer__score", "trigger__study")


def home_zone() -> tzinfo:
    """The company's clock."""
    return ZoneInfo(Company.current().zone or "UTC")


class Triggers:
    """The triggers that are on, their conditions read. One whose condition cannot be read any more fits nothing."""

    def __init__(self, rows: Iterable[Trigger]) -> None:
        self._of: dict[int, list[tuple[Trigger, Condition | None]]] = defaultdict(list)
        self._plain: dict[int, HappeningKind] = {}
        vocabularies: dict[int, Any] = {}
        for one in rows:
            if one.kind_id not in vocabularies:
                vocabularies[one.kind_id] = vocabulary_of(one.kind)
                self._plain[one.kind_id] = one.kind.plain
            try:
                condition = read_condition(one.condition, vocabularies[one.kind_id]) if one.condition else None
            except ConditionError:
                continue
            self._of[one.kind_id].append((one, condition))

    def first(self, one: Happening, today: date) -> Trigger | None:
        """The first that fits."""
        rules = self._of.get(one.kind_id, ())
        if not rules:
            return None
        values = values_of(one, self._plain[one.kind_id].typed(one.details))
        return next((trigger for trigger, test in rules if test is None or holds(test, values, today)), None)


def first_step(
    one: Happening, triggers: Triggers, excluded: Excluded, now: datetime, zone: tzinfo
) -> tuple[State, Trigger | None, datetime | None]:
    """What becomes of it when it comes in; for one that waits, until when."""
    trigger = triggers.first(one, now.astimezone(zone).date())
    if trigger is None:
        return State.NO_TRIGGER, None, None
    if one.customer_id is not None and excluded.holds(one.customer_id, one.kind_id):
        return State.EXCLUDED, trigger, None
    due = trigger.wait.after(one.at, ZoneInfo(one.unit.zone) if one.unit and one.unit.zone else zone)
    if too_late(one.at, max(now, due), trigger.window_days):
        return State.LATE, trigger, None
    if not drawn(trigger.seed, one.source, one.key, trigger.rate):
        return State.NOT_DRAWN, trigger, None
    return State.WAITING, trigger, due


def second_step(one: Happening, trigger: Trigger, standing: Standing, ledger: Ledger, now: datetime) -> State:
    """What becomes of it when its time has come. Whoever is asked is noted in the ledger."""
    to = standing.address(one, trigger.way)
    if not standing.open(trigger):
        return State.CLOSED
    if too_late(one.at, now, trigger.window_days):
        return State.LATE
    if one.customer_id is not None and standing.excluded.holds(one.customer_id, one.kind_id):
        return State.EXCLUDED
    if not to:
        return State.NO_ADDRESS
    if standing.refused(one, to, trigger.way):
        return State.REFUSED
    if ledger.too_often(one.customer_id, hashed(to), trigger, now):
        return State.TOO_OFTEN
    if ledger.paced(trigger, now):
        return State.PACED
    ledger.note(one.customer_id, hashed(to), trigger, now)
    return State.ASKED


class Excluded:
    """Who is not asked about what."""

    def __init__(self, customers: Iterable[int]) -> None:
        self._pairs: set[tuple[int, int | None]] = set()
        for some in _parts(customers):
            self._pairs |= set(Exclusion.objects.filter(customer__in=some).values_list("customer", "kind"))

    def holds(self, customer: int, kind: int) -> bool:
        """Whether this one is left alone."""
        return (customer, kind) in self._pairs or (customer, None) in self._pairs


@dataclass
class Standing:
    """What holds for these events and their people right now, read once for all of them."""

    excluded: Excluded
    _closed: set[int]
    _refused: Mapping[str, set[int]]
    _blocked: set[str]
    _country: str

    @classmethod
    def of(
        cls, rows: Sequence[Happening], triggers: Iterable[Trigger], now: datetime, *, trial: bool = False
    ) -> Standing:
        """``trial``: as if every study were open."""
        customers = {one.customer_id for one in rows if one.customer_id is not None}
        ways = {trigger.way for trigger in triggers}
        country = Rules.current().country
        found = cls(
            Excluded(customers),
            set() if trial else _closed({trigger.study for trigger in triggers}, now),
            {way: consents.refused(customers, Purpose.SURVEYS, way) for way in ways},
            set(),
            country,
        )
        addresses = {to for one in rows for way in ways if (to := found.address(one, way))}
        for some in _parts(addresses):
            found._blocked |= set(blocks(map(hashed, some)))
        return found

    def open(self, trigger: Trigger) -> bool:
        """Whether its study takes answers."""
        return trigger.on and trigger.study_id not in self._closed

    def address(self, one: Happening, way: str) -> str:
        """Where to ask; empty where nobody knows. What the company has comes before what came with the event."""
        known = one.customer
        if way == Way.EMAIL:
            found = (known.email if known else "") or one.email
            return tidied(found) if found and is_address(tidied(found)) else ""
        return number_of((known.phone if known else "") or one.phone, self._country)

    def refused(self, one: Happening, to: str, way: str) -> bool:
        """Whether they do not want to be asked."""
        return one.customer_id in self._refused[way] or hashed(to) in self._blocked


def _closed(studies: Iterable[Study], now: datetime) -> set[int]:
    stopped = set()
    for study in studies:
        work = getattr(study, "fieldwork", None)
        halted = work is not None and work.stopped_at is not None
        if halted or not study.begun(now) or study.over(now) or study.full():
            stopped.add(study.pk)
    return stopped


@dataclass
class Ledger:
    """Who was asked when, and how many each trigger has asked."""

    zone: tzinfo
    cap: tuple[int, timedelta] | None = None
    _asked: dict[Any, set[tuple[datetime, Any]]] = field(default_factory=lambda: defaultdict(set))
    _counts: Counter[tuple[int, Any]] = field(default_factory=Counter)

    @classmethod
    def of(
        cls,
        rows: Sequence[Happening],
        triggers: Sequence[Trigger],
        standing: Standing,
        now: datetime,
        *,
        trial: bool = False,
    ) -> Ledger:
        """For these people and triggers. ``trial``: as it stood at ``now``, for what came later is tried out."""
        rules = Rules.current()
        found = cls(home_zone(), rules.cap(KIND))
        days = max([one.rest_days for one in triggers] + [rules.invitation_days])
        until = {"lt": now} if trial else {}
        found._load_people(rows, triggers, standing, now - timedelta(days=days), until)
        found._load_counts(triggers, now, until)
        return found

    def too_often(self, customer: int | None, key: str, trigger: Trigger, now: datetime) -> bool:
        """Whether this person was asked in the days of rest, or as often as the outbox lets anybody be."""
        times = self._asked.get(key, set()) | (self._asked.get(customer, set()) if customer is not None else set())
        if trigger.rest_days and any(now - at < timedelta(days=trigger.rest_days) for at, _ in times):
            return True
        if self.cap is None or trigger.way == Way.PHONE:
            return False
        most, length = self.cap
        return sum(now - at < length for at, _ in times) >= most

    def paced(self, trigger: Trigger, now: datetime) -> bool:
        """Whether it has asked as many as it may."""
        day, month = self._periods(now)
        counts = self._counts
        return (trigger.per_day is not None and counts[trigger.pk, day] >= trigger.per_day) or (
            trigger.per_month is not None and counts[trigger.pk, month] >= trigger.per_month
        )

    def note(self, customer: int | None, key: str, trigger: Trigger, now: datetime) -> None:
        """Somebody is asked."""
        self._remember(key, customer, now, object())
        for period in self._periods(now):
            self._counts[trigger.pk, period] += 1

    def _periods(self, now: datetime) -> tuple[date, tuple[int, int]]:
        day = now.astimezone(self.zone).date()
        return day, (day.year, day.month)

    def _load_people(
        self,
        rows: Sequence[Happening],
        triggers: Sequence[Trigger],
        standing: Standing,
        since: datetime,
        until: Mapping[str, datetime],
    ) -> None:
        for some in _parts(rows):
            self._load_some(some, triggers, standing, since, until)

    def _load_some(
        self,
        rows: Sequence[Happening],
        triggers: Sequence[Trigger],
        standing: Standing,
        since: datetime,
        until: Mapping[str, datetime],
    ) -> None:
        ways = {one.way for one in triggers}
        hashes = {hashed(to) for one in rows for way in ways if (to := standing.address(one, way))}
        customers = {one.customer_id for one in rows if one.customer_id is not None}
        sent = Outgoing.objects.filter(Q(to_hash__in=hashes) | Q(customer__in=customers), kind=KIND, state__in=REACHED)
        sent = sent.filter(created__gt=since, **{f"created__{name}": at for name, at in until.items()})
        for pk, key, customer, at in sent.order_by().values_list("pk", "to_hash", "customer", "created"):
            self._remember(key, customer, at, pk)
        # A call leaves no message; one that is still to be made counts like one that was.
        called = Happening.objects.filter(state=State.ASKED, trigger__way=Way.PHONE, decided_at__gt=since)
        called = called.filter(**{f"decided_at__{name}": at for name, at in until.items()})
        by_person = called.filter(customer__in=customers).order_by()
        for pk, customer, at in by_person.values_list("public_id", "customer", "decided_at"):
            self._remember(None, customer, at, pk)
        studies = {one.study_id for one in triggers}
        by_number = Asked.objects.filter(study__in=studies, to_hash__in=hashes, channel=Way.PHONE)
        by_number = by_number.filter(happening__in=called).order_by()
        for pk, key, at in by_number.values_list("happening__public_id", "to_hash", "happening__decided_at"):
            self._remember(key, None, at, pk)

    def _remember(self, key: str | None, customer: int | None, at: datetime, name: Any) -> None:
        if key is not None:
            self._asked[key].add((at, name))
        if customer is not None:
            self._asked[customer].add((at, name))

    def _load_counts(self, triggers: Sequence[Trigger], now: datetime, until: Mapping[str, datetime]) -> None:
        day, month = self._periods(now)
        asked = Happening.objects.filter(trigger__in=[one.pk for one in triggers], state=State.ASKED)
        asked = asked.filter(**{f"decided_at__{name}": at for name, at in until.items()})
        for period, start in _starts(day, month):
            rows = asked.filter(decided_at__gte=datetime(*start, tzinfo=self.zone)).order_by()
            for trigger, count in rows.values_list("trigger").annotate(n=Count("pk")):
                self._counts[trigger, period] = count


def _parts(things: Iterable[Any]) -> Iterator[list[Any]]:
    """Some at a time: no database takes a hundred thousand values in one question."""
    rest = iter(things)
    while some := list(islice(rest, 2_000)):
        yield some


def _starts(day: date, month: tuple[int, int]) -> list[tuple[Any, tuple[int, int, int]]]:
    return [(day, (day.year, day.month, day.day)), (month, (*month, 1))]
