"""Cards that apps further down put onto pages of apps above them: a response, a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

Context = Callable[[HttpRequest, Any], "Mapping[str, Any] | None"]
_CARDS: dict[str, list[tuple[str, Context]]] = defaultdict(list)


def card(page: str, template: str, context: Context) -> None:
    """Add one to a page, such as ``response``; called by an app's ``ready``. ``context`` None hides it."""
    _CARDS[page].append((template, context))


def cards_of(page: str, request: HttpRequest, about: Any) -> list[str]:
    """The HTML of those that are shown."""
    found = ((template, context(request, about)) for template, context in _CARDS[page])
    return [render_to_string(template, dict(values), request) for template, values in found if values is not None]
