"""How much is at stake with a customer: in which quarter of all they stand by what they are expected to spend."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal

from django.core.cache import cache

from regulars.web.people.models import Customer, CustomerScore

UNKNOWN = 2  # whom nobody has scored is neither put first nor last
_KEY, _HOUR = "cases.quarters", 3600


def stake_of(customer: Customer | None) -> tuple[int, Decimal | None]:
    """1 to 4, and the amount in the company's currency."""
    score = CustomerScore.objects.filter(customer=customer).first() if customer else None
    if score is None or score.value is None:
        return UNKNOWN, None
    return 1 + bisect_right(quarters(), float(score.value)), score.value


def quarters() -> list[float]:
    """The three amounts that part all customers who were scored; looked up once an hour."""
    found = cache.get(_KEY)
    if found is None:
        rows = CustomerScore.objects.filter(value__isnull=False).order_by("value")
        count = rows.count()
        found = [float(rows.values_list("value", flat=True)[count * part // 4]) for part in (1, 2, 3)] if count else []
        cache.set(_KEY, found, _HOUR)
    return found
