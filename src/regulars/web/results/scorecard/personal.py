"""What the fields of this app say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{
        f"Remedy.{name}": Personal.NONE
        for name in ("id", "public_id", "title", "problem", "days", "removes", "created", "done_at")
    },
    "Remedy.by": Personal.KEY,
    **{f"Measure.{name}": Personal.NONE for name in ("id", "name", "unit", "day", "value")},
}
