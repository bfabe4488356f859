"""What the fields of the alarm of loyal customers say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Fall.{field}": Personal.NONE for field in ("id", "public_id", "survey", "created")},
    **{f"Fall.{field}": Personal.KEY for field in ("customer", "by")},
    **{f"Fall.{field}": Personal.FACT for field in ("unit", "answered", "found", "aside")},
}
