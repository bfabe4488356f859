"""Whoever bypasses the application cannot change the trail either."""

from __future__ import annotations

from regulars.web.guarding import Guard

TRAIL = Guard(
    "audit_entry",
    ("id", "at", "event", "target_type", "target_id", "details"),
    "the trail is only written, never changed",
    struck="details",
    # Who looked at whom: nobody may shorten this by more than half a year.
    fades=("event", "customer-seen", 180),
)
put_up, take_down, lifted = TRAIL.put_up, TRAIL.take_down, TRAIL.lifted
