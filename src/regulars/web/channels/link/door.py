"""What stands behind an address: which study, of which unit, and whether it wants answers now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import Enum, auto
from functools import lru_cache
from string import hexdigits
from time import monotonic
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection
from django.db.models import Exists, F, OuterRef, Subquery

from regulars import survey
from regulars.language import Text
from regulars.web.company.models import Company
from regulars.web.ids import ALPHABET, LENGTH
from regulars.web.prepared import Prepared
from regulars.web.research.fieldwork.arriving import Who
from regulars.web.research.fieldwork.grouping import NO_LANGUAGE
from regulars.web.research.fieldwork.tokens import LENGTH as TOKEN
from regulars.web.research.models import Cell, Link, Study, Version
from regulars.web.research.models.study import begun, over
from regulars.web.research.quotas import reached


class Status(Enum):
    """Whether it can be answered, and if not, why not."""

    OPEN = auto()
    NOT_YET = auto()
    CLOSED = auto()
    FULL = auto()


class Carried(NamedTuple):
    """Keys of the rows; ``language`` is that of the page."""

    unit: int | None
    link: int | None
    cell: int | None
    language: str


@dataclass(frozen=True)
class Door:
    """Read anew at each request, in one query; everything heavy is kept by what stands here.

    ``who``: whoever came by a personal address; ``cell``: the part of the population that the answer belongs to;
    ``by_answers``: where it is not known, answers may tell; ``screen``: whom answers tell to be not among those meant.
    """

    address: str
    link: int
    closed_at: datetime | None
    unit: int | None
    unit_name: Text | None
    unit_zone: str | None
    study: int
    state: str
    opens_at: datetime | None
    closes_at: datetime | None
    quota: int | None
    questionnaire: str
    channel: str
    test: bool
    privacy: str
    cell: int | None
    cell_quota: int | None
    by_answers: bool
    screen: str | None
    version: int | None
    company_zone: str | None
    company_changed: datetime | None
    who: Who | None = None
    told: bool = False  # the cell is what the answers told
    along: Callable[[int], None] | None = None  # what is stored with a response, by its key, or not at all

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/s/{self.address}" if self.who is None else f"/s/to/{self.who.token}"

    def of(self, who: Who) -> Door:
        """The same door for somebody in particular."""
        own = {} if who.cell is None else {"cell": who.cell, "cell_quota": who.cell_quota}
        return replace(self, who=who, test=self.test or who.test, **own)

    def status(self, now: datetime, *, nearly: bool = False) -> Status:
        """As of now; quotas are only counted where there are some. ``nearly``: as they were a moment ago, which will do
        for a page, for whoever sends it is counted again. Who tries the study out waits for no day and fills nothing.
        """
        if self.test and self.closed_at is None and self.version is not None and self.state != "closed":
            return Status.OPEN
        if self.closed_at is not None or over(self.state, self.closes_at, now):
            return Status.CLOSED
        if self.version is None or not begun(self.state, self.opens_at, now):
            return Status.NOT_YET
        full = self._full("study_id", self.study, self.quota, nearly) or self.cell_full(nearly=nearly)
        return Status.FULL if full else Status.OPEN

    def cell_full(self, *, nearly: bool = False) -> bool:
        """Whether the part of the population that the answer belongs to wants no more."""
        return self.cell is not None and self._full("cell_id", self.cell, self.cell_quota, nearly)

    def _full(self, column: str, key: int, quota: int | None, nearly: bool) -> bool:
        if quota is None:
            return False
        known = (self.questionnaire, column, key, quota)
        if nearly and (found := _FULL.get(known)) is not None and found[0] > monotonic():
            return found[1]
        full = reached(column, key, quota)
        if len(_FULL) >= MOST_KNOWN:
            _FULL.clear()
        _FULL[known] = monotonic() + MOMENT, full
        return full

    def came(self) -> None:
        """One more is there."""
        for column, key, quota in (("study_id", self.study, self.quota), ("cell_id", self.cell, self.cell_quota)):
            _FULL.pop((self.questionnaire, column, key or 0, quota or 0), None)

    def held(self) -> Door:
        """Within a transaction: whoever counts for a quota waits for those before. SQLite has one writer anyway."""
        if connection.vendor == "sqlite":
            return self
        if self.quota is not None:
            Study.objects.select_for_update(no_key=True).filter(pk=self.study).values_list("pk").first()
        if self.cell_quota is not None:
            Cell.objects.select_for_update(no_key=True).filter(pk=self.cell).values_list("pk").first()
        return self

    @property
    def anonymous(self) -> bool:
        """Whether nobody is to be known."""
        return self.privacy == "anonymous"

    def carried(self, language: str) -> Carried:
        """What is stored with an answer of where it came from; of anonymous people, what many have in common."""
        if self.who is None or not self.anonymous:
            return Carried(self.unit, self.link, self.cell, language)
        group = self.who.group
        here = group.link is not None
        told = language if not self.who.language or group.language else NO_LANGUAGE
        cell = group.cell if self.who.cell is not None else self.cell if here or self.told else None
        return Carried(self.unit if here else None, self.link if here else None, cell, told)

    def day(self, now: datetime) -> date:
        """The business day of the unit, else of the company."""
        return now.astimezone(self._zone).date()

    def at(self, now: datetime) -> datetime:
        """The time that is stored: where nobody is to be known, no more than the day."""
        if not self.anonymous:
            return now
        return datetime.combine(self.day(now), time(), tzinfo=self._zone).astimezone(UTC)

    @property
    def _zone(self) -> ZoneInfo:
        return _zone(self.unit_zone or self.company_zone or "UTC")


_FULL: dict[tuple[str, str, int, int], tuple[float, bool]] = {}
MOMENT = 2.0  # seconds
MOST_KNOWN = 10_000


_COMPANY = Company.objects.filter(pk=1)
_LATEST = Version.objects.filter(questionnaire=OuterRef("study__questionnaire")).order_by("-number")
_CELL = Cell.objects.filter(study=OuterRef("study"), unit=OuterRef("unit"))
_DOORS = Prepared(
    Link.objects.order_by()
    .annotate(
        latest=Subquery(_LATEST.values("number")[:1]),
        cell=Subquery(_CELL.values("pk")[:1]),
        cell_quota=Subquery(_CELL.values("quota")[:1]),
        company_zone=Subquery(_COMPANY.values("zone")),
        company_changed=Subquery(_COMPANY.values("changed")),
        by_answers=Exists(Cell.objects.filter(study=OuterRef("study")).exclude(answers="")),
        asked=F("study__questionnaire__public_id"),
    )
    .values_list(
        "public_id",
        "pk",
        "closed_at",
        "unit",
        "unit__name",
        "unit__zone",
        "study",
        "study__state",
        "study__opens_at",
        "study__closes_at",
        "study__quota",
        "asked",
        "channel",
        "test",
        "study__privacy",
        "cell",
        "cell_quota",
        "by_answers",
        "study__fieldwork__screen",
        "latest",
        "company_zone",
        "company_changed",
    ),
    by="public_id",
)


def door(address: str) -> Door | None:
    """What this address leads to; None when nobody knows it."""
    row = _DOORS.row(address)
    return None if row is None else Door(*row)


def mended(address: str) -> str:
    """An address without what messengers and thumbs add to it: a full stop, a bracket, capitals."""
    return "".join(sign for sign in address.lower() if sign in ALPHABET)[:LENGTH]


def mended_token(token: str) -> str:
    """The same of a personal address."""
    return "".join(sign for sign in token.lower() if sign in hexdigits)[:TOKEN]


# By the random public id: it is never given twice, so what is kept can never be stale.
@lru_cache(maxsize=64)
def definition(questionnaire: str, number: int) -> survey.Questionnaire | None:
    """A published version."""
    found = Version.objects.filter(questionnaire__public_id=questionnaire, number=number).first()
    return None if found is None else found.definition


@lru_cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)
