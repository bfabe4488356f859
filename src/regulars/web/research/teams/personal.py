"""What the fields of teams say about a person: who worked with whom, and when."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Team.{field}": Personal.NONE for field in ("id", "public_id", "unit", "name", "closed")},
    **{f"TeamMembership.{field}": Personal.NONE for field in ("id", "team")},
    "TeamMembership.user": Personal.KEY,
    "TeamMembership.since": Personal.FACT,
    "TeamMembership.until": Personal.FACT,
}
