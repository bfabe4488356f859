"""Consents from a file, as another system kept them: what it would note, row by row, and noting it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.facts.imports import BadRow
from regulars.facts.imports.short_lists import BadValueError, folded, short_list
from regulars.facts.keys import canonical_customer
from regulars.language import Day, message
from regulars.web.audit import Event, record
from regulars.web.people.consents import ROWS, moment
from regulars.web.people.models import Consent, Purpose, Source, Way

MOST = 20_000
COLUMNS = {  # compared without capitals, blanks and marks
    "number": ("number", "customer", "customernumber", "id", "编号", "客户", "客户编号"),
    "purpose": ("purpose", "for", "用途", "目的"),
    "channel": ("channel", "way", "by", "渠道", "方式"),
    "given": ("given", "consent", "agreed", "yesno", "同意", "是否同意"),
    "date": ("date", "day", "at", "on", "日期", "时间"),
    "source": ("source", "from", "来源"),
}
NEEDED = ("number", "purpose", "given", "date")
PURPOSES = {
    **dict.fromkeys(("surveys", "survey", "research", "调查", "问卷"), Purpose.SURVEYS),
    **dict.fromkeys(("marketing", "offers", "news", "营销", "优惠", "推广"), Purpose.MARKETING),
}
WAYS = {
    **dict.fromkeys(("", "all", "every", "全部", "所有"), Way.ALL),
    **dict.fromkeys(("email", "mail", "邮件", "电子邮件", "邮箱"), Way.EMAIL),
    **dict.fromkeys(("sms", "text", "textmessage", "短信"), Way.SMS),
    **dict.fromkeys(("phone", "telephone", "call", "电话"), Way.PHONE),
    **dict.fromkeys(("post", "letter", "信件", "邮寄"), Way.POST),
}
ANSWERS = {
    **dict.fromkeys(("yes", "y", "true", "1", "given", "是", "同意"), True),
    **dict.fromkeys(("no", "n", "false", "0", "withdrawn", "否", "不同意"), False),
}


@dataclass(frozen=True)
class Row:
    """One yes or no, as it stands in the file."""

    row: int
    number: str = ""
    purpose: str = ""
    channel: str = ""
    given: str = ""
    date: str = ""
    source: str = ""


@dataclass(frozen=True)
class Said:
    """One row that could be read."""

    row: Row
    customer: int
    purpose: Purpose
    channel: Way
    given: bool
    at: datetime

    @property
    def day(self) -> Day:
        """When it was said."""
        return Day(timezone.localdate(self.at))

    @property
    def key(self) -> tuple[Any, ...]:
        """By which it is known again."""
        return self.customer, self.purpose.value, self.channel.value, self.given, timezone.localdate(self.at)


@dataclass(frozen=True)
class Plan:
    """What the good rows would do. ``same``: how many stand in the ledger already."""

    good: tuple[Said, ...]
    same: int
    bad: tuple[BadRow, ...]

    @property
    def yes(self) -> int:
        """How many of the good agree."""
        return sum(one.given for one in self.good)


def read_rows(file: Path) -> list[Row]:
    """The rows of a file. Raises what is wrong with it as a whole."""
    return short_list(file, Row, COLUMNS, needed=NEEDED, most=MOST)


def plan(rows: Iterable[Row]) -> Plan:
    """Hold the rows against the customers and the ledger. Changes nothing."""
    listed = list(rows)
    customers = _customers(listed)
    read, bad = [], []
    for row in listed:
        try:
            read.append(_read(row, customers))
        except BadValueError as error:
            bad.append(error.at(row.row))
    known = _known({one.customer for one in read})
    good: dict[tuple[Any, ...], Said] = {one.key: one for one in read if one.key not in known}
    return Plan(tuple(good.values()), len(read) - len(good), tuple(bad))


@transaction.atomic
def apply(rows: Iterable[Row], *, by: Any) -> Plan:
    """Note what the plan says."""
    done, now = plan(rows), timezone.now()
    for start in range(0, len(done.good), ROWS):
        Consent.objects.bulk_create(
            Consent(
                customer_id=one.customer, purpose=one.purpose, channel=one.channel, given=one.given,
                source=Source.FILE, words=one.row.source[:400], at=one.at, noted=now, by=by,
            )
            for one in done.good[start : start + ROWS]
        )  # fmt: skip
    record(Event.CONSENTS_IMPORTED, by=by, new=len(done.good), given=done.yes, bad=len(done.bad))
    return done


def _customers(rows: list[Row]) -> dict[str, int]:
    from regulars.web.people.duplicates.known_as import by_number

    return by_number(number for row in rows if (number := canonical_customer(row.number)) is not None)


def _known(customers: set[int]) -> set[tuple[Any, ...]]:
    ids, found = sorted(customers), set()
    for start in range(0, len(ids), ROWS):
        rows = Consent.objects.filter(customer__in=ids[start : start + ROWS])
        listed = rows.values_list("customer_id", "purpose", "channel", "given", "at")
        found |= {(*rest, timezone.localdate(at)) for *rest, at in listed}
    return found


def _read(row: Row, customers: dict[str, int]) -> Said:
    number = canonical_customer(row.number)
    customer = customers.get(number or "")
    if customer is None:
        raise BadValueError(
            row.number, message("no customer has this number"), message("Import what they bought or answered first.")
        )
    purpose, channel, given = (
        table.get(folded(text)) for table, text in ((PURPOSES, row.purpose), (WAYS, row.channel), (ANSWERS, row.given))
    )
    if purpose is None:
        raise BadValueError(row.purpose, message("no purpose that is known"), message("Write surveys or marketing."))
    if channel is None:
        raise BadValueError(
            row.channel, message("no way that is known"), message("Write email, sms, phone or post; nothing for all.")
        )
    if given is None:
        raise BadValueError(row.given, message("neither yes nor no"), message("Write yes or no."))
    return Said(row, customer, purpose, channel, given, moment(_day(row.date), given=given))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        raise BadValueError(text, message("no day"), message("Write a day such as 2026-11-22.")) from None
    if day > timezone.localdate():
        raise BadValueError(text, message("a day to come"), message("Write the day on which it was said."))
    return day
