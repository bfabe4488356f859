"""Events come in: each once, whoever tells them and however often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from regulars.facts.keys import canonical_customer
from regulars.language import Message, message
from regulars.web.company.models import Unit
from regulars.web.ids import new_ids
from regulars.web.people.duplicates.known_as import by_number
from regulars.web.people.models import Customer
from regulars.web.research.events.errors import EventError
from regulars.web.research.events.kinds import kinds
from regulars.web.research.events.models import Happening
from regulars.web.research.events.reading import Reader, Told, UnreadError

ROWS = 500
RESERVED = ("purchases", "cases", "visits", "trials")  # sources inside Regulars


class Verdict(StrEnum):
    """What became of one that was told."""

    TAKEN = "taken"
    KNOWN = "known"
    REFUSED = "refused"

    @property
    def said(self) -> Message:
        """For people."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.TAKEN: message("taken"),
    Verdict.KNOWN: message("known already"),
    Verdict.REFUSED: message("refused"),
}


@dataclass(frozen=True)
class Result:
    """Of one row: ``key`` as it was told; of a refused one what is wrong where, and the way out."""

    row: int
    key: str
    verdict: Verdict
    column: str = ""
    value: str = ""
    reason: Message | None = None
    way_out: Message | None = None
    left_out: tuple[str, ...] = ()
    told: Told | None = None


def check(rows: Iterable[Mapping[str, Any]], *, source: str, reader: Reader) -> list[Result]:
    """Read them and hold them against what is known; write nothing."""
    found: list[Result] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        try:
            told = reader.read(row)
        except UnreadError as error:
            key = str(row.get("key") or "")[:80]
            found.append(Result(number, key, Verdict.REFUSED, error.column, error.value, error.reason, error.way_out))
            continue
        verdict = Verdict.KNOWN if told.key in seen else Verdict.TAKEN
        seen.setdefault(told.key, number)
        found.append(Result(number, told.key, verdict, left_out=told.left_out, told=told))
    known = _known(source, seen)
    return [
        Result(one.row, one.key, Verdict.KNOWN, left_out=one.left_out, told=one.told) if one.key in known and one.told
        else one
        for one in found
    ]  # fmt: skip


def take(
    rows: Iterable[Mapping[str, Any]], *, source: str, reader: Reader, now: datetime | None = None
) -> list[Result]:
    """Take what is new and can be read; each row says what became of it. Told again, it changes nothing."""
    found = check(rows, source=source, reader=reader)
    store([one.told for one in found if one.verdict is Verdict.TAKEN and one.told], source=source, now=now)
    return found


def store(told: Sequence[Told], *, source: str, now: datetime | None = None) -> int:
    """Write them, some hundred at a time; returns how many rows are new."""
    moment, count = now or timezone.now(), 0
    for start in range(0, len(told), ROWS):
        count += _store(told[start : start + ROWS], source, moment)
    return count


def happened(
    *,
    kind: str,
    source: str,
    key: str,
    customer: Any = None,
    unit: Any = None,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> Happening:
    """Something happened to a customer: for other parts of Regulars. The same source and key twice is one.

    ``customer``: a ``Customer``, the company's own number of one, or nobody; ``unit``: a ``Unit`` or its code.
    Details that do not fit the kind are left out: nothing that happened is lost for one of them.
    """
    register = kinds()
    if kind not in register:
        raise EventError(
            message("There is no kind of event “{kind}”. There are: {known}.", kind=kind, known=tuple(register))
        )
    if at.tzinfo is None:
        raise ValueError("an event needs the zone of its time")
    place = unit if isinstance(unit, Unit) or not unit else Unit.objects.filter(code=unit).first()
    told = Told(
        kind=register[kind],
        key=key[:200],
        at=at,
        number=customer.number if isinstance(customer, Customer) else canonical_customer(customer) or "",
        unit=place.pk if place else None,
        details=register[kind].plain.read(details or {}).values,
    )
    store([told], source=source)
    return Happening.objects.get(source=source, key=told.key)


def _known(source: str, keys: Iterable[str]) -> set[str]:
    wanted, found = list(keys), set[str]()
    for start in range(0, len(wanted), ROWS):
        rows = Happening.objects.filter(source=source, key__in=wanted[start : start + ROWS])
        found |= set(rows.values_list("key", flat=True))
    return found


@transaction.atomic
def _store(told: Sequence[Told], source: str, now: datetime) -> int:
    known = _known(source, [one.key for one in told])
    fresh = list({one.key: one for one in told if one.key not in known}.values())
    numbers, addresses = _by_number(fresh), _by_address(fresh)
    rows = [
        Happening(
            public_id=public_id,
            kind=one.kind,
            source=source,
            key=one.key,
            customer_id=numbers.get(one.number) if one.number else addresses.get(one.email.lower()),
            number=one.number,
            email=one.email,
            phone=one.phone,
            name=one.name,
            language=one.language,
            unit_id=one.unit,
            at=one.at,
            details=dict(one.details),
            received=now,
        )
        for one, public_id in zip(fresh, new_ids(len(fresh)), strict=True)
    ]
    Happening.objects.bulk_create(rows, ignore_conflicts=True)  # somebody else told it just now
    return len(rows)


def _by_number(told: Iterable[Told]) -> dict[str, int]:
    return by_number(one.number for one in told)


def _by_address(told: Iterable[Told]) -> dict[str, int]:
    """Whose address it is, where it is one customer's alone."""
    wanted = {one.email.lower() for one in told if one.email and not one.number}
    if not wanted:
        return {}
    rows = Customer.objects.annotate(low=Lower("email")).filter(low__in=wanted).values_list("low", "pk")
    found: dict[str, list[int]] = {}
    for address, pk in rows:
        found.setdefault(address, []).append(pk)
    return {address: pks[0] for address, pks in found.items() if len(pks) == 1}
