"""What the fields of plans say about a person: who wrote and who signed."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{
        f"Plan.{field}": Personal.NONE
        for field in ("id", "public_id", "name", "title", "content", "created", "changed", "signed_at")
    },
    **{f"PlannedWave.{field}": Personal.NONE for field in ("id", "plan", "number", "study")},
    "Plan.by": Personal.KEY,
    "Plan.signed_by": Personal.KEY,
}
