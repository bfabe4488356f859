"""The history of a draft: every change is kept, the last hundred can be taken back and made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars import survey
from regulars.language import Message, message
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.research.errors import ChangedMeanwhileError, NothingNewError
from regulars.web.research.history import what_changed
from regulars.web.research.models import Questionnaire, Revision
from regulars.web.words import stored

KEPT = 100


def change_draft(
    *, questionnaire: Questionnaire, draft: Mapping[str, Any], by: User | None, seen: int | None = None
) -> None:
    """Store a changed draft. Raises ``EntryError``; the name stays, for it is the trend's.

    ``seen``: the revision that whoever made the change had before them; without it, the one that ``questionnaire``
    was loaded with. Raises ``ChangedMeanwhileError`` where another one has come since.
    """
    definition = survey.Questionnaire.from_dict({**draft, "name": questionnaire.name})
    data = definition.to_dict()
    with transaction.atomic():
        now = _held(questionnaire, seen)
        changed = _names(now.draft, data)
        if not changed:
            return
        if now.revision_id is None:  # made before there was a history
            now.revision = Revision.objects.create(questionnaire=now, draft=now.draft, at=now.changed)
        now.revisions.filter(pk__gt=now.revision_id).delete()  # what was taken back is not made again after this
        said = stored(what_changed(now.draft, data))
        made = Revision.objects.create(questionnaire=now, draft=data, said=said, by=by)
        _forget(now)
        _put(questionnaire, made, definition)
        record(Event.QUESTIONNAIRE_CHANGED, target=questionnaire, by=by, changed=changed)


def undo(*, questionnaire: Questionnaire, by: User | None, seen: int | None = None) -> Revision:
    """Take the last change back; returns what was taken back. Raises ``NothingNewError`` at the first."""
    with transaction.atomic():
        now = _held(questionnaire, seen)
        to = before(now)
        if to is None:
            raise NothingNewError(message("There is no change to take back."))
        taken_back = now.revision
        _turn(questionnaire, to, by, road="undo")
    return taken_back


def redo(*, questionnaire: Questionnaire, by: User | None, seen: int | None = None) -> Revision:
    """Make the change again that was taken back last; returns it. Raises ``NothingNewError`` at the last."""
    with transaction.atomic():
        to = after(_held(questionnaire, seen))
        if to is None:
            raise NothingNewError(message("There is no change to make again."))
        _turn(questionnaire, to, by, road="redo")
    return to


def go_to(*, questionnaire: Questionnaire, revision: Revision, by: User | None) -> None:
    """Back, or forth, to any kept state."""
    with transaction.atomic():
        _held(questionnaire, None)
        _turn(questionnaire, questionnaire.revisions.get(pk=revision.pk), by, road="history")


def before(questionnaire: Questionnaire) -> Revision | None:
    """Where undoing leads."""
    return questionnaire.revisions.filter(pk__lt=questionnaire.revision_id or 0).order_by("-pk").first()


def after(questionnaire: Questionnaire) -> Revision | None:
    """Where redoing leads."""
    if questionnaire.revision_id is None:
        return None
    return questionnaire.revisions.filter(pk__gt=questionnaire.revision_id).order_by("pk").first()


def meanwhile(questionnaire: Questionnaire, seen: int | None) -> Message:
    """What to say to somebody who saw another state of the draft than it is in now."""
    last = questionnaire.revision
    if last is None or (seen or 0) > last.pk:
        who: str | Message = message("Somebody")
        what: Message | None = message("the last change was taken back")
    else:
        who, what = (last.by and last.by.shown_name) or message("Somebody"), last.words
    return message(
        "{who} changed this questionnaire at {at}, after you opened it: {what}. Nothing of yours is stored yet; look "
        "at the change, then save again.",
        who=who,
        at=questionnaire.changed,
        what=what or message("the whole of it"),
    )


def _held(questionnaire: Questionnaire, seen: int | None) -> Questionnaire:
    """The row, locked: of two people who save at once the second is told."""
    now = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    expected = questionnaire.revision_id if seen is None else seen or None
    if now.revision_id != expected:
        raise ChangedMeanwhileError(meanwhile(now, expected))
    return now


def _turn(questionnaire: Questionnaire, to: Revision, by: User | None, road: str) -> None:
    changed = _names(questionnaire.draft, to.draft)
    _put(questionnaire, to, survey.Questionnaire.from_dict({**to.draft, "name": questionnaire.name}))
    record(Event.QUESTIONNAIRE_CHANGED, target=questionnaire, by=by, changed=changed, road=road)


def _put(questionnaire: Questionnaire, revision: Revision, definition: survey.Questionnaire) -> None:
    questionnaire.draft, questionnaire.title = definition.to_dict(), definition.title
    questionnaire.revision, questionnaire.changed = revision, timezone.now()
    questionnaire.save(update_fields=["draft", "title", "revision", "changed"])


def _forget(questionnaire: Questionnaire) -> None:
    """All but the last hundred."""
    old = list(questionnaire.revisions.order_by("-pk").values_list("pk", flat=True)[KEPT : 2 * KEPT])
    questionnaire.revisions.filter(pk__in=old).delete()


def _names(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The parts of the definition that differ."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
