"""What is known of a study's fieldwork: plain counts, from wherever they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from regulars.language import Message, Text

PERSONAL = "personal"


class Stage(StrEnum):
    """How far it has come with somebody who is asked."""

    DRAWN = "drawn"
    QUEUED = "queued"
    SENT = "sent"
    UNREACHED = "unreached"
    BLOCKED = "blocked"
    BEGUN = "begun"
    ANSWERED = "answered"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"
    OVER = "over"
    CANCELLED = "cancelled"


# Who was written to; who still may answer; who will be written to.
WRITTEN = frozenset({Stage.SENT, Stage.UNREACHED, Stage.BEGUN, Stage.ANSWERED, Stage.DECLINED, Stage.INELIGIBLE})
WAITING = frozenset({Stage.DRAWN, Stage.QUEUED})


@dataclass(frozen=True)
class Asked:
    """So many of one part, asked by one channel, of whom one thing became."""

    part: str
    channel: str
    stage: Stage
    reminded: int
    count: int


@dataclass(frozen=True)
class Came:
    """So many responses of one day. ``channel``: ``personal``, or the kind of link that they came by."""

    part: str
    channel: str
    day: date
    complete: bool
    count: int


@dataclass(frozen=True)
class Part:
    """A part of the population; it takes no more than ``quota``."""

    key: str
    label: Text
    wanted: int
    population: int | None = None
    quota: int | None = None


@dataclass(frozen=True)
class Way:
    """What a channel costs, and the response that the plan counts on."""

    key: str
    response: float
    cost: Decimal
    setup: Decimal


@dataclass(frozen=True)
class Precision:
    """What the plan asks for: ``unit`` is ``share``, ``nps`` or ``mean``; ``deviation`` of one answer."""

    unit: str = "share"
    deviation: float = 0.5
    confidence: float = 0.95
    design_effect: float = 1.0
    population: int | None = None
    planned: float | None = None


@dataclass(frozen=True)
class Counts:
    """The fieldwork of one study, as of ``today``, of which the part ``elapsed`` has passed.

    ``wanted``: answers that the plan counts on; None where nobody said. ``quota``: where the whole study stops.
    ``opens``, ``last``: its first and last day. ``invited``: how many on each day. ``reminders``: days after the
    invitation. ``spent_before``: by the plan's other waves, against the same ``limit``. ``failures``: why so many were
    not reached. ``smallest``: parts with fewer answers are not shown; 0 shows all. ``sample``: who is asked, in words.
    """

    name: str
    title: Text
    today: date
    elapsed: float = 1.0
    state: str = "open"
    opens: date | None = None
    last: date | None = None
    due: date | None = None
    wanted: int | None = None
    quota: int | None = None
    parts: tuple[Part, ...] = ()
    asked: tuple[Asked, ...] = ()
    invited: tuple[tuple[date, int], ...] = ()
    came: tuple[Came, ...] = ()
    ways: tuple[Way, ...] = ()
    currency: str = ""
    fixed: Decimal = Decimal(0)
    limit: Decimal | None = None
    spent_before: Decimal = Decimal(0)
    reminders: tuple[int, ...] = ()
    failures: tuple[tuple[Message, int], ...] = ()
    smallest: int = 0
    precision: Precision = Precision()
    sample: Message | None = None

    @property
    def got(self) -> int:
        """Complete responses."""
        return self.answers()

    @property
    def over(self) -> bool:
        """Whether no more answers come."""
        return self.state in ("closed", "full") or (self.last is not None and self.last < self.today)

    def answers(self, *, part: str | None = None, channel: str | None = None) -> int:
        """Complete responses of a part, by a channel."""
        return sum(
            one.count
            for one in self.came
            if one.complete and part in (None, one.part) and channel in (None, one.channel)
        )

    def people(
        self, stages: Iterable[Stage] | None = None, *, part: str | None = None, channel: str | None = None
    ) -> int:
        """People who are asked."""
        wished = None if stages is None else frozenset(stages)
        return sum(
            one.count
            for one in self.asked
            if (wished is None or one.stage in wished) and part in (None, one.part) and channel in (None, one.channel)
        )
