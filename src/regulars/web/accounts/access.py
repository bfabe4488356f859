"""The one place that decides who sees what: pages ask for a permission, queries are narrowed to its units.

A page without ``@needs`` or ``@public`` does not exist (a test walks all addresses). Nothing here is asked of a
template: what a person may not see is never loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from regulars.insights.scope import Privacy, Scope
from regulars.web.accounts.roles import PERMISSIONS, Permission, Role

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class UnitScope:
    """The units where somebody holds a permission; ``unit_ids`` None is the whole company."""

    unit_ids: frozenset[int] | None
    codes: frozenset[str] | None

    @property
    def whole(self) -> bool:
        """Whether nothing is out of sight."""
        return self.unit_ids is None

    @property
    def empty(self) -> bool:
        """Whether nothing at all is in sight."""
        return self.unit_ids is not None and not self.unit_ids

    def insight(self, *, purpose: str, privacy: Privacy = Privacy.IDENTIFIED) -> Scope:
        """The same as a scope of the insights, which know units by their code."""
        return Scope(self.codes, purpose, privacy)


def scope_of(user: Any, permission: Permission) -> UnitScope:
    """Where a user holds a permission. Asked once for each request and permission."""
    known = user.__dict__.setdefault("_scopes", {})
    if permission not in known:
        known[permission] = _scope(user, permission)
    return known[permission]


def may(user: Any, permission: Permission) -> bool:
    """Whether the user holds the permission anywhere."""
    return not scope_of(user, permission).empty


def needs(permission: Permission, *, whole: bool = False) -> Callable[[View], View]:
    """A page for those who hold the permission somewhere; others get 403, strangers the sign-in page.

    ``whole``: for those who hold it for the whole company.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.scope = scope_of(request.user, permission)
            if request.scope.empty or (whole and not request.scope.whole):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.needs = permission
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """A page for everybody who has an account, such as their own profile."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.needs = "account"
    return guarded


def public(view: View) -> View:
    """A page for the whole world."""
    open_ = login_not_required(view)
    open_.needs = "nothing"
    return open_


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a unit. ``visible_to`` is the first link of every chain that a page builds."""

    unit_path = "unit"

    def visible_to(self, user: Any, permission: Permission) -> ScopedQuerySet:
        """The rows of the units where the user holds the permission."""
        return self.within(scope_of(user, permission))

    def within(self, scope: UnitScope) -> ScopedQuerySet:
        """The rows of a scope. Rows without a unit belong to the company: only the whole scope holds them."""
        return self if scope.unit_ids is None else self.filter(**{f"{self.unit_path}__in": scope.unit_ids})


def _scope(user: Any, permission: Permission) -> UnitScope:
    from regulars.web.company.models import Unit

    if not getattr(user, "is_active", False):
        return UnitScope(frozenset(), frozenset())
    today = timezone.localdate()
    # A page asks for a dozen permissions, most of them held at the same units: read grants and tree once for all.
    held = user.__dict__.setdefault("_held", [])
    if not held:
        held.append([(grant.unit_id, _role(grant.role)) for grant in user.grants.on(today)])
    roots = frozenset(unit for unit, role in held[0] if permission in PERMISSIONS.get(role, frozenset()))
    if None in roots:
        return UnitScope(None, None)
    below = user.__dict__.setdefault("_below", {frozenset(): {}})
    if roots not in below:
        below[roots] = Unit.objects.below(roots, today)
    return UnitScope(frozenset(below[roots]), frozenset(below[roots].values()))


def _role(text: str) -> Role | None:
    return Role(text) if text in Role.__members__.values() else None
