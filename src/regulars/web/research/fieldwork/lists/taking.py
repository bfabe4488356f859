"""Asking the people of a list: those among them who are customers by their number or their address, as customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower

from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.company.models import Unit
from regulars.web.people.duplicates.known_as import by_number
from regulars.web.people.models import Customer
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.candidates import Whether
from regulars.web.research.fieldwork.errors import FieldworkError
from regulars.web.research.fieldwork.lists.reading import Row, read
from regulars.web.research.fieldwork.lists.storing import file_of
from regulars.web.research.fieldwork.models import Draw, SentList, Source
from regulars.web.research.models import Study

_SOME = 500


def take(*, one: SentList, by: User | None) -> Draw:
    """Done twice, it is done once: a list that was asked stays as it is."""
    if one.draw is not None:
        return one.draw
    if not file_of(one).is_file():
        raise FieldworkError(message("{file} is no longer here. Send it again.", file=one.name))
    found = read(file_of(one), one.mapping)
    people, aside = _people(one.study, found.people)
    aside["bad_row"], aside["duplicate"] = len(found.bad), aside["duplicate"] + found.repeated
    with transaction.atomic():
        locked = SentList.objects.select_for_update(of=("self",)).select_related("study").get(pk=one.pk)
        if locked.draw_id is not None:
            return Draw.objects.get(pk=locked.draw_id)
        draw = ask(
            study=locked.study, source=Source.LIST, people=people, by=by, pool=found.rows,
            set_aside={reason: count for reason, count in aside.items() if count},
        )  # fmt: skip
        SentList.objects.filter(pk=locked.pk).update(draw=draw)
    return draw


def _people(study: Study, rows: Sequence[Row]) -> tuple[list[Person], Counter[str]]:
    known = _known(rows)
    customers = [known.get(row.row) for row in rows]
    whether = Whether(study, {"email": 1.0, "sms": 1.0}, [pk for pk in customers if pk is not None])
    cell_of = _cells(study)
    people: list[Person] = []
    aside: Counter[str] = Counter()
    for row, customer in zip(rows, customers, strict=True):
        reason, channel, to = whether.of(customer, row.email, row.phone)
        if reason:
            aside[reason] += 1
            continue
        cell = cell_of(row.unit)
        people.append(Person(to, row.name, row.language, customer, row.unit, cell, channel))
    return people, aside


def _known(rows: Sequence[Row]) -> dict[int, int]:
    """Row -> customer: what a customer said about being asked holds for lists too."""
    found: dict[int, int] = {}
    for start in range(0, len(rows), _SOME):
        some = rows[start : start + _SOME]
        numbers = by_number(row.number for row in some)
        addresses: dict[str, list[int]] = {}
        wanted = {row.email.lower() for row in some if row.email}
        at_them = Customer.objects.alias(low=Lower("email")).filter(low__in=wanted)
        for address, pk in at_them.values_list(Lower("email"), "pk").order_by():
            addresses.setdefault(address, []).append(pk)
        for row in some:
            at = addresses.get(row.email.lower(), []) if row.email else []
            pk = numbers.get(row.number) or (at[0] if len(at) == 1 else None)
            if pk is not None:
                found[row.row] = pk
    return found


def _cells(study: Study) -> Any:
    """Unit -> cell: that of the unit or of one above it; else the single part that says nothing."""
    found: dict[int, int] = {}
    rest = []
    for cell in study.cells.all():
        if cell.unit_id is not None:
            found = {**dict.fromkeys(Unit.objects.below([cell.unit_id]), cell.pk), **found}
        elif not cell.rule.strip():
            rest.append(cell.pk)
    other = rest[0] if len(rest) == 1 else None
    return lambda unit: found.get(unit, other)
