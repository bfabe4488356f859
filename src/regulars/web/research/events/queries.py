"""What the pages of events show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from regulars.language import Estimate, Message, message, plural
from regulars.language import Kind as Share
from regulars.survey.conditions import ConditionError, Kind, in_words, read_condition
from regulars.survey.happenings import Field
from regulars.web.research.events.models import EventKind, Happening, Source, State, Trigger
from regulars.web.research.events.models.happening import OPEN
from regulars.web.research.events.vocabulary import vocabulary_of

DAYS = 30
# As they are read: what was asked, what may still be, and why not, in the order of the steps.
ORDER = (
    State.ASKED, State.WAITING, State.NEW, State.NO_TRIGGER, State.EXCLUDED, State.LATE, State.NOT_DRAWN, State.CLOSED,
    State.NO_ADDRESS, State.REFUSED, State.TOO_OFTEN, State.PACED, State.STOPPED,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One state with its count and share."""

    state: State
    count: int
    share: float

    @property
    def part(self) -> Estimate:
        """The share, for people."""
        return Estimate(self.share, kind=Share.SHARE)

    @property
    def words(self) -> Message:
        """What it is called."""
        return self.state.said

    @property
    def why(self) -> Message:
        """In a sentence."""
        return self.state.why


@dataclass(frozen=True)
class Account:
    """What happened to events: the lines add up to ``total``."""

    total: int
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, counts: dict[str, int]) -> Account:
        """From counts by state."""
        total = sum(counts.values())
        lines = tuple(Line(one, counts[one], counts[one] / total) for one in ORDER if counts.get(one))
        return cls(total, lines)

    def count(self, state: State) -> int:
        """How many came into a state."""
        return next((one.count for one in self.lines if one.state is state), 0)

    @property
    def reason(self) -> Line | None:
        """Why most of those were not asked that were not."""
        rest = [one for one in self.lines if one.state is not State.ASKED and one.state not in OPEN]
        return max(rest, key=lambda one: one.count, default=None)


def account(now: datetime, *, rows: Any = None, days: int = DAYS) -> Account:
    """Of the events that came in during the last days."""
    found = Happening.objects.all() if rows is None else rows
    counted = found.filter(received__gt=now - timedelta(days=days)).order_by().values_list("state")
    return Account.of(dict(counted.annotate(n=Count("pk"))))


def headline(found: Account, days: int = DAYS) -> Message:
    """The sentence above the page."""
    if not found.total:
        return message("No event came in during the last {days} days.", days=days)
    return plural(
        "Of {total} events in the last {days} days, {count} was asked about.",
        "Of {total} events in the last {days} days, {count} were asked about.",
        found.count(State.ASKED),
        total=found.total,
        days=days,
    )


def because(found: Account) -> Message | None:
    """The largest reason why not."""
    reason = found.reason
    if reason is None:
        return None
    return message(
        "Most of the others: {reason} ({count}). {why}", reason=reason.words, count=reason.count, why=reason.why
    )


@dataclass(frozen=True)
class Ruled:
    """A trigger as the page shows it."""

    one: Trigger
    words: Message | None
    broken: bool
    asked: int
    waiting: int
    first: bool
    last: bool

    @property
    def when(self) -> Message:
        """How long after."""
        return when_of(self.one)

    @property
    def part(self) -> Message:
        """About how many of them."""
        rate = self.one.rate
        return message("{share} of them", share=Estimate(rate, kind=Share.SHARE, digits=0 if rate >= 0.1 else 2))


