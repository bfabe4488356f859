"""Imports change the facts of the whole company: a permission for a part of it does not open them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from regulars.web.imports.models import Upload


def whole(request: HttpRequest) -> None:
    """403 for whoever may import for some units only."""
    if not request.scope.whole:
        raise PermissionDenied


def upload_of(request: HttpRequest, public_id: str) -> Any:
    """One upload."""
    whole(request)
    return get_object_or_404(Upload.objects.select_related("by", "job"), public_id=public_id)
