"""Who gets a case: of those who may work on it, the nearest to its unit with the fewest open cases."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from regulars.web.accounts.models import Grant, User
from regulars.web.accounts.roles import Permission, Role, roles_with
from regulars.web.cases.states import OURS
from regulars.web.company.models import Unit, UnitMembership

_FIRST = {Role.AGENT: 0, Role.MANAGER: 1, Role.ADMINISTRATOR: 2}  # service is an agent's work before a manager's


def above(unit: Unit | None) -> list[int]:
    """A unit and those it belongs to today, the nearest first."""
    found: list[int] = []
    parents = dict(UnitMembership.objects.on(timezone.localdate()).values_list("unit_id", "parent_id"))
    at = unit.pk if unit else None
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def workers(unit: Unit | None, permission: Permission = Permission.WORK_CASES) -> QuerySet[User]:
    """Everybody who may do something in the cases of a unit; a case of no unit is the company's."""
    return User.objects.filter(is_active=True, pk__in=_grants(unit, permission).values("user"))


def choose(unit: Unit | None, *, roles: Iterable[Role] = (), but: User | None = None) -> User | None:
    """Somebody to own a case; None where nobody may work on it. ``roles``: only of these; ``but``: not this one."""
    grants = _grants(unit, Permission.WORK_CASES).filter(user__is_active=True).select_related("user")
    wanted = {role.value for role in roles}
    steps = {pk: place for place, pk in enumerate(above(unit))}
    found: dict[int, tuple[tuple[int, int], User]] = {}
    for grant in grants:
        if (but is not None and grant.user_id == but.pk) or (wanted and grant.role not in wanted):
            continue
        # Whoever stands nearer goes before whoever has less to do: they know the place.
        place = (_FIRST.get(Role(grant.role), 9), steps.get(grant.unit_id or -1, len(steps)))
        if grant.user_id not in found or place < found[grant.user_id][0]:
            found[grant.user_id] = place, grant.user
    if not found:
        return None
    best = min(place for place, _ in found.values())
    nearest = [user for place, user in found.values() if place == best]
    loads = dict(
        User.objects.filter(pk__in=[one.pk for one in nearest])
        .annotate(load=Count("cases", filter=Q(cases__state__in=OURS)))
        .values_list("pk", "load")
    )
    return min(nearest, key=lambda one: (loads.get(one.pk, 0), one.pk))


def manager_of(unit: Unit | None, *, but: User | None = None) -> User | None:
    """Whoever leads the unit, or the one above it; else an administrator."""
    return choose(unit, roles=[Role.MANAGER], but=but) or head(but=but)


def head(*, but: User | None = None) -> User | None:
    """Whom the last step of an escalation reaches: a manager of the whole company, else an administrator."""
    return choose(None, roles=[Role.MANAGER], but=but) or choose(None, roles=[Role.ADMINISTRATOR], but=but)


def _grants(unit: Unit | None, permission: Permission) -> QuerySet[Grant]:
    roles = [role.value for role in roles_with(permission)]
    held = Grant.objects.on(timezone.localdate()).filter(role__in=roles)
    return held.filter(Q(unit=None) | Q(unit__in=above(unit)))
