"""Pages of the keep list, counted as far as anybody leafs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator

from regulars.methods.leaving.at_stake import LOST
from regulars.web.people.models.score import ScoreQuerySet

SIZE, CUT = 50, 2_000


def page_of(rows: ScoreQuerySet, number: Any, *, by_stake: bool = False) -> Page:
    """The page that is asked for, with names for its own rows alone.

    ``by_stake``: the most at stake stands first, and what is at stake was not kept, as it depends on who looks. No
    index has that order, but one has the value, and nobody's stake is more than the value divided by the least chance
    with which somebody stands on the list: who cannot reach the stakes of the page is not looked at.
    """
    if not by_stake:
        return _page(rows, rows.order_by()[:CUT].count(), number)
    stakes = sorted(rows.order_by("-value", "customer_id").values_list("at_stake", flat=True)[:CUT], reverse=True)
    if len(stakes) == CUT:
        last = min(_page(rows, CUT, number).number * SIZE, CUT)
        rows = rows.filter(value__gte=stakes[last - 1] * LOST)
    return _page(rows, len(stakes), number)


def _page(rows: ScoreQuerySet, count: int, number: Any) -> Page:
    pages = Paginator(rows.select_related("customer"), SIZE)
    pages.__dict__["count"] = count
    return pages.get_page(number)
