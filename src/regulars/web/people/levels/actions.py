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

CHANGED = message("Somebody else wrote at it just now. Look at what stands there, then write again.")


@transaction.atomic
def write(*, matrix: Matrix, since: date, by: Any, seen: str | None = None) -> Version:
    """The draft of the next version. ``seen``: the mark of what its writer began from, so that nobody's words are lost.

    Raises ``LevelsError`` for what may not be promised.
    """
    check(matrix)
    last = Version.objects.select_for_update().first()
    if seen is not None and seen != (last.mark if last else ""):
        raise LevelsError(CHANGED)
    draft = last if last and not last.published else Version(number=last.number + 1 if last else 1)
    draft.levels, draft.since, draft.by = plain(matrix), since, by
    try:
        with transaction.atomic():
            draft.save()
    except (IntegrityError, ValueError):
        raise LevelsError(CHANGED) from None
    record(Event.LEVELS_WRITTEN, target=draft, by=by, version=draft.number)
    return draft


@transaction.atomic
def put_in_force(*, version: Version, by: Any, seen: str | None = None) -> None:
    """From its day on it holds, and is never changed again. Pressed twice, it is done once.

    Raises ``LevelsError`` for a day that is over: what nobody had promised cannot have been kept.
    """
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.published:
        return
    if seen is not None and seen != version.mark:
        raise LevelsError(CHANGED)
    if version.since < today():
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
