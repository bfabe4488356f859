"""A page of a timeline: the entries of all sources in one order, from a place on, with what each kind counts."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, Subquery, Value
from django.utils import timezone

from regulars.insights.customer.happened import Span
from regulars.language import Day, Message
from regulars.web.people.models import Customer
from regulars.web.people.timeline.sources import SOURCES, Happened, Reader, Source

SIZE = 30


@dataclass(frozen=True)
class Place:
    """Between two entries: beyond this one. The order is that of ``Line.place``."""

    moment: datetime
    source: str
    ref: Any

    def written(self) -> str:
        """For an address."""
        plain = json.dumps([self.moment.isoformat(), self.source, self.ref], separators=(",", ":"))
        return urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Place | None:
        """None for what nobody here has written."""
        try:
            moment, name, ref = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            found = cls(datetime.fromisoformat(moment), name, SOURCES[name].ref(ref))
            str(found.ref).encode()  # half of a pair is no sign that a database can be asked for
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError, NotBase64):
            return None
        known = found.moment.tzinfo is not None and 1 < found.moment.year < 9999
        return found if known and len(str(found.ref)) <= 1000 and _fits(found.ref) else None


@dataclass(frozen=True)
class Wanted:
    """What a page asks for. ``kinds``: empty for all of them; ``since`` and ``until``: first and last day."""

    kinds: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    place: Place | None = None
    later: bool = False
    size: int = SIZE


@dataclass(frozen=True)
class Line:
    """An entry with its source."""

    source: Source
    one: Happened

    @property
    def place(self) -> tuple[datetime, int, Any]:
        """What the lines are in order of."""
        return self.one.moment, _rank(self.source), self.one.ref

    @property
    def to_come(self) -> bool:
        """Whether it lies ahead: a day without an hour, when it has not begun where the reader is."""
        at = self.one.at
        return at.value > timezone.localdate() if isinstance(at, Day) else at > timezone.now()


@dataclass(frozen=True)
class Chip:
    """A kind with how many entries it has in the period."""

    kind: str
    label: Message
    count: int


@dataclass(frozen=True)
class Page:
    """``earlier`` and ``later``: from where on the neighbours are read; empty where there are none."""

    lines: list[Line]
    chips: list[Chip]
    total: int
    earlier: str
    later: str


def timeline(reader: Reader, wanted: Wanted) -> Page:
    """A page: one question to each source, and one for all the counts."""
    mine = [one for one in SOURCES.values() if one.needs is None or not reader.within(one.needs).empty]
    asked = [one for one in mine if not wanted.kinds or one.kind in wanted.kinds]
    found = {one.key: one.fetch(reader, _span(one, wanted)) for one in asked}
    lines, more = _lines(wanted, found)
    # What came whole is counted already, which on the first page of most customers is everything.
    counts = {key: len(some) for key, some in found.items() if wanted.place is None and len(some) <= wanted.size}
    left = [one for one in mine if one.key not in counts]
    counts |= _counts(reader, Span(limit=0, since=wanted.since, until=wanted.until), left)
    chips = _chips(mine, counts)
    first, last = (_place(lines[0]), _place(lines[-1])) if lines else ("", "")
    turned = wanted.place is not None
    return Page(
        lines=lines,
        chips=chips,
        total=sum(one.count for one in chips if not wanted.kinds or one.kind in wanted.kinds),
        earlier=last if more or (turned and wanted.later) else "",
        later=first if (turned and not wanted.later) or (more and wanted.later) else "",
    )


def latest(user: Any, customer: Customer, size: int) -> Page:
    """The last entries of all kinds, for the overview."""
    return timeline(Reader.of(user, customer), Wanted(size=size))


def _lines(wanted: Wanted, parts: Mapping[str, Sequence[Happened]]) -> tuple[list[Line], bool]:
    """The lines of the page, latest first; whether there are more in the direction that is read."""
    found = [Line(SOURCES[key], happened) for key, some in parts.items() for happened in some]
    found.sort(key=lambda one: one.place, reverse=not wanted.later)
    lines = found[: wanted.size]
    if wanted.later:
        lines.reverse()
    return lines, len(found) > wanted.size


def _span(source: Source, wanted: Wanted) -> Span:
    span = Span(limit=wanted.size + 1, since=wanted.since, until=wanted.until, later=wanted.later)
    if wanted.place is None:
        return span
    mine, other = _rank(source), _rank(SOURCES[wanted.place.source])
    equal = mine > other if wanted.later else mine < other
    ref = wanted.place.ref if mine == other else None
    return replace(span, moment=wanted.place.moment, equal=equal, ref=ref)


def _counts(reader: Reader, span: Span, mine: Iterable[Source]) -> dict[str, int]:
    """Numbers as they are; rows as parts of one statement."""
    counts: dict[str, int] = {}
    asked: dict[str, Any] = {}
    for one in mine:
        found = one.count(reader, span)
        if isinstance(found, int):
            counts[one.key] = found
        else:
            whole = found.annotate(_all=Value(1)).values("_all").annotate(_n=Count("pk")).values("_n")
            asked[f"n{len(asked)}"] = (one.key, Subquery(whole, output_field=IntegerField()))
    if asked:
        rows = Customer.objects.filter(pk=reader.customer.pk).order_by()
        row = rows.values(**{name: query for name, (_, query) in asked.items()}).first() or {}
        counts |= {key: row.get(name) or 0 for name, (key, _) in asked.items()}
    return counts


def _chips(mine: Iterable[Source], counts: dict[str, int]) -> list[Chip]:
    """Kinds with entries, in the order in which they were registered."""
    found: dict[str, Chip] = {}
    for one in mine:
        before = found.get(one.kind)
        found[one.kind] = Chip(one.kind, before.label if before else one.label, counts[one.key] + _of(before))
    return [one for one in found.values() if one.count]


def _of(chip: Chip | None) -> int:
    return chip.count if chip else 0


def _place(line: Line) -> str:
    return Place(line.one.moment, line.source.key, line.one.ref).written()


def _rank(source: Source) -> int:
    return list(SOURCES).index(source.key)


def _fits(ref: Any) -> bool:
    return not isinstance(ref, int) or abs(ref) < 2**63
