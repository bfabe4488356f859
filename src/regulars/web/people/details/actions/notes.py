"""Notes and files about a customer: written, pinned, removed, brought back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.files import actions as storing
from regulars.web.files.kinds import Kind
from regulars.web.people.details.errors import DetailError
from regulars.web.people.details.models import Attachment, Note
from regulars.web.people.models import Customer

LONGEST = 20_000  # characters of a note
LARGEST = 20 * 1024 * 1024  # bytes of a file
KEPT = timedelta(days=30)  # so long what was removed can be brought back
TAKEN = (Kind.PDF, Kind.PNG, Kind.JPEG, Kind.XLSX, Kind.CSV)


def checked(words: str) -> str:
    """The words of a note. Raises ``DetailError`` for none, or for more than anybody reads."""
    words = words.strip()
    if not words:
        raise DetailError(message("Write something down."))
    if len(words) > LONGEST:
        raise DetailError(
            message(
                "The note has {n} characters; at most {most} are kept. Put a longer text to the files.",
                n=len(words),
                most=LONGEST,
            )
        )
    return words


@transaction.atomic
def write_note(*, customer: Customer, words: str, pinned: bool = False, by: Any) -> Note:
    """Write something down."""
    made = Note.objects.create(customer=customer, words=checked(words), pinned=pinned, by=by)
    record(Event.NOTE_WRITTEN, target=customer, by=by)
    return made


@transaction.atomic
def change_note(*, note: Note, by: Any, words: str | None = None, pinned: bool | None = None) -> bool:
    """Write it otherwise, or pin it. Only who wrote it may write it otherwise."""
    if words is not None and note.by_id != by.pk:
        raise DetailError(message("Only who wrote a note changes it. Write one of your own beside it."))
    wanted = {} if words is None else {"words": checked(words)}
    wanted |= {} if pinned is None else {"pinned": pinned}
    changed = {name: value for name, value in wanted.items() if getattr(note, name) != value}
    if not changed:
        return False
    stamp = {"changed": timezone.now()} if "words" in changed else {}
    Note.objects.filter(pk=note.pk).update(**changed, **stamp)
    record(Event.NOTE_CHANGED, target=note.customer, by=by, fields=sorted(changed))
    return True


@transaction.atomic
def attach(*, customer: Customer, sent: Any, words: str = "", by: Any) -> Attachment:
    """Put a file to a customer. Raises ``FilesError`` for what it should not be."""
    made = Attachment.objects.create(customer=customer, words=words.strip(), by=by)
    storing.keep(sent.read(), name=sent.name or "file", owner=made, by=by, accept=TAKEN, limit=LARGEST)
    record(Event.ATTACHMENT_ADDED, target=customer, by=by)
    return made


@transaction.atomic
def put_away(*, what: Note | Attachment, by: Any) -> bool:
    """Out of sight; for some weeks it can be brought back."""
    gone = type(what).objects.filter(pk=what.pk, removed_at=None).update(removed_at=timezone.now())
    if gone:
        event = Event.NOTE_REMOVED if isinstance(what, Note) else Event.ATTACHMENT_REMOVED
        record(event, target=what.customer, by=by)
    return bool(gone)


@transaction.atomic
def put_back(*, what: Note | Attachment, by: Any) -> bool:
    """It was removed by mistake."""
    back = type(what).objects.filter(pk=what.pk).exclude(removed_at=None).update(removed_at=None)
    if back:
        event = Event.NOTE_RESTORED if isinstance(what, Note) else Event.ATTACHMENT_RESTORED
        record(event, target=what.customer, by=by)
    return bool(back)


@transaction.atomic
def forget_removed() -> int:
    """What was removed weeks ago goes for good, files with it; how many there were."""
    before = timezone.now() - KEPT
    notes, _ = Note.objects.filter(removed_at__lt=before).delete()
    old = list(Attachment.objects.filter(removed_at__lt=before))
    for one in old:
        one.delete()
    if notes or old:
        record(Event.REMOVED_NOTES_GONE, notes=notes, files=len(old))
    return notes + len(old)
