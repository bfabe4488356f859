"""Cases as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from regulars.language import Message, message, plural
from regulars.web.accounts.access import UnitScope
from regulars.web.cases.clocks import Face
from regulars.web.cases.history import said
from regulars.web.cases.models import Case, Entry
from regulars.web.cases.states import State, Step

HOUR = timedelta(hours=1)


def length(span: timedelta) -> Message:
    """A length of business time, as exactly as somebody at work wants to know it."""
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes < 60:
        return message("{count} min", count=str(minutes))
    if minutes < 600:
        return message("{hours} h {minutes} min", hours=str(minutes // 60), minutes=str(minutes % 60))
    return message("{hours} h", hours=str(round(minutes / 60)))


@dataclass(frozen=True)
class ClockLine:
    """A clock with its words. ``tone``: the colour of its bar."""

    face: Face
    now: datetime

    @property
    def words(self) -> Message:
        """How much is left, or how it went."""
        if self.face.met:
            word = message("done after {time}, late", time=length(self.face.run))
            return word if self.face.late else message("done in {time}", time=length(self.face.run))
        if self.face.resting:
            return message("stands still")
        if self.face.late:
            return message("{time} late", time=length(self.face.run - self.face.target))
        return message("{time} left", time=length(self.face.target - self.face.run))

    @property
    def due(self) -> Message:
        """Until when."""
        if self.face.met or self.face.resting or self.face.due is None:
            return message("target {time}", time=length(self.face.target))
        return message("by {at}", at=timezone.localtime(self.face.due))

    @property
    def percent(self) -> str:
        """The length of its bar."""
        return f"{round(100 * self.face.share)}%"

    @property
    def fill(self) -> str:
        """The colour of its bar: green what was done, amber what is short or over, grey what has time."""
        if self.face.met and not self.face.late:
            return "#0b6354"
        return "#7a5200" if self.face.late or self.face.share > 0.5 else "#4a5456"


@dataclass(frozen=True)
class Place:
    """One of the steps above a case."""

    words: Message
    detail: Message | None
    done: bool
    current: bool


def places(case: Case) -> list[Place]:
    """Where it stands, from received to closed."""
    stamps = {
        State.RECEIVED: case.opened,
        State.ACKNOWLEDGED: case.acknowledged,
        State.INVESTIGATING: None,
        State.RESPONDED: case.responded,
        State.CLOSED: case.closed,
    }
    order = list(State)
    at = order.index(State(case.state))
    made: list[Place] = []
    for number, state in enumerate(order):
        stamp = stamps[state]
        words = case.state_words if state is State.CLOSED and case.outcome else state.said
        detail = message("{at}", at=timezone.localtime(stamp)) if stamp else None
        made.append(Place(words, detail, number < at or case.state == State.CLOSED, number == at))
    return made


@dataclass(frozen=True)
class EntryLine:
    """What was done, with who did it."""

    entry: Entry

    @property
    def what(self) -> Message:
        """In words."""
        return said(self.entry)

    @property
    def who(self) -> str:
        """Who did it; Regulars itself, or the customer, has no name here."""
        return self.entry.by.shown_name if self.entry.by else ""


@dataclass(frozen=True)
class Line:
    """A case in a list. ``names``: where its reader may see customers."""

    one: Case
    now: datetime
    names: UnitScope

    @property
    def who(self) -> str:
        """Who is unhappy; empty for whoever may not know it."""
        return who(self.one, self.names)

    @property
    def hidden(self) -> bool:
        """Whether there is somebody whom the reader may not know."""
        return not self.who and bool(self.one.who)

    @property
    def late(self) -> bool:
        """Whether a clock has run out."""
        return self.one.late(self.now)

    @property
    def due(self) -> Message | None:
        """Until when the next thing is to be done."""
        if self.one.resting:
            return message("rests")
        if self.one.next_due is None:
            return None
        return message("{at}", at=timezone.localtime(self.one.next_due))

    @property
    def label(self) -> str:
        """How the list marks its state."""
        return "err" if self.late else "ok" if self.one.state == State.CLOSED else ""


def who(case: Case, names: UnitScope) -> str:
    """Who is unhappy, for a reader who may see customers in ``names``."""
    return case.who if names.whole or case.unit_id in (names.unit_ids or ()) else ""


def headline(open_: int, late: int, last: datetime | None) -> Message:
    """The one sentence above the list."""
    if late:
        return plural("{count} case is late.", "{count} cases are late.", late)
    if open_:
        return plural("{count} case is open, none is late.", "{count} cases are open, none is late.", open_)
    if last:
        return message("No cases are open. The last one closed on {at}.", at=timezone.localtime(last))
    return message("No cases are open.")


NEXT: dict[str, tuple[Step, ...]] = {
    State.RECEIVED: (Step.ACKNOWLEDGE, Step.INVESTIGATE),
    State.ACKNOWLEDGED: (Step.INVESTIGATE,),
    State.INVESTIGATING: (),
    State.RESPONDED: (Step.REOPEN,),
    State.CLOSED: (Step.REOPEN,),
}
DO: dict[Step, Message] = {
    Step.ACKNOWLEDGE: message("Acknowledge"),
    Step.INVESTIGATE: message("Start looking into it"),
    Step.REOPEN: message("Open again"),
}
