"""How many customers have each level due, and how many of them only because their tier is unclear."""

from __future__ import annotations

from typing import Any

from regulars.language import Count, Message, message, plural
from regulars.web.accounts.access import UnitScope
from regulars.web.people.levels.due import counted
from regulars.web.people.levels.matrix import LEVELS
from regulars.web.people.models import CustomerScore
from regulars.web.people.models.customer import among_known_at
from regulars.web.results.today.keeping import kept


def sizes(scope: UnitScope) -> list[tuple[Message, Message]]:
    """Level by level, in words. Everybody is counted for it, so it is kept for some minutes."""
    found = kept("levels.sizes", scope, _count)
    return [(name, _said(*found.get(level, (0, 0)))) for level, name in LEVELS.items()]


def _said(n: int, lifted: int) -> Message:
    if not lifted:
        return plural("{count} customer", "{count} customers", n)
    return message("{n} customers, {lifted} of them because their tier is unclear", n=Count(n), lifted=Count(lifted))


def _count(scope: UnitScope) -> dict[str, tuple[int, int]]:
    rows: Any = CustomerScore.objects.all()
    if scope.unit_ids is not None:
        rows = rows.filter(among_known_at(scope.unit_ids, "customer_id"))
    return counted(rows)
