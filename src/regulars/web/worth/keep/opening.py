"""A case for whoever may go; nobody gets two, and what was opened by mistake is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import Day, Message, RegularsError, message
from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases import actions
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import Wish, open_case
from regulars.web.cases.states import State, Step
from regulars.web.company.models import Unit
from regulars.web.ids import new_id
from regulars.web.people.models import Customer
from regulars.web.people.models.place import CustomerUnit
from regulars.web.people.promises.models import today
from regulars.web.words import say
from regulars.web.worth.keep.drawing import alone, draw, undraw

KIND, MOST, BACK = "recovery", 200, timedelta(minutes=15)
KEPT, WON = "keep", "lost"  # before the point in ``Case.rule``; what stands behind it is the lot


class NoUnitError(RegularsError):
    """The customer is known at none of the units where this person works on cases."""


@dataclass
class Opened:
    """What came of it. ``known``: cases that were open already; ``left``: customers with none, and why.

    ``alone``: how many the lot left alone.
    """

    lot: str
    new: list[Case] = field(default_factory=list)
    known: list[Case] = field(default_factory=list)
    left: list[tuple[Customer, Message]] = field(default_factory=list)
    alone: int = 0


def open_for(customers: Iterable[Customer], *, by: Any, lost: bool = False, held_out: int = 0) -> Opened:
    """One for each, or the one that is open. ``lost``: they are to be won back.

    ``held_out`` of a hundred of the lost are left alone, by lot. Who is left alone since an earlier lot stays so.
    """
    made = Opened(f"{WON if lost else KEPT}.{new_id()}")
    chosen = list(customers)[:MOST]
    still = alone([one.pk for one in chosen], today()) if lost else {}
    held = draw([one for one in chosen if _reachable(one, by)], lot=made.lot, share=held_out, by=by) if lost else set()
    made.alone = len(held)
    for one in chosen:
        if one.pk in held:
            continue
        if until := still.get(one.pk):
            words = message("Left alone until {day}, so that the effect can be told.", day=Day(until))
            made.left.append((one, words))
            continue
        try:
            case, fresh = _open(one, by, made.lot)
        except RegularsError as error:
            made.left.append((one, error.message))
        else:
            (made.new if fresh else made.known).append(case)
    return made


@transaction.atomic
def _open(customer: Customer, by: Any, rule: str) -> tuple[Case, bool]:
    Customer.objects.select_for_update().get(pk=customer.pk)  # two people press the button at once
    seen = Case.objects.visible_to(by, Permission.SEE_CASES).filter(customer=customer)
    if known := seen.open().order_by("-opened", "-pk").first():
        return known, False
    unit = _unit(customer, by)
    earlier = Case.objects.filter(customer=customer, nonce__startswith=f"keep:{customer.public_id}:").count()
    title = message("Probably lost: win back") if rule.startswith(WON) else message("May leave: talk to them")
    return open_case(
        Wish(
            kind=KIND,
            title=say(title),
            channel=Channel.STAFF,
            nonce=f"keep:{customer.public_id}:{earlier}",
            customer=customer,
            unit=unit,
            rule=rule,
        ),
        by=by,
    )


def _reachable(customer: Customer, by: Any) -> bool:
    try:
        _unit(customer, by)
    except NoUnitError:
        return False
    return True


def _unit(customer: Customer, by: Any) -> Unit | None:
    """Their own unit, or one at which they are known, where this person works on cases."""
    scope = scope_of(by, Permission.WORK_CASES)
    if scope.unit_ids is None or customer.unit_id in scope.unit_ids:
        return customer.unit
    place = CustomerUnit.objects.filter(customer=customer, unit__in=scope.unit_ids).order_by("unit_id").first()
    if place is None:
        raise NoUnitError(message("Not known at a unit where you work on cases."))
    return place.unit


def opened_in(lot: str, *, by: Any) -> Any:
    """The cases of a lot that somebody opened."""
    return Case.objects.filter(rule=lot, by=by, nonce__startswith="keep:").select_related("customer", "unit")


def may_take_back(case: Case, now: datetime) -> bool:
    """Whether nobody has worked on it, and it is not long ago."""
    return case.state == State.RECEIVED and case.revision == 1 and now < case.opened + BACK


def take_back(lot: str, *, by: Any, now: datetime | None = None) -> tuple[int, int]:
    """Close what nobody has worked on since; says how many, and how many stay."""
    moment, done, kept = now or timezone.now(), 0, 0
    stays: set[int] = set()
    for case in opened_in(lot, by=by).exclude(state=State.CLOSED):
        if not may_take_back(case, moment):
            kept += 1
            stays.add(case.customer_id or 0)
            continue
        try:
            words = say(message("Opened from the keep list by mistake; taken back."))
            actions.step(case=case, step=Step.DISMISS, by=by, words=words, seen=case.revision)
            done += 1
        except RegularsError:
            kept += 1
            stays.add(case.customer_id or 0)
    if done:
        undraw(lot, kept=stays)
    return done, kept
