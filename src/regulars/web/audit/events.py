"""What can stand in the trail, and how a page says it."""

from __future__ import annotations

from enum import StrEnum

from regulars.language import Message, message


class Event(StrEnum):
    """One kind of entry. Names stay: old entries are read with them."""

    SIGNED_IN = "signed-in"
    USER_ADDED = "user-added"
    USER_CHANGED = "user-changed"
    COMPANY_CHANGED = "company-changed"
    UNIT_ADDED = "unit-added"
    UNIT_CHANGED = "unit-changed"
    FILE_KEPT = "file-kept"
    FILE_REMOVED = "file-removed"


WORDS: dict[Event, Message] = {
    Event.SIGNED_IN: message("signed in"),
    Event.USER_ADDED: message("added an account"),
    Event.USER_CHANGED: message("changed an account"),
    Event.COMPANY_CHANGED: message("changed the company's settings"),
    Event.UNIT_ADDED: message("added a unit"),
    Event.UNIT_CHANGED: message("changed a unit"),
    Event.FILE_KEPT: message("stored a file"),
    Event.FILE_REMOVED: message("removed a file"),
}
