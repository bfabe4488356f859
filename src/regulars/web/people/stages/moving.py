"""Asking the rules: who has to move, and writing the steps. Done twice on a day, it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from regulars.language import message
from regulars.web.ids import new_ids
from regulars.web.jobs.registry import Progress
from regulars.web.people.bulk import write_rows
from regulars.web.people.models import Customer
from regulars.web.people.segments.compiling import Compiler
from regulars.web.people.stages.models import Relationship, Step
from regulars.web.people.stages.rules import Rule, rules
from regulars.web.research.events.models import Happening

ROWS = 2000
STANDS = "on conflict (customer_id) do update set stage = excluded.stage, since = excluded.since"
COMPLAINED = "on conflict (customer_id) do update set complained = excluded.complained"
Move = tuple[int, str, str, str]  # customer, before, stage, rule


def move_all(progress: Progress, today: date) -> int:
    """One step at most for each customer; says how many moved."""
    progress(message("Reading complaints"))
    _complaints()
    moved: dict[int, Move] = {}
    for number, rule in enumerate(rules().rules, start=1):
        progress(message("Asking the rules of relationships"), number, len(rules().rules))
        for customer, before in _who(rule, today):
            moved.setdefault(customer, (customer, before or "", rule.to.value, rule.key))
    return write_steps(moved.values(), today, progress=progress)


def write_steps(moves: Iterable[Move], on: date, *, progress: Progress | None = None, reckoned: bool = False) -> int:
    """Steps and where they lead, some thousand at a time; says how many. Whom somebody moved or erased since the rules
    were asked is left as they are.
    """
    now, count = connection.ops.adapt_datetimefield_value(timezone.now()), 0
    for done, part in enumerate(_parts(moves), start=1):
        with transaction.atomic():
            some = _unmoved(part)
            names, count = new_ids(len(some)), count + len(some)
            write_rows(
                Step,
                ("public_id", "customer_id", "before", "stage", "on", "at", "rule", "words", "reckoned"),
                [
                    (name, customer, before, stage, on, now, rule, "", reckoned)
                    for name, (customer, before, stage, rule) in zip(names, some, strict=True)
                ],
                "",
            )
            rows = [(customer, stage, on) for customer, _, stage, _ in some]
            write_rows(Relationship, ("customer_id", "stage", "since"), rows, STANDS)
        if progress:
            progress(message("Writing steps of relationships"), done * ROWS)
    return count


def _unmoved(moves: list[Move]) -> list[Move]:
    """Those who still stand where the rules found them."""
    people = Customer.objects.filter(pk__in=[customer for customer, *_ in moves]).order_by()
    stands = dict(people.values_list("pk", "relationship__stage"))
    return [one for one in moves if one[0] in stands and (stands[one[0]] or "") == one[1]]


def _who(rule: Rule, today: date) -> Iterator[tuple[int, str | None]]:
    """Those whom a rule moves, with the stage where they stand."""
    there = [one for one in rule.before if one]
    stands = Q(relationship__stage__in=there)
    if "" in rule.before:
        stands |= Q(relationship__isnull=True) | Q(relationship__stage="")
    found = Customer.objects.filter(stands).filter(Compiler(today).q(rule.when)).order_by()
    return found.values_list("pk", "relationship__stage").iterator(ROWS)


def _complaints() -> None:
    """The day of each customer's last complaint, where an event told of one."""
    told = Happening.objects.filter(kind__key__in=rules().complaints, customer__isnull=False).order_by()
    rows = told.values("customer").annotate(last=Max("at")).values_list("customer", "last")
    fresh = [(customer, timezone.localdate(last)) for customer, last in rows.iterator(ROWS)]
    for some in _parts(fresh):
        write_rows(Relationship, ("customer_id", "complained"), some, COMPLAINED)


def _parts(things: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(things)
    while some := list(islice(left, ROWS)):
        yield some
