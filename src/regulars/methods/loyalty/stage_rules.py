"""The six stages of a customer, by rules about dated events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import IntoColumn, Ints, as_array, codes_of, each_text, same_length, text_of
from regulars.methods.errors import MethodError


class Stage(StrEnum):
    """Where a customer stands; ``INACTIVE`` is who has fallen silent, from whatever stage."""

    SUSPECT = "suspect"
    PROSPECT = "prospect"
    FIRST_TIME = "first_time"
    REPEAT = "repeat"
    CLIENT = "client"
    ADVOCATE = "advocate"
    INACTIVE = "inactive"

    @property
    def words(self) -> Message:
        """Its name for people, with that of the textbook where it differs."""
        return _WORDS[self]


_WORDS = {
    Stage.SUSPECT: message("Suspect: known by name only"),
    Stage.PROSPECT: message("Prospect: has asked, not bought"),
    Stage.FIRST_TIME: message("First-time customer"),
    Stage.REPEAT: message("Repeat customer (post-purchase experience)"),
    Stage.CLIENT: message("Client: buys regularly"),
    Stage.ADVOCATE: message("Advocate: recommends us"),
    Stage.INACTIVE: message("Inactive: silent for too long"),
}
STAGES = tuple(Stage)
EVENTS = ("known", "contact", "purchase", "referral")
FIRST_DAY = np.datetime64("0001-01-01", "D").astype(int)
NO_DAY = -(2**62)
LAST_DAY = np.datetime64("9999-12-31", "D").astype(int)


@dataclass(frozen=True)
class Rules:
    """``client_from`` purchases make a client; after ``inactive_after`` days without an event one is inactive."""

    client_from: int = 4
    inactive_after: int = 180


@dataclass(frozen=True)
class Events:
    """One row for each customer and day: codes and days in ascending order, and what happened.

    ``bought`` and ``referred`` count, up to and with the row, the days with a purchase, and whether there was a
    referral; ``contacted`` whether the customer asked something. Shape (rows,) each; ``start`` is the first row
    of each customer, and the number of rows at the end.
    """

    names: tuple[str, ...]
    customer: Ints
    day: Ints
    bought: Ints
    contacted: Ints
    referred: Ints
    start: Ints

    @classmethod
    def of(cls, customer: Ints, names: Sequence[str], day: Ints, event: Ints) -> Events:
        """From events in any order; ``customer`` is a place in ``names``, ``event`` one in ``EVENTS``."""
        if not _in_order(customer, day):
            order = np.lexsort((day, customer))
            customer, day, event = customer[order], day[order], event[order]
        first = np.flatnonzero(np.append(True, (np.diff(customer) != 0) | (np.diff(day) != 0)))
        kinds = [_any(event == place, first) for place in range(len(EVENTS))]
        customer, day = customer[first], day[first]
        begins = np.append(True, np.diff(customer) != 0)
        start = np.flatnonzero(begins)
        running = [_running(kind, start, len(day)) for kind in kinds]
        return cls(
            tuple(names[code] for code in customer[start].tolist()),
            np.cumsum(begins) - 1,
            day,
            running[2],
            np.minimum(running[1], 1),
            np.minimum(running[3], 1),
            np.append(start, len(day)),
        )

    def stage_after(self, rules: Rules) -> Ints:
        """The stage that each row leaves its customer in, until silence is too long; a place in ``STAGES``."""
        return stage_by(rules, self.bought, self.contacted, self.referred)

    def on(self, days: Sequence[int], after: Ints, rules: Rules) -> Iterator[Ints]:
        """The stage of each customer on each of these days, ascending; -1 before the first event."""
        turn = np.searchsorted(np.asarray(days), self.day)  # the first of the days that knows of a row
        order = np.argsort(turn, kind="stable")
        edges = np.searchsorted(turn[order], np.arange(len(days) + 1))
        row = np.full(len(self.names), -1)
        for day, low, high in zip(days, edges[:-1], edges[1:], strict=True):
            new = order[low:high]
            row[self.customer[new]] = new  # of several rows of a customer the last one stays
            stood = np.where(day - self.day[row] > rules.inactive_after, STAGES.index(Stage.INACTIVE), after[row])
            yield np.where(row >= 0, stood, -1)


def _in_order(customer: Ints, day: Ints) -> bool:
    """Whether rows stand by customer and day: those from the facts do, and to sort millions takes seconds."""
    later = (customer[1:] > customer[:-1]) | ((customer[1:] == customer[:-1]) & (day[1:] >= day[:-1]))
    return bool(later.all())


def _any(happened: NDArray[np.bool_], first: Ints) -> Ints:
    """1 where it happened in one of the rows from each of ``first`` to the next."""
    if not happened.any():
        return np.zeros(len(first), dtype=np.int64)
    return np.logical_or.reduceat(happened, first).astype(np.int64)


def stage_by(rules: Rules, bought: Ints, contacted: Ints | int = 0, referred: Ints | int = 0) -> Ints:
    """The stage that so many days with a purchase, contacts and referrals make; a place in ``STAGES``."""
    found = np.select(
        [bought >= rules.client_from, bought >= 2, bought == 1, np.broadcast_to(contacted, bought.shape) > 0],
        [STAGES.index(stage) for stage in (Stage.CLIENT, Stage.REPEAT, Stage.FIRST_TIME, Stage.PROSPECT)],
        STAGES.index(Stage.SUSPECT),
    )
    found[(np.broadcast_to(referred, bought.shape) > 0) & (bought > 0)] = STAGES.index(Stage.ADVOCATE)
    return np.asarray(found, dtype=np.int64)


def _running(kind: Ints, start: Ints, size: int) -> Ints:
    """The sum from each customer's first row to each row."""
    total = np.cumsum(kind)
    before = (total - kind)[start]
    return np.asarray(total - np.repeat(before, np.diff(np.append(start, size))))


