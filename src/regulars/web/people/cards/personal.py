"""What the fields of arrivals say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    "Arrival.id": Personal.NONE,
    **{f"Arrival.{field}": Personal.KEY for field in ("public_id", "customer", "added_by", "told_by")},
    **{f"Arrival.{field}": Personal.WORDS for field in ("note", "outcome_words")},
    **{
        f"Arrival.{field}": Personal.FACT
        for field in (
            "unit", "on", "at", "nights", "traveller", "long_trip", "room", "added", "outcome", "style", "told_at",
        )
    },
}  # fmt: skip
