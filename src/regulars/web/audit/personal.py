"""What the fields of the trail say about a person. The trail outlives an account: its key is emptied, not the entry."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    "Entry.id": Personal.NONE,
    "Entry.at": Personal.FACT,
    "Entry.event": Personal.FACT,
    "Entry.by": Personal.KEY,
    "Entry.target_type": Personal.NONE,
    "Entry.target_id": Personal.KEY,
    "Entry.details": Personal.FACT,
}
