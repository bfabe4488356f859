"""What happens to the case of a review, as the review keeps it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from regulars.web.cases.erasure import on_strike
from regulars.web.cases.hooks import on_case
from regulars.web.cases.models import Case
from regulars.web.cases.reviews.models import Review
from regulars.web.cases.states import Step


@on_case
def answered(case: Case, what: str, by: Any) -> None:
    """An answer that was given on the review page stands there from that day on."""
    if what != Step.RESPOND:
        return
    entry = case.entries.filter(sort=Step.RESPOND.value).order_by("-pk").first()
    if entry is not None and entry.data.get("way") == "review":
        day = timezone.localdate(entry.at)
        Review.objects.filter(case=case, answered=None).update(answered=day)


@on_strike
def words(cases: list[int]) -> None:
    """Ratings are counted on, and the same file brings nothing back."""
    Review.objects.filter(case__in=cases).update(author="", title="", words="", url="", answer_url="")
