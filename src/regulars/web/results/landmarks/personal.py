"""What the fields of this app say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{
        f"Target.{name}": Personal.NONE
        for name in ("id", "public_id", "indicator", "survey", "unit", "value", "first", "last", "ended", "created")
    },
    "Target.by": Personal.KEY,
    **{
        f"Happening.{name}": Personal.NONE for name in ("id", "public_id", "first", "last", "survey", "unit", "created")
    },
    "Happening.words": Personal.WORDS,
    "Happening.by": Personal.KEY,
}
