"""Pages of a list that is sorted by a product: keys first, counted as far as anybody leafs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator

from regulars.web.people.models.score import ScoreQuerySet

SIZE, CUT = 50, 2_000


def page_of(rows: ScoreQuerySet, number: Any) -> Page:
    """The page that is asked for, with names for its own rows alone."""
    pages = Paginator(rows.select_related("customer"), SIZE)
    pages.__dict__["count"] = rows.order_by()[:CUT].count()
    return pages.get_page(number)
