"""One row of a list of reviews, read from text."""

from __future__ import annotations

import hashlib
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation

from regulars.facts.imports.short_lists import BadValueError
from regulars.language import Language, message
from regulars.web.cases.reviews.addresses import is_web
from regulars.web.company.models import Company, Unit

LONGEST = 20_000
_HAN = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_FORMS = (
    "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y%m%d",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row of the file, as text. Of a row without a scale the form says it."""

    row: int
    platform: str = ""
    url: str = ""
    author: str = ""
    rating: str = ""
    low: str = ""
    high: str = ""
    title: str = ""
    words: str = ""
    at: str = ""
    unit: str = ""
    language: str = ""


@dataclass(frozen=True)
class Said:
    """A row that could be read. ``rating``: of 100; ``given`` of ``best``: as it was given."""

    row: int
    key: str
    platform: str
    url: str
    author: str
    rating: int
    given: str
    best: str
    title: str
    words: str
    at: datetime
    unit: Unit | None
    language: str


class Reader:
    """Holds rows against the units in sight. ``whole``: a review of the company without a unit may come in too."""

    def __init__(self, units: Mapping[str, Unit], *, whole: bool, now: datetime) -> None:
        self._units, self._whole, self._now = units, whole, now
        self._zone = zoneinfo.ZoneInfo(Company.current().zone or "UTC")

    def read(self, row: Row) -> Said:
        """Raises ``BadValueError`` with what is wrong with it."""
        platform = " ".join(row.platform.split())
        if not platform or len(platform) > 60:
            raise BadValueError(platform, message("no platform"), message("Write where it stands, in up to 60 signs."))
        if row.url and not is_web(row.url):
            raise BadValueError(
                row.url, message("no address of the web"), message("Write it with https://, or leave it empty.")
            )
        if len(row.words) > LONGEST:
            raise BadValueError(row.words, message("too many words"), message("Shorten it to 20,000 signs."))
        rating, given, best = _rating(row)
        unit = self._unit(row.unit)
        at = self._at(row.at, unit)
        author, title = " ".join(row.author.split())[:120], " ".join(row.title.split())[:200]
        parts = [row.url] if row.url else ["", author.casefold(), at.isoformat(), given, title, row.words]
        key = hashlib.sha256("\x1f".join([platform.casefold(), *parts]).encode()).hexdigest()
        tag = Language.parse(row.language)
        language = tag.value if tag else ""
        return Said(row.row, key, platform, row.url, author, rating, given, best, title, row.words, at, unit, language)

    def _unit(self, text: str) -> Unit | None:
        if not text and self._whole:
            return None
        found = self._units.get(text.casefold())
        if found is None:
            raise BadValueError(
                text,
                message("no such unit") if text else message("no unit"),
                message("Write the code of a unit in which you work."),
            )
        return found

    def _at(self, text: str, unit: Unit | None) -> datetime:
        found = _moment(text)
        if found is None:
            raise BadValueError(text, message("no day"), message("Write when it was posted, such as 2026-11-22 14:30."))
        if found.tzinfo is None:
            found = found.replace(tzinfo=_zone(unit) or self._zone)
        if found.year < 2000 or found > self._now + timedelta(hours=24):
            raise BadValueError(text, message("not a day that lies behind us"), message("Look at the year."))
        return found.astimezone(UTC)


def _zone(unit: Unit | None) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(unit.zone) if unit and unit.zone else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


def _moment(text: str) -> datetime | None:
    text = _HAN.sub(lambda found: f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}", text).strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def _rating(row: Row) -> tuple[int, str, str]:
    """Of 100; as given; the best that can be given."""
    value, _, best = row.rating.replace("／", "/").partition("/")
    given, low, high = _number(value), _number(row.low), _number(best or row.high)
    if given is None:
        raise BadValueError(row.rating, message("no rating"), message("Write it in digits, such as 2 or 4.5."))
    if low is None or high is None or low >= high:
        raise BadValueError(
            f"{row.low}–{best or row.high}", message("no scale"), message("Say from where to where it goes: 1 to 5.")
        )
    if not low <= given <= high:
        raise BadValueError(
            row.rating,
            message("not on the scale from {low} to {high}", low=_short(low), high=_short(high)),
            message("Look at the scale: each platform has its own."),
        )
    return round(100 * (given - low) / (high - low)), _short(given), _short(high)


def _number(text: str) -> Decimal | None:
    text = text.strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,4}(\.\d{1,4})?", text, re.ASCII):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}"