def days_of(column: IntoColumn, *, name: str, missing: Collection[Any] = ()) -> Ints:
    """A column of days as days since 1970, ``NO_DAY`` where there is none.

    Takes dates, times and text such as 2026-11-22 or 20261122.
    """
    codes = {text_of(code) for code in codes_of(missing)}
    times = _times(column)
    if times.dtype.kind == "M":
        found = times.astype("datetime64[D]").astype(np.int64)
        return _within(np.where(np.isnat(times), NO_DAY, found), name)
    known: dict[Any, int] = {}
    values = as_array(column).tolist()
    if set(map(type, values)) <= {str}:
        rows = dict(zip(reversed(values), range(len(values) - 1, -1, -1), strict=True))  # where each stands first
        known = {value: _day_of(rows[value], value, name, codes) for value in dict.fromkeys(values)}
        return _within(np.array([known[value] for value in values], dtype=np.int64), name)
    result = np.empty(len(values), dtype=np.int64)
    for row, value in enumerate(values):
        if isinstance(value, list | dict | set):
            raise _no_day(row, value, name)
        if value not in known:  # there are fewer days than rows
            known[value] = _day_of(row, value, name, codes)
        result[row] = known[value]
    return _within(result, name)


def _times(column: Any) -> NDArray[Any]:
    """An array that keeps the type of its days, whatever holds them."""
    if not hasattr(column, "to_numpy"):
        return column if isinstance(column, np.ndarray) else np.empty(0)
    try:
        return np.asarray(column.to_numpy(zero_copy_only=False))  # an Arrow array; all others take no argument
    except TypeError:
        return np.asarray(column.to_numpy())


def day_of(value: Any, *, name: str) -> int:
    """One day."""
    return int(days_of([value], name=name)[0])


def _day_of(row: int, value: Any, name: str, codes: Collection[str]) -> int:
    if isinstance(value, date | datetime):
        return int(np.datetime64(value.date() if isinstance(value, datetime) else value, "D").astype(int))
    if isinstance(value, np.datetime64):
        return NO_DAY if np.isnat(value) else int(value.astype("datetime64[D]").astype(int))
    text = text_of(value)
    if not text or text in codes:
        return NO_DAY
    try:
        return int(np.datetime64(date.fromisoformat(text[:10]), "D").astype(int))
    except ValueError:
        raise _no_day(row, value, name) from None


def _no_day(row: int, value: Any, name: str) -> MethodError:
    return MethodError(
        message(
            "Row {row} of {column}: “{value}” is not a day. Give dates, or text such as 2026-11-22.",
            row=row + 1,
            column=name,
            value=str(value)[:60],
        )
    )


def _within(days: Ints, name: str) -> Ints:
    far = np.flatnonzero((days != NO_DAY) & ((days < FIRST_DAY) | (days > LAST_DAY)))
    if far.size:
        raise _no_day(int(far[0]), np.datetime64(int(days[far[0]]), "D"), name)
    return days


def events_of(column: IntoColumn | None, size: int) -> Ints:
    """What happened in each row, as a place in ``EVENTS``; without a column all are purchases."""
    if column is None:
        return np.full(size, EVENTS.index("purchase"))
    words = each_text(as_array(column).tolist())
    same_length(size, ("event", words))
    for word in dict.fromkeys(words):
        if word not in EVENTS:
            row = words.index(word)
            raise MethodError(
                message(
                    "Row {row} of {column}: “{value}” is no event. The events are: {known}.",
                    row=row + 1,
                    column="event",
                    value=word[:60],
                    known=EVENTS,
                )
            )
    place = {word: number for number, word in enumerate(EVENTS)}
    return np.array([place[word] for word in words], dtype=np.int64)
