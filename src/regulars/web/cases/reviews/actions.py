"""A case of a review, our answer under it, and changes that feedback led to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.cases.history import write as note
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.opening import TITLE, Wish, open_case
from regulars.web.cases.reviews.errors import ReviewError
from regulars.web.cases.reviews.models import Change, Review
from regulars.web.company.models import Unit

WORST = 20


@transaction.atomic
def open_for(*, review: Review, by: Any) -> Case:
    """The case of a review; asked again, the same. No customer is guessed."""
    case, _ = open_case(
        Wish(
            kind="review",
            title=(review.title or review.words or review.platform)[:TITLE],
            channel=Channel.REVIEW,
            nonce=f"review:{review.public_id}",
            words=review.words,
            language=review.language,
            name=review.author,
            unit=review.unit,
            severity=3 if review.rating <= WORST else 2,
        ),
        by=by,
    )
    Review.objects.filter(pk=review.pk).update(case=case)
    return case


@transaction.atomic
def answer_stands(*, review: Review, on: date, url: str, by: Any) -> None:
    """Our answer stands under the review. The trail of the case keeps what was noted before."""
    rows = Review.objects.filter(pk=review.pk).exclude(answered=on, answer_url=url)
    if not rows.update(answered=on, answer_url=url):
        return
    record(Event.REVIEW_ANSWERED, target=review, by=by)
    if review.case is not None:
        note(review.case, "review-answer", by=by, day=on.isoformat(), words=url)


@transaction.atomic
def note_change(
    *, change: Change | None, what: str, words: str, day: date, unit: Unit | None, cases: Iterable[Case], out_of: Any,
    by: Any, seen: int | None = None,
) -> Change:  # fmt: skip
    """A new one, or other words for one that there is. ``out_of``: the cases in the writer's sight: links to others
    stay. Raises ``ReviewError`` where somebody else wrote at it meanwhile.
    """
    fields = {"what": what, "words": words, "day": day, "unit": unit}
    if change is None:
        change = Change.objects.create(by=by, **fields)
    else:
        rows = Change.objects.filter(pk=change.pk, revision=change.revision if seen is None else seen)
        if not rows.update(revision=F("revision") + 1, **fields):
            raise ReviewError(message("Somebody else wrote at it just now. Look at their words, then write again."))
    wanted = {case.pk for case in cases}
    before = set(change.cases.filter(pk__in=out_of).values_list("pk", flat=True))
    change.cases.remove(*(before - wanted))
    change.cases.add(*wanted)
    for case in Case.objects.filter(pk__in=wanted - before):
        note(case, "change", by=by, change=change.public_id)
    record(Event.CHANGE_NOTED, target=change, by=by, count=len(wanted))
    return change
