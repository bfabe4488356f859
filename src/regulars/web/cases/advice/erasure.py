"""Words of approvals may tell of a customer: they go with them."""

from __future__ import annotations

from regulars.web.cases.advice.models import Approval
from regulars.web.cases.erasure import on_strike


@on_strike
def words(cases: list[int]) -> None:
    """Amounts are counted on."""
    Approval.objects.filter(case__in=cases).update(words="", answer="")
