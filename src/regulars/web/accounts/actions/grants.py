"""Giving and taking roles. Somebody who administers the whole company, without an end, always remains."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.errors import AccountsError, LastAdministratorError, OutOfReachError
from regulars.web.accounts.models import Grant, User
from regulars.web.accounts.roles import Permission, Role
from regulars.web.audit import Event, record


@transaction.atomic
def give(*, user: User, role: Role, unit: Any, since: date | None, until: date | None, by: Any) -> Grant:
    """Give a role, or set new dates for one that is held already."""
    check_reach(unit, by)
    check_dates(since, until)
    lock_administrators()
    dates = {"since": since, "until": until}
    grant, _ = Grant.objects.update_or_create(user=user, role=role.value, unit=unit, defaults=dates)
    keep_an_administrator()
    details = {name: value.isoformat() for name, value in dates.items() if value}
    record(Event.ROLE_GIVEN, target=user, by=by, role=role.value, unit=unit.code if unit else "", **details)
    return grant


@transaction.atomic
def take(*, grant: Grant, by: Any) -> None:
    """Take a role away."""
    check_reach(grant.unit, by)
    lock_administrators()
    record(Event.ROLE_TAKEN, target=grant.user, by=by, role=grant.role, unit=grant.unit.code if grant.unit else "")
    grant.delete()
    keep_an_administrator()


def reach(by: Any) -> UnitScope:
    """Where somebody looks after people. The command line, without a person, reaches everywhere."""
    return UnitScope(None, None) if by is None else scope_of(by, Permission.MANAGE_PEOPLE)


def check_reach(unit: Any, by: Any) -> None:
    """Whoever looks after one region gives and takes roles there alone."""
    scope = reach(by)
    if scope.unit_ids is not None and (unit is None or unit.pk not in scope.unit_ids):
        raise OutOfReachError(message("You look after people of your own units. Choose one of them."))


def check_dates(since: date | None, until: date | None) -> None:
    """A role begins before it ends."""
    if since and until and until < since:
        raise AccountsError(message("The role would end before it begins. Choose a last day after the first."))


def lock_administrators() -> None:
    """Two administrators who close each other's account at once wait for one another; SQLite has one writer anyway."""
    list(_lasting().select_for_update(of=("self",)).values_list("pk"))


def keep_an_administrator() -> None:
    """Ask after a change, inside its transaction: it is taken back where nobody is left."""
    if not _lasting().filter(user__is_active=True).on(timezone.localdate()).exists():
        raise LastAdministratorError(
            message("Nobody would be left who administers the whole company. Give that role to somebody else first.")
        )


def _lasting() -> Any:
    return Grant.objects.filter(role=Role.ADMINISTRATOR.value, unit=None, until=None)
