"""What programs change: one customer, or many rows of them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from pydantic import ValidationError

from regulars.language import Message, message
from regulars.web.accounts.access import UnitScope
from regulars.web.api import finding
from regulars.web.api.faults import faults_of
from regulars.web.api.models import Token
from regulars.web.api.problems import Fault, ProblemError, Trouble
from regulars.web.api.reading import flaw_of
from regulars.web.api.schemas.customers import CustomerChange, CustomerRow
from regulars.web.audit import Event, record
from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.people.actions.customers import change_customer
from regulars.web.people.importing import writing
from regulars.web.people.models import Customer, CustomerScore, CustomerUnit
from regulars.web.people.search import table
from regulars.web.people.search.indexing import pieces

ROWS = 1_000
_TAKEN = message("This number is in use.")
_ERASED = message("Whoever had this number was erased, and asked not to be kept again.")
_NO_UNIT = message("Say to which unit the customer belongs: this token sees some units only.")


@transaction.atomic
def add(*, sent: CustomerRow, token: Token, scope: UnitScope) -> Customer:
    """A new one. The key in the facts is drawn; where the facts know the number by another, that one comes later."""
    if erased([sent.number]):
        raise _unfit("/number", _ERASED, sent.number)
    fields = sent.model_dump(exclude={"unit", "number"})
    if finding.now_called([sent.number]):
        raise _taken(sent.number)
    unit = finding.unit_of(sent.unit, scope)
    if unit is None and not scope.whole:
        raise _unfit("/unit", _NO_UNIT, sent.unit)
    try:
        with transaction.atomic():
            made = Customer.objects.create(number=sent.number, key=new_key(), unit=unit, **fields)
    except IntegrityError:
        raise _taken(sent.number) from None
    CustomerScore.objects.create(customer=made)
    if unit is not None:
        CustomerUnit.objects.create(customer=made, unit=unit)
    record(Event.CUSTOMER_ADDED, target=made, by=token.owner, token=token.public_id)
    return made


@transaction.atomic
def change(*, customer: Customer, sent: CustomerChange, match: str | None, token: Token, scope: UnitScope) -> Customer:
    """What was sent, unless somebody changed the customer since the sender looked."""
    held = Customer.objects.select_for_update(of=("self",)).select_related("unit").get(pk=customer.pk)
    if match is not None and not _fits(match, finding.etag_of(held)):
        raise ProblemError(
            Trouble.CHANGED,
            message("Somebody changed this customer since you looked. Get it again, then send your change once more."),
            headers={"ETag": finding.etag_of(held)},
        )
    fields = sent.model_dump(exclude_unset=True)
    if "unit" in fields and fields["unit"] != (held.unit.code if held.unit else ""):
        fields["unit"] = finding.unit_of(fields["unit"], scope)
    else:
        fields.pop("unit", None)
    change_customer(customer=held, fields=fields, by=token.owner)
    held.refresh_from_db(fields=["changed"])
    return held


def upsert(*, rows: Sequence[Any], token: Token, scope: UnitScope) -> list[dict[str, Any]]:
    """Each row by itself: added, brought up to date, or refused with reasons. Some thousand in a transaction."""
    told: list[dict[str, Any]] = []
    good: list[tuple[int, CustomerRow]] = []
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        sent, faults = checked(CustomerRow, row)
        if sent is not None and sent.number in seen:
            first = message("The same number stands in row {row}.", row=seen[sent.number])
            sent, faults = None, [Fault("/number", first, message("Send each customer once."), sent.number)]
        told.append(line(place + 1, sent.number if sent else None, faults))
        if sent is not None:
            seen[sent.number] = place + 1
            good.append((place, sent))
    former = finding.now_called([sent.number for _, sent in good])
    for _, sent in good:  # two became one: what is sent for either is about that one
        sent.number = former.get(sent.number, sent.number)
    gone = erased([sent.number for _, sent in good])
    units = _units(scope)
    for start in range(0, len(good), ROWS):
        _write(good[start : start + ROWS], told, units, gone, scope)
    _note(told, token)
    return told


def checked(shape: Any, row: Any) -> tuple[Any, list[Fault]]:
    """A row in its shape, or what is wrong with it."""
    if (flaw := flaw_of(row)) is not None:
        return None, [flaw]
    try:
        return shape.model_validate(row), []
    except ValidationError as error:
        return None, faults_of(error.errors(include_url=False))


def line(row: int, number: str | None, faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """What is told of a row."""
    return {
        "row": row,
        "verdict": "refused" if faults else "taken",
        "number": number,
        "errors": [one.plain() for one in faults],
    }


def erased(numbers: Sequence[str]) -> set[str]:
    """Those of them who are not let in again."""
    keys = facts().keys
    if not keys.any_refused():
        return set()
    refused = keys.is_refused()
    return {one for one in numbers if refused(one)}


def new_key() -> int:
    """For the facts, as they draw it."""
    return secrets.randbits(63)


def _units(scope: UnitScope) -> dict[str, int]:
    mine = Q() if scope.unit_ids is None else Q(pk__in=scope.unit_ids)
    return dict(Unit.objects.filter(mine, closed=None).values_list("code", "pk"))


@transaction.atomic
def _write(
    some: Sequence[tuple[int, CustomerRow]],
    told: list[dict[str, Any]],
    units: dict[str, int],
    gone: set[str],
    scope: UnitScope,
) -> None:
    numbers = [sent.number for _, sent in some]
    there = set(Customer.objects.filter(number__in=numbers).values_list("number", flat=True))
    mine = set(Customer.objects.within(scope).filter(number__in=numbers).values_list("number", flat=True))
    places, rows = [], []
    for place, sent in some:
        fault = _against(sent, units, gone, there, mine, scope)
        if fault is not None:
            told[place] = line(place + 1, sent.number, [fault])
            continue
        fields = sent.model_dump(exclude={"unit"})
        fields["kind"] = fields["kind"].value if "kind" in sent.model_fields_set else None
        fields.pop("way")
        places.append(place)
        rows.append({**fields, "unit": units.get(sent.unit), "key": new_key()})
    if not rows:
        return
    verdicts = [what for what, _, _ in writing.compared(rows)]
    writing.write(pa.RecordBatch.from_pylist(rows, schema=_SCHEMA))
    moved = _ways([sent for place, sent in some if place in set(places)])
    for place, row, verdict in zip(places, rows, verdicts, strict=True):
        told[place]["verdict"] = "replaced" if verdict == "known" and row["number"] in moved else verdict
    changed = [row["number"] for row, verdict in zip(rows, verdicts, strict=True) if verdict != "known"]
    found = Customer.objects.filter(number__in=changed).values_list("pk", "words")
    table.write([(pk, pieces(words)) for pk, words in found])


_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("number", "name", "kind", "email", "phone", "language")]
    + [("unit", pa.int64()), ("key", pa.int64())]
)


def _ways(some: Sequence[CustomerRow]) -> set[str]:
    """How they would like to be reached, which files do not tell; returns whose was another."""
    moved: set[str] = set()
    for way in {sent.way for sent in some} - {""}:
        numbers = [sent.number for sent in some if sent.way == way]
        others = Customer.objects.filter(number__in=numbers).exclude(way=way)
        moved |= set(others.values_list("number", flat=True))
        others.update(way=way, changed=timezone.now())
    return moved


def _against(
    sent: CustomerRow, units: dict[str, int], gone: set[str], there: set[str], mine: set[str], scope: UnitScope
) -> Fault | None:
    """Why a row cannot go in."""
    if sent.number in gone:
        return Fault("/number", _ERASED, None, sent.number)
    if sent.number in there and sent.number not in mine:
        return Fault("/number", _TAKEN, message("Take another number."), sent.number)
    if sent.unit and sent.unit not in units:
        return Fault(
            "/unit",
            message("There is no unit with this code that the token may use."),
            message("The codes stand on the page of the units."),
            sent.unit,
        )
    if sent.number not in there and not sent.unit and not scope.whole:
        return Fault("/unit", _NO_UNIT)
    return None


@transaction.atomic
def _note(told: Sequence[dict[str, Any]], token: Token) -> None:
    counts = {name: sum(one["verdict"] == name for one in told) for name in ("new", "replaced", "refused")}
    if counts["new"] or counts["replaced"]:
        record(Event.CUSTOMERS_SENT, by=token.owner, token=token.public_id, **counts)


def _fits(match: str, etag: str) -> bool:
    wanted = [one.strip().removeprefix("W/") for one in match.split(",")]
    return "*" in wanted or etag in wanted


def _taken(number: str) -> ProblemError:
    way_out = message("Change that customer, or take another number.")
    return ProblemError(Trouble.CONFLICT, _TAKEN, [Fault("/number", _TAKEN, way_out, number)])


def _unfit(pointer: str, reason: Message, value: str) -> ProblemError:
    return ProblemError(Trouble.UNFIT, reason, [Fault(pointer, reason, value=value)])
