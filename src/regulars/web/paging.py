"""The page of a long list that the address asks for."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

SIZE = 50


def page_of(request: HttpRequest, things: Any, size: int = SIZE) -> Page:
    """``?page=3``; what cannot be read is the first page, what lies beyond the end the last."""
    return Paginator(things, size).get_page(request.GET.get("page"))
