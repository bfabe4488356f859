"""What apps below add to the list of cases: parts of the page, columns of ticks, the filter it opens with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.template.loader import render_to_string

from regulars.web.cases.queries import Filters


@dataclass(frozen=True)
class Listed:
    """Who looks at which page of the list."""

    request: HttpRequest
    wanted: Filters
    page: Page


Context = Callable[[Listed], "Mapping[str, Any] | None"]
OPENS: list[Callable[[Any], str]] = []
_PARTS: dict[str, list[tuple[str, Context]]] = {"above": [], "below": []}


def list_part(where: str, template: str, context: Context) -> None:
    """Add a part ``above`` the filters or ``below`` the table; called by an app's ``ready``. None hides it."""
    _PARTS[where].append((template, context))


def list_opens(query: Callable[[Any], str]) -> Callable[[Any], str]:
    """Say with which filter somebody's list opens; empty for none."""
    OPENS.append(query)
    return query


def parts(listed: Listed) -> dict[str, list[str]]:
    """Their HTML."""
    made: dict[str, list[str]] = {}
    for where, some in _PARTS.items():
        found = [(template, context(listed)) for template, context in some]
        made[where] = [render_to_string(name, one, listed.request) for name, one in found if one is not None]
    return made


def opening(user: Any) -> str:
    """The filter that somebody's list opens with; empty for none."""
    return next((query for one in OPENS if (query := one(user))), "")
