"""What the fields of rights say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **dict.fromkeys(("Claim.id", "Certificate.id", "Policy.id", "Keeping.id"), Personal.NONE),
    **dict.fromkeys(("Claim.public_id", "Claim.customer", "Claim.by"), Personal.KEY),
    **{f"Claim.{field}": Personal.FACT for field in ("sort", "origin", "state", "at", "due", "act_at", "ended")},
    "Claim.reason": Personal.WORDS,
    # A certificate outlives whom it is about, and names nobody.
    **{f"Certificate.{field}": Personal.NONE for field in ("public_id", "claim", "digest", "at", "checked", "report")},
    **{f"Policy.{field}": Personal.NONE for field in ("grace_days", "within", "counted", "file_days")},
    **{f"Keeping.{field}": Personal.NONE for field in ("kind", "days", "on")},
    **{f"Round.{field}": Personal.NONE for field in ("id", "kind", "at", "count")},
}
