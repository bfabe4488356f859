"""What the fields of the five steps say about a person: figures of the company, and who settled them."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Kept.{field}": Personal.NONE for field in ("id", "public_id", "step", "snapshot", "at", "undone")},
    "Kept.note": Personal.WORDS,
    "Kept.by": Personal.KEY,
}
