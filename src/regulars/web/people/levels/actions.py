"""Writing the matrix, putting it in force, dropping what was written."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.language import Day, message
from regulars.web.audit import Event, record
from regulars.web.people.levels.errors import LevelsError
from regulars.web.people.levels.matrix import Matrix, check, plain
from regulars.web.people.levels.models import Version
from regulars.web.people.promises.models import today


@transaction.atomic
def write(*, matrix: Matrix, since: date, by: Any, seen: int | None = None) -> Version:
    """The draft of the next version. ``seen``: the number that its writer began from, so that nobody's words are lost.

    Raises ``LevelsError`` for what may not be promised.
    """
    check(matrix)
    draft = Version.draft()
    last = Version.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if seen is not None and seen != last:
        raise LevelsError(message("Somebody else wrote at it just now. Look at what stands there, then write again."))
    if draft is None:
        draft = Version(number=last + 1)
    draft.levels, draft.since, draft.by = plain(matrix), since, by
    try:
        with transaction.atomic():
            draft.save()
    except (IntegrityError, ValueError):
        raise LevelsError(
            message("Somebody else wrote at it just now. Look at what stands there, then write again.")
        ) from None
    record(Event.LEVELS_WRITTEN, target=draft, by=by, version=draft.number)
    return draft


@transaction.atomic
def put_in_force(*, version: Version, by: Any, day: date | None = None) -> None:
    """From its day on it holds, and is never changed again. Pressed twice, it is done once.

    Raises ``LevelsError`` for a day that is over: what nobody had promised cannot have been kept. ``day``: today.
    """
    now = day or today()
    if version.since < now:
        raise LevelsError(
            message(
                "{since} is over: nobody was promised this then. Write today or a later day, and put it in force "
                "again.",
                since=Day(version.since),
            )
        )
    check(version.matrix)
    if Version.objects.filter(pk=version.pk, published=None).update(published=timezone.now()):
        record(Event.LEVELS_IN_FORCE, target=version, by=by, version=version.number)


@transaction.atomic
def drop(*, by: Any) -> None:
    """What was written is not wanted."""
    draft = Version.draft()
    if draft is not None and Version.objects.filter(pk=draft.pk, published=None).delete()[0]:
        record(Event.LEVELS_DROPPED, by=by, version=draft.number)
