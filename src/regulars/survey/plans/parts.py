"""What a plan is made of: measures and splits, parts of a population, channels, waves and events."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from regulars.language import Text


class Measure(StrEnum):
    """What the margin of error is about."""

    SHARE = "share"
    NPS = "nps"
    MEAN = "mean"


class Split(StrEnum):
    """How the answers are spread over the strata."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"


class Every(StrEnum):
    """How far two waves are apart."""

    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


@dataclass(frozen=True)
class Stratum:
    """A part of the population. ``deviation``: standard deviation of one answer there, on the measure's scale."""

    key: str
    label: Text
    count: int
    deviation: float | None = None


@dataclass(frozen=True)
class Channel:
    """A way to reach people. ``share``: of those who are asked; ``response``: of these, who will answer.

    ``cost`` is that of asking one person, ``setup`` what the channel costs once in each wave.
    """

    key: str
    share: float
    response: float
    cost: Decimal = Decimal(0)
    setup: Decimal = Decimal(0)


@dataclass(frozen=True)
class Waves:
    """A wave ``every`` so often, ``count`` times."""

    every: Every = Every.ONCE
    count: int = 1


@dataclass(frozen=True)
class Event:
    """Asked after something happened: ``wait_days`` later, a share ``rate`` of those to whom it happened."""

    kind: str
    wait_days: int = 0
    rate: float = 1.0