def triggers(now: datetime) -> list[tuple[EventKind, list[Ruled]]]:
    """All triggers, by kind, in the order in which they are tried."""
    rows = list(Trigger.objects.select_related("kind", "study__questionnaire").order_by("kind", "place", "pk"))
    since = now - timedelta(days=DAYS)
    counted = Happening.objects.filter(trigger__in=rows).order_by().values_list("trigger")
    asked = dict(counted.filter(state=State.ASKED, decided_at__gt=since).annotate(n=Count("pk")))
    waiting = dict(counted.filter(state=State.WAITING).annotate(n=Count("pk")))
    kinds = {one.kind_id: one.kind for one in rows}
    known = {pk: vocabulary_of(kind) for pk, kind in kinds.items()}
    found = []
    for pk, kind in kinds.items():
        own = [one for one in rows if one.kind_id == pk]
        lines = []
        for at, one in enumerate(own):
            words, broken = _words(one, known[pk])
            lines.append(
                Ruled(one, words, broken, asked.get(one.pk, 0), waiting.get(one.pk, 0), at == 0, at == len(own) - 1)
            )
        found.append((kind, lines))
    return found


def _words(one: Trigger, vocabulary: Any) -> tuple[Message | None, bool]:
    if not one.condition:
        return None, False
    try:
        return in_words(read_condition(one.condition, vocabulary), vocabulary), False
    except ConditionError as error:
        return error.message, True


def when_of(one: Trigger) -> Message:
    """How long after it asks, in words."""
    if one.clock is not None:
        clock = f"{one.clock:%H:%M}"
        if one.wait_days == 0:
            return message("the same day at {clock}", clock=clock)
        if one.wait_days == 1:
            return message("the next day at {clock}", clock=clock)
        return message("{days} days later at {clock}", days=one.wait_days, clock=clock)
    minutes = one.wait_minutes
    if not minutes:
        return message("at once")
    if minutes % (24 * 60) == 0:
        return plural("{count} day later", "{count} days later", minutes // (24 * 60))
    if minutes % 60 == 0:
        return plural("{count} hour later", "{count} hours later", minutes // 60)
    return plural("{count} minute later", "{count} minutes later", minutes)


def found(*, q: str = "", state: str = "", kind: str = "", trigger: str = "") -> Any:
    """The events that a filter asks for, the latest first."""
    rows = Happening.objects.select_related("kind", "customer", "unit", "trigger__study__questionnaire")
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind__key=kind)
    if trigger:
        rows = rows.filter(trigger__public_id=trigger)
    if q:
        rows = rows.filter(
            Q(key__istartswith=q) | Q(number=q) | Q(email__iexact=q) | Q(customer__number=q)
            | Q(customer__name__icontains=q) | Q(name__icontains=q)
        )  # fmt: skip
    return rows


def waiting() -> Any:
    """Those that wait, the next first."""
    rows = Happening.objects.filter(state=State.WAITING).order_by("due_at", "pk")
    return rows.select_related("kind", "customer", "unit", "trigger__study__questionnaire")


def sources_in_use() -> dict[str, int]:
    """Events of each source in the last days."""
    return dict(Happening.objects.order_by().values_list("source").annotate(n=Count("pk")))


def sources() -> Any:
    """Systems that may tell events, the open ones first."""
    return Source.objects.select_related("kind", "by").order_by("closed_at", "key")


def details_of(one: Happening) -> list[tuple[Any, Any]]:
    """Labels and values of what is known of it, in the order of its kind."""
    fields = one.kind.plain.fields
    return [(field.label, _said(field, value)) for field in fields if (value := one.details.get(field.key)) is not None]


def _said(field: Field, value: Any) -> Any:
    match value:
        case bool():
            return message("yes") if value else message("no")
        case str() if field.kind is Kind.DAY:
            return date.fromisoformat(value)
        case str():
            return field.options.get(value, value)
    return value


def calls_headline(now: int, open_: int) -> Message:
    """The sentence above the list of calls."""
    if now:
        return plural("{count} person is to be called now.", "{count} people are to be called now.", now)
    if open_:
        return plural(
            "Nobody is to be called now; {count} call is for later.",
            "Nobody is to be called now; {count} calls are for later.",
            open_,
        )
    return message("Nobody is to be called.")
