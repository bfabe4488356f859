"""When somebody is asked after something happened, and whom chance chooses. Pure arithmetic on clocks and hashes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from hashlib import sha256


@dataclass(frozen=True)
class Wait:
    """So many minutes after it happened; or, with ``clock``, at that time of the day so many ``days`` later."""

    minutes: int = 0
    days: int = 0
    clock: time | None = None

    def after(self, at: datetime, zone: tzinfo) -> datetime:
        """The instant, in UTC.

        Minutes are elapsed time, whatever the clocks do. A time of the day that the spring skips comes an hour later
        on the wall; of the hour that comes twice in autumn it is the first. Never before it happened: with 0 days,
        what happened after that time of the day waits for the next day.
        """
        if self.clock is None:
            return at.astimezone(UTC) + timedelta(minutes=self.minutes, days=self.days)
        day = at.astimezone(zone).date() + timedelta(days=self.days)
        found = datetime.combine(day, self.clock, tzinfo=zone).astimezone(UTC)
        if found < at:
            day += timedelta(days=1)
            found = datetime.combine(day, self.clock, tzinfo=zone).astimezone(UTC)
        return found


def drawn(seed: str, source: str, key: str, rate: float) -> bool:
    """Whether chance chooses it: always the same for the same seed, source and key, whenever it is asked.

    >>> drawn("a", "till", "1", 1.0), drawn("a", "till", "1", 0.0)
    (True, False)
    """
    return _share(f"{seed}\x1f{source}\x1f{key}") < rate


def _share(text: str) -> float:
    """A number from 0 to below 1, as if by chance."""
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:7]) / 2.0**56


def too_late(at: datetime, now: datetime, window_days: int) -> bool:
    """Whether it lies so long ago that nobody is asked any more."""
    return now - at > timedelta(days=window_days)
