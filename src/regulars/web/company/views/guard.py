"""The company is one: a permission for a part of it does not open its settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who manage the whole company."""

    @wraps(view)
    def whole(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.scope.whole:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return needs(Permission.MANAGE_COMPANY)(whole)
