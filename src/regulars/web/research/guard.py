"""Whoever bypasses the application cannot change a published version either."""

from __future__ import annotations

from regulars.web.guarding import Guard

VERSIONS = Guard(
    "research_version",
    ("id", "questionnaire_id", "number", "content", "published_at"),
    "a published version is never changed",
    unique=("questionnaire_id", "number"),
)
put_up, take_down, lifted = VERSIONS.put_up, VERSIONS.take_down, VERSIONS.lifted
