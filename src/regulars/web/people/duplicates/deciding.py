"""What somebody decides about a pair."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.people.duplicates.errors import DuplicateError
from regulars.web.people.duplicates.models import Opinion, Pair
from regulars.web.people.duplicates.queries import compared
from regulars.web.people.models import Customer


@transaction.atomic
def different(*, pair: Pair, by: Any) -> None:
    """They are not the same; the finder does not ask again. Pressed twice, it is noted once."""
    now = timezone.now()
    if Pair.objects.filter(pk=pair.pk, opinion=Opinion.OPEN).update(opinion=Opinion.DIFFERENT, decided=now, by=by):
        record(Event.PAIR_DECIDED, target=pair.first, by=by, others=[pair.second.public_id])


@transaction.atomic
def open_again(*, pair: Pair, by: Any) -> None:
    """That was wrong, or is not sure."""
    if Pair.objects.filter(pk=pair.pk, opinion=Opinion.DIFFERENT).update(opinion=Opinion.OPEN, decided=None, by=None):
        record(Event.PAIR_REOPENED, target=pair.first, by=by, others=[pair.second.public_id])


def named(*, first: Customer, second: Customer, by: Any) -> Pair:
    """Two whom somebody names, found or not; the page side by side comes next. Raises ``DuplicateError``."""
    if first.kind != second.kind:
        raise DuplicateError(
            message(
                "{one} and {other} are a person and an organisation, which are never the same. Note that the person "
                "belongs to the organisation instead.",
                one=first.shown_name,
                other=second.shown_name,
            )
        )
    low, high = sorted([first, second], key=lambda one: one.pk)
    pair, _ = Pair.objects.get_or_create(
        first=low, second=high, defaults={**compared(low, high), "found": timezone.now(), "by": by}
    )
    return pair
