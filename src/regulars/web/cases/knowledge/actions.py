"""Adding, renaming and switching off causes."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from regulars.language import Text, message
from regulars.web.audit import Event, record
from regulars.web.cases.causes import built_in, groups
from regulars.web.cases.knowledge.errors import CauseError
from regulars.web.cases.knowledge.models import OwnCause
from regulars.web.ids import new_id

MOST = 200
NOT_FOUND = "not-found"  # always there: whoever looked and found nothing has to be able to say so


@transaction.atomic
def add(*, group: str, name: Text, by: Any) -> OwnCause:
    """A new one, in one of the groups."""
    _check(group, name, "")
    if OwnCause.objects.count() >= MOST:
        raise CauseError(message("There are {count} own causes already. Switch off or rename some.", count=MOST))
    made = OwnCause.objects.create(key=f"own-{new_id()}", group=group, name=name)
    record(Event.CAUSE_CHANGED, by=by, cause=made.key, what="added")
    return made


@transaction.atomic
def change(*, key: str, name: Text | None = None, on: bool | None = None, by: Any) -> None:
    """Rename one, or switch it off or on. The cases that have it keep it."""
    built = built_in()[1].get(key)
    row = OwnCause.objects.filter(key=key).first()
    if row is None and built is not None:
        row = OwnCause(key=key, group=built.group, name=built.name)
    if row is None:
        raise CauseError(message("There is no such cause any more."))
    if on is False and key == NOT_FOUND:
        raise CauseError(message("This one stays: whoever looked and found nothing has to be able to say so."))
    if name is not None:
        _check(row.group, name, key)
        row.name = name
    row.on = row.on if on is None else on
    try:
        row.save()
    except IntegrityError:  # somebody else changed the same built-in cause in this very moment
        raise CauseError(message("Somebody else changed it just now. Look at it, then try again.")) from None
    what = "renamed" if name is not None else "on" if row.on else "off"
    record(Event.CAUSE_CHANGED, by=by, cause=key, what=what)


def _check(group: str, name: Text, key: str) -> None:
    from regulars.web.cases.causes import causes

    if group not in groups():
        raise CauseError(message("Choose one of the groups."))
    if not any(words.strip() for words in name.words.values()):
        raise CauseError(message("Write what it is called."))
    taken = {words.casefold() for one in causes().values() if one.key != key for words in one.name.words.values()}
    if any(words.strip().casefold() in taken for words in name.words.values() if words.strip()):
        raise CauseError(message("There is a cause of this name already: counted apart, neither would tell the truth."))
