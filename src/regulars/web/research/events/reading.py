"""One event as somebody tells it, read from plain data: the same for a list, the command line and HTTP."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from regulars.facts.keys import canonical_customer
from regulars.language import Language, Message, message
from regulars.web.company.models import Company, Unit
from regulars.web.messages.addresses import is_address, tidied
from regulars.web.research.events.kinds import kinds
from regulars.web.research.events.models import EventKind

KEPT = ("key", "kind", "at", "customer", "unit", "email", "phone", "name", "language")
AHEAD = timedelta(hours=24)  # a day without its hour, told in the west of where it is read
LONGEST_KEY = 200
_FORMS = (
    "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d", "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y", "%Y%m%d",
)  # fmt: skip
_HAN = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")


@dataclass(frozen=True)
class Told:
    """An event that could be read. ``left_out``: names of what its kind does not carry."""

    kind: EventKind
    key: str
    at: datetime
    number: str = ""
    unit: int | None = None
    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


class UnreadError(Exception):
    """One that could not, with the value, what is wrong with it, and what to do."""

    def __init__(self, column: str, value: Any, reason: Message, way_out: Message) -> None:
        super().__init__(column)
        self.column, self.value, self.reason, self.way_out = column, str(value)[:80], reason, way_out


class Reader:
    """What events are held against, read once for many. ``kind``: of those that name none."""

    def __init__(self, *, now: datetime, kind: EventKind | None = None, zone: str = "") -> None:
        self._kinds = kinds()
        self._plain = {key: one.plain for key, one in self._kinds.items()}
        self._kind, self._now = kind, now
        self._named: dict[str, EventKind] = {}
        for one in self._kinds.values():
            for word in (*one.name.words.values(), one.key):
                self._named[word.casefold()] = one
        units = list(Unit.objects.all())
        self._units = {one.code.casefold(): one for one in units}
        home = Company.current().zone or "UTC"
        self._zone = _zone(zone) or _zone(home) or zoneinfo.ZoneInfo("UTC")
        self._told_zone = bool(zone)

    def read(self, data: Mapping[str, Any]) -> Told:
        """Raises ``UnreadError``."""
        given = {str(name): value for name, value in data.items()}
        details = given.pop("details", None)
        if details is not None and not isinstance(details, Mapping):
            raise UnreadError(
                "details", details, message("no set of details"), message('Write {{"nights": 2}} or leave it out.')
            )
        kind, unit = self._kind_of(given), self._unit_of(given)
        more = {name: value for name, value in given.items() if name not in KEPT}
        found = self._plain[kind.key].read({**more, **(details or {})})
        for name, problem in found.problems.items():
            value = (details or {}).get(name, more.get(name))
            raise UnreadError(name, value, problem, message("Mend the value, or leave it empty."))
        return Told(
            kind=kind,
            key=_key(given),
            at=self._at(given, unit),
            number=(canonical_customer(_plain(given.get("customer"))) or "")[:200],
            unit=unit.pk if unit else None,
            email=_email(given),
            phone=_text(given.get("phone"))[:40],
            name=_text(given.get("name"))[:200],
            language=_language(given),
            details=found.values,
            left_out=found.unknown,
        )

    def _kind_of(self, given: Mapping[str, Any]) -> EventKind:
        text = _text(given.get("kind"))
        if not text and self._kind is not None:
            return self._kind
        found = self._named.get(text.casefold())
        if found is None:
            known = tuple(self._kinds)[:12]
            raise UnreadError(
                "kind",
                text,
                message("no kind of event") if text else message("no kind"),
                message("Write one of: {known}.", known=known),
            )
        return found

    def _unit_of(self, given: Mapping[str, Any]) -> Unit | None:
        text = _text(given.get("unit"))
        if not text:
            return None
        found = self._units.get(text.casefold())
        if found is None:
            raise UnreadError(
                "unit", text, message("no such unit"), message("Write the code of a unit as it stands here.")
            )
        return found

    def _at(self, given: Mapping[str, Any], unit: Unit | None) -> datetime:
        value = given.get("at")
        found = value if isinstance(value, datetime) else _moment(_text(value))
        if found is None:
            raise UnreadError(
                "at",
                _text(value),
                message("no time") if not _text(value) else message("not a time"),
                message("Write when it happened, such as 2026-11-22 14:30 or 2026-11-22T14:30:00+01:00."),
            )
        if found.tzinfo is None:
            # Of an hour that comes twice it is the first; one that is skipped lies an hour later.
            zone: tzinfo = (_zone(unit.zone) if unit and not self._told_zone else None) or self._zone
            found = found.replace(tzinfo=zone)
        if found.year < 2000 or found > self._now + AHEAD:
            raise UnreadError(
                "at",
                _text(value),
                message("not a time that lies behind us"),
                message("Tell what has happened, not what will; look at the year."),
            )
        return found.astimezone(zoneinfo.ZoneInfo("UTC"))


def _zone(name: str) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


def _moment(text: str) -> datetime | None:
    text = _HAN.sub(lambda found: f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}", text).strip()
    try:
        return datetime.fromisoformat(text) if not text.isdecimal() else datetime.strptime(text, "%Y%m%d")
    except (ValueError, OverflowError):
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def _key(given: Mapping[str, Any]) -> str:
    text = _text(_plain(given.get("key")))
    if not text or len(text) > LONGEST_KEY:
        raise UnreadError(
            "key",
            text,
            message("no key") if not text else message("the key is too long"),
            message("Give each event a name of its own, such as the number of the stay: told twice, it is one."),
        )
    return text


def _email(given: Mapping[str, Any]) -> str:
    text = tidied(_text(given.get("email")))
    if text and not is_address(text):
        raise UnreadError(
            "email",
            text,
            message("no e-mail address"),
            message("Write one such as mei@example.com, or leave it empty."),
        )
    return text


def _language(given: Mapping[str, Any]) -> str:
    found = Language.parse(_text(given.get("language")))
    return found.value if found else ""


def _plain(value: Any) -> Any:
    """A spreadsheet turns numbers of people and stays into floats."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value: Any) -> str:
    if value is None or isinstance(value, Mapping | list):
        return ""
    return " ".join(str(value).replace("\0", "").split())
