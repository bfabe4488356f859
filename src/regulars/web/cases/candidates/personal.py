"""What the fields of proposals say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Candidate.{name}": Personal.NONE for name in ("id", "found", "decision", "decided")},
    **{f"Candidate.{name}": Personal.KEY for name in ("public_id", "response", "by", "case")},
    "Candidate.points": Personal.FACT,
    "Candidate.why": Personal.WORDS,
    **{f"Seen.{name}": Personal.NONE for name in ("id", "last")},
}
