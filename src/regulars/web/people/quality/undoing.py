"""Undoing what a lot changed: a repair, or a whole import of customers. What was changed since stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.facts.erasure import forget_unused
from regulars.language import message
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.facts import facts
from regulars.web.jobs.models import Job
from regulars.web.jobs.starting import start
from regulars.web.people.holdings import Together, holdings
from regulars.web.people.models import Customer, Relation
from regulars.web.people.quality.measuring import look_again
from regulars.web.people.quality.models import Lot, Origin, Repair
from regulars.web.people.quality.repairing import put

ROWS = 500
Progress = Callable[..., Any]


@transaction.atomic
def start_undoing(*, lot: Lot, by: User) -> Job:
    """By the worker."""
    return start("quality.undo", by=by, lot=lot.public_id, whom=by.pk)


@transaction.atomic
def undo_one(*, repair: Repair, by: User) -> bool:
    """One record; False where somebody changed it since, or it is undone already."""
    done = _undo([repair.pk], repair.lot, set())
    record(Event.REPAIRS_UNDONE, target=repair.lot, by=by, count=done, kept=1 - done)
    return bool(done)


def undo_lot(*, lot: Lot, by: User, progress: Progress) -> int:
    """All of it that this person may change; five hundred at a time, for good. Again, it goes on where it stopped."""
    rows = Repair.objects.visible_to(by, Permission.EDIT_CUSTOMERS).filter(lot=lot, undone_at=None)
    keys = list(rows.order_by("-pk").values_list("pk", flat=True))
    elsewhere = _known_to_facts(rows.filter(fresh=True)) if lot.origin == Origin.IMPORT else set()
    done = 0
    for begin in range(0, len(keys), ROWS):
        some = keys[begin : begin + ROWS]
        with transaction.atomic():
            done += _undo(some, lot, elsewhere)
        progress(message("Undoing changes"), begin + len(some), len(keys))
    kept = len(keys) - done
    with transaction.atomic():
        Lot.objects.filter(pk=lot.pk).update(undone_at=timezone.now(), undone_by=by, kept=kept)
        record(Event.REPAIRS_UNDONE, target=lot, by=by, count=done, kept=kept)
    return done


def _known_to_facts(rows: Any) -> set[str]:
    """Numbers of new customers for whom the facts hold purchases or answers. The others lose their key there."""
    numbers = list(rows.values_list("customer__number", flat=True))
    if not numbers:
        return set()
    kept = facts()
    with kept.writing(*kept.tables()):
        forget_unused(kept)
    return set(kept.customers()["id"].to_pylist()) & set(numbers)


def _undo(keys: Sequence[int], lot: Lot, elsewhere: set[str]) -> int:
    """Inside a transaction: how many were undone."""
    found = list(Repair.objects.select_for_update().filter(pk__in=keys, undone_at=None).order_by("-pk"))
    people = Customer.objects.select_for_update().in_bulk([one.customer_id for one in found])
    busy = _with_more([one.customer_id for one in found if one.fresh], lot)
    undone, gone = [], []
    for one in found:
        customer = people[one.customer_id]
        if one.fresh:
            if customer.number not in elsewhere and customer.pk not in busy and _stands(customer, one):
                gone.append(customer.pk)
        elif back := _to_put_back(customer, one, whole=lot.origin == Origin.REPAIR):
            put(customer, back)
            undone.append(one)
    Repair.objects.filter(pk__in=[one.pk for one in undone]).update(undone_at=timezone.now())
    if gone:
        Customer.objects.filter(pk__in=gone).delete()
    look_again([one.customer_id for one in undone])
    return len(undone) + len(gone)


def _stands(customer: Customer, one: Repair) -> bool:
    """Whether everything is as the lot left it."""
    return all(getattr(customer, name) == after for name, (_, after) in one.fields.items())


def _to_put_back(customer: Customer, one: Repair, *, whole: bool) -> dict[str, Any]:
    """Fields that still are as the lot left them; a repair is undone whole or not at all."""
    same = {name: before for name, (before, after) in one.fields.items() if getattr(customer, name) == after}
    if whole and len(same) < len(one.fields):
        return {}
    if same.get("kind") == "person" and Relation.objects.filter(organisation=customer).exists():
        return {}  # somebody works there since
    return same


def _with_more(keys: Sequence[int], lot: Lot) -> set[int]:
    """Those of these customers of whom something is noted beside what the import brought."""
    if not keys:
        return set()
    busy: set[int] = set()
    for held in holdings():
        if held.together is Together.DERIVED or held.key == "people.Relation.person":
            continue
        rows = held.of(*keys)
        if held.model is Repair:
            rows = rows.exclude(lot=lot)
        busy.update(rows.values_list(held.column, flat=True))
    return busy
