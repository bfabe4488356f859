"""What the fields of this app say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    "LastLook.user": Personal.KEY,
    "LastLook.since": Personal.FACT,
    "LastLook.seen": Personal.FACT,
}
