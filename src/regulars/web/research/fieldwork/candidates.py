"""Who could be drawn: the customers that a study means, less those who must not, or cannot, be written to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Count
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.messages.addresses import hash_of, is_address, number_of, tidied
from regulars.web.messages.blocking import first_block
from regulars.web.messages.kinds import KINDS
from regulars.web.messages.models import Channel, Outgoing, Reason, Rules, Suppressed
from regulars.web.messages.models.outgoing import REACHED
from regulars.web.people import consents
from regulars.web.people.models import Customer, CustomerUnit, Purpose
from regulars.web.people.segments import matching
from regulars.web.research.fieldwork.models import Asked, Fieldwork
from regulars.web.research.models import Cell, Study

INVITATION = "invitation"
REASONS: dict[str, Message] = {
    "no_cell": message("belong to no part of the population"),
    "asked_before": message("were asked before in this study"),
    "left_alone": message("are to be left alone"),
    "no_address": message("have no address"),
    "no_consent": message("did not agree to be asked"),
    "suppressed": message("have an address that is not to be written to"),
    "capped": message("were asked often enough lately"),
    "duplicate": message("share an address with somebody else"),
    "not_drawn": message("were not drawn"),
    "bad_row": message("stand in a row that cannot be read"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be drawn."""

    customer: int
    number: str
    name: str
    language: str
    unit: int | None
    cell: int | None
    channel: str
    to: str


def candidates(
    fieldwork: Fieldwork, ways: Mapping[str, float], *, pilot: bool = False
) -> tuple[list[Candidate], Counter[str], int]:
    """Who could be drawn, how many could not, by the first reason that holds, and how many there are in all."""
    rows = list(
        _meant(fieldwork).values_list("pk", "number", "name", "language", "unit", "email", "phone").order_by("number")
    )
    cell_of = _cells(fieldwork, {row[0]: row[4] for row in rows})
    whether = Whether(fieldwork.study, ways, [row[0] for row in rows], pilot=pilot, lot=fieldwork.seed)
    has_cells = fieldwork.study.cells.exists()
    found: list[Candidate] = []
    aside: Counter[str] = Counter()
    for row in rows:
        pk, number, name, language, unit, email, phone = row
        cell = cell_of.get(pk)
        reason, channel, to = ("no_cell", "", "") if has_cells and cell is None else whether.of(pk, email, phone)
        if reason:
            aside[reason] += 1
        else:
            found.append(Candidate(pk, number, name, language, unit, cell, channel, to))
    return found, aside, len(rows)


def _meant(fieldwork: Fieldwork) -> Any:
    """The customers that the study is about: persons, for an organisation has no opinion."""
    people = Customer.objects.filter(kind="person")
    return matching(fieldwork.people, within=people) if fieldwork.people.strip() else people


def _cells(fieldwork: Fieldwork, home: Mapping[int, int | None]) -> dict[int, int]:
    """Customer -> cell. Who belongs to several is in that of their own unit, else in one by lot."""
    from regulars.web.company.models import Unit

    found: dict[int, list[int]] = {}
    rest: list[Cell] = []
    at_home: dict[int, int] = {}
    for cell in fieldwork.study.cells.all():
        if cell.unit_id is not None:
            units = set(Unit.objects.below([cell.unit_id]))
            at_home |= dict.fromkeys(units, cell.pk)
            members: Iterable[int] = CustomerUnit.objects.filter(unit__in=units).values_list("customer", flat=True)
        elif cell.rule.strip():
            members = matching(cell.rule).order_by().values_list("pk", flat=True)
        else:
            rest.append(cell)
            continue
        for pk in set(members):
            found.setdefault(pk, []).append(cell.pk)
    for pk, unit in home.items():
        if unit in at_home:
            found[pk] = [at_home[unit]]
    chosen = {pk: own[0] if len(own) == 1 else own[_luck(fieldwork.seed, pk) % len(own)] for pk, own in found.items()}
    # Of a single part that says nothing are all those who are of no other.
    return chosen if len(rest) != 1 else {pk: chosen.get(pk, rest[0].pk) for pk in home}


class Whether:
    """By what, and at which address, somebody is asked; or why not. Everything is read once for all.

    ``lot``: the seed by which the channel is drawn where there are two; without it the first that they have.
    """

    def __init__(
        self, study: Study, ways: Mapping[str, float], ids: list[int], *, pilot: bool = False, lot: int | None = None
    ) -> None:
        there = Asked.objects.filter(study=study, test=pilot)
        self._customers = set(there.filter(customer__isnull=False).values_list("customer", flat=True))
        self._hashes = set(there.values_list("to_hash", flat=True))
        alone = Customer.objects.filter(not_asked__isnull=False, not_asked__kind=None)
        self._alone = set(alone.order_by().values_list("pk", flat=True))
        self._refused = {way: consents.refused(ids, Purpose.SURVEYS, way) for way in ways}
        blocking = Suppressed.objects.holding().values_list("address_hash", "reason")
        kind = KINDS[INVITATION]
        self._blocked = {key for key, reason in blocking if first_block([Reason(reason)], kind)}
        self._full_people, self._full_addresses = _capped()
        self._ways, self._lot = list(ways.items()), lot
        self._seen: set[str] = set()

    def of(self, customer: int | None, email: str, phone: str) -> tuple[str, str, str]:
        """(why not, channel, address)."""
        if customer in self._customers:
            return "asked_before", "", ""
        if customer in self._alone:
            return "left_alone", "", ""
        why = "no_address"
        for way in self._order(customer):
            to = _address(way, email, phone)
            if not to:
                continue
            key = hash_of(to)
            if not (reason := self._against(customer, way, key)):
                self._seen.add(key)
                return "", way, to
            why = reason
        return why, "", ""

    def _against(self, customer: int | None, way: str, key: str) -> str:
        if key in self._hashes:
            return "asked_before"
        if customer in self._refused[way]:
            return "no_consent"
        if key in self._blocked:
            return "suppressed"
        if customer in self._full_people or key in self._full_addresses:
            return "capped"
        return "duplicate" if key in self._seen else ""

    def _order(self, customer: int | None) -> list[str]:
        """The channel that the lot gives them first, by the shares of the plan; then any other."""
        if len(self._ways) == 1 or self._lot is None or customer is None:
            return [way for way, _ in self._ways]
        point = _luck(self._lot, customer) / (1 << 32) * sum(share for _, share in self._ways)
        first = next((way for way, share in self._ways if (point := point - share) < 0), self._ways[-1][0])
        return [first, *(way for way, _ in self._ways if way != first)]


def _address(way: str, email: str, phone: str) -> str:
    if way == Channel.SMS:
        return number_of(phone) if phone else ""
    to = tidied(email)
    return to if to and is_address(to) else ""


def _capped() -> tuple[set[int], set[str]]:
    """Customers and addresses that had all the invitations which the company allows."""
    cap = Rules.current().cap(KINDS[INVITATION].cap)
    if cap is None:
        return set(), set()
    rows = Outgoing.objects.filter(kind=INVITATION, state__in=REACHED, created__gt=timezone.now() - cap[1]).order_by()
    counted = rows.filter(customer__isnull=False).values_list("customer").annotate(n=Count("pk")).filter(n__gte=cap[0])
    addresses = rows.values_list("to_hash").annotate(n=Count("pk")).filter(n__gte=cap[0])
    return {pk for pk, _ in counted}, {key for key, _ in addresses}


def _luck(seed: int, pk: int) -> int:
    return int.from_bytes(sha256(f"{seed}:{pk}".encode()).digest()[:4])
