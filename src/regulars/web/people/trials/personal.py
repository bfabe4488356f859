"""What the fields of trials say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    "Trial.id": Personal.NONE,
    **{f"Trial.{field}": Personal.KEY for field in ("public_id", "customer", "unit", "owner", "by")},
    **{f"Trial.{field}": Personal.WORDS for field in ("what", "note")},
    **{
        f"Trial.{field}": Personal.FACT
        for field in ("offered", "first", "until", "state", "told_on", "rating", "bought", "bought_on", "released")
    },
    **{f"Trial.{field}": Personal.NONE for field in ("handed", "alarmed", "created")},
}
