"""Putting people on the list of those who are asked. Done again it changes nothing: nobody is asked twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.ids import new_ids
from regulars.web.messages.addresses import hashed, is_address, tidied
from regulars.web.messages.models import Channel as By
from regulars.web.people.bulk import write_rows
from regulars.web.research.fieldwork.models import Asked, Draw, Source, State
from regulars.web.research.fieldwork.tokens import hash_of, token_of
from regulars.web.research.models import Channel, Link, Study

ROWS = 500
_BY = ("to_hash", "occasion"), ("customer", "occasion")


@dataclass(frozen=True)
class Person:
    """Somebody to ask. ``customer``, ``unit``, ``cell``: keys of their rows; ``unit``: what the answer is about.

    ``occasion``: the event that they are asked about; about each of them once.
    """

    to: str
    name: str = ""
    language: str = ""
    customer: int | None = None
    unit: int | None = None
    cell: int | None = None
    channel: str = By.EMAIL
    weight: float | None = None
    occasion: str = ""


@transaction.atomic
def ask(
    *,
    study: Study,
    source: Source,
    people: Iterable[Person],
    by: User | None,
    seed: int = 1,
    pool: int = 0,
    pilot: bool = False,
    set_aside: Mapping[str, int] | None = None,
    into: Draw | None = None,
) -> Draw:
    """One draw with its people; they are invited by ``inviting``. Who is asked already is set aside and counted.

    ``into``: a draw that goes on, as one of events does all day.
    """
    draw = into or Draw.objects.create(study=study, source=source, seed=seed, pool=pool, pilot=pilot, by=by)
    links, found, rest = Links(study, by), Counter(draw.set_aside) + Counter(set_aside or {}), list(people)
    for start in range(0, len(rest), ROWS):
        found += _ask(draw, rest[start : start + ROWS], links)
    draw.taken += found.pop("taken", 0)
    draw.set_aside = {reason: count for reason, count in sorted(found.items()) if count}
    draw.save(update_fields=["taken", "set_aside"])
    record(Event.PEOPLE_DRAWN, target=draw, by=by, study=study.public_id, count=draw.taken, pilot=pilot)
    return draw


def _ask(draw: Draw, people: Sequence[Person], links: Links) -> Counter[str]:
    """Those of them who are new to the study."""
    hashes = [hashed(one.to) for one in people]
    there = Asked.objects.filter(study=draw.study_id, test=draw.pilot)
    if occasions := {one.occasion for one in people if one.occasion}:
        there = there.filter(occasion__in=occasions)
    known = {(key, own if occasions else "") for key, own in there.filter(to_hash__in=hashes).values_list(*_BY[0])}
    ids = [one.customer for one in people if one.customer is not None]
    asked = {(key, own if occasions else "") for key, own in there.filter(customer__in=ids).values_list(*_BY[1])}
    rows, found = [], Counter[str]()
    for one, key, public_id in zip(people, hashes, new_ids(len(people)), strict=True):
        if one.channel == By.EMAIL and not is_address(tidied(one.to)):
            found["no_address"] += 1
        elif (key, one.occasion) in known or (one.customer, one.occasion) in asked:
            found["asked_before"] += 1
        else:
            known.add((key, one.occasion))
            if one.customer is not None:
                asked.add((one.customer, one.occasion))
            rows.append(_row(draw, one, key, public_id, links))
    write_rows(Asked, _COLUMNS, rows, "")
    return found + Counter(taken=len(rows))


def _row(draw: Draw, one: Person, key: str, public_id: str, links: Links) -> tuple[Any, ...]:
    """As ``_COLUMNS`` are. A hundred thousand objects of the ORM would cost more than everything else here."""
    return (
        public_id,
        draw.study_id,
        draw.pk,
        one.cell,
        one.customer,
        one.occasion,
        links.of(one.unit),
        str(one.channel),
        tidied(one.to),
        key,
        one.name[:200],
        one.language[:35],
        hash_of(token_of(public_id)),
        one.weight,
        draw.pilot,
        State.DRAWN.value,
        0,
    )


_COLUMNS = (
    "public_id", "study_id", "draw_id", "cell_id", "customer_id", "occasion", "link_id", "channel", "to", "to_hash",
    "name", "language", "token_hash", "weight", "test", "state", "reminded",
)  # fmt: skip


class Links:
    """The links behind personal addresses, one for each unit, made when they are first needed."""

    def __init__(self, study: Study, by: User | None) -> None:
        self._study, self._by = study, by
        rows = study.links.open().filter(channel=Channel.PERSONAL)
        self._known: dict[int | None, int] = dict(rows.values_list("unit", "pk"))

    def of(self, unit: int | None) -> int:
        """Its key."""
        if unit not in self._known:
            made = Link.objects.create(study=self._study, unit_id=unit, channel=Channel.PERSONAL, by=self._by)
            record(Event.LINK_CREATED, target=made, by=self._by, study=self._study.public_id)
            self._known[unit] = made.pk
        return self._known[unit]
