"""The review, and the changes that came of it, on the page of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from regulars.language import Day, Message, message
from regulars.web.accounts.roles import Permission
from regulars.web.cases.history import sort
from regulars.web.cases.panels import Asked, panel
from regulars.web.cases.reviews.forms import AnswerForm
from regulars.web.cases.reviews.models import Change, Review


def review(asked: Asked) -> Mapping[str, Any] | None:
    """Where it stands, and where our answer does; only of a case that a review opened."""
    found = Review.objects.filter(case=asked.case).first()
    if found is None:
        return None
    return {"review": found, "answer_form": AnswerForm(review=found, prefix="answer") if asked.works else None}


def changes(asked: Asked) -> Mapping[str, Any] | None:
    """What was changed because of it."""
    rows = Change.objects.visible_to(asked.request.user, Permission.SEE_CASES).filter(cases=asked.case)
    found = list(rows.select_related("unit"))
    return {"changes": found} if found else None


def _answer(data: Mapping[str, Any]) -> Message:
    try:
        return message("Our answer stands under the review since {day}", day=Day(date.fromisoformat(data["day"])))
    except (KeyError, TypeError, ValueError):
        return message("Our answer stands under the review")


def _change(data: Mapping[str, Any]) -> Message:
    found = Change.objects.filter(public_id=data.get("change", "")).first()
    return message("Led to a change: {what}", what=found.what if found else "?")


sort("review-answer", _answer)
sort("change", _change)
panel("review", "reviews/panel.html", review, rank=15)
panel("changes", "reviews/changes_panel.html", changes, side=True, rank=60)
