"""What the fields of jobs say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{
        f"Job.{field}": Personal.NONE
        for field in [
            "id",
            "public_id",
            "work",
            "state",
            "step",
            "done",
            "total",
            "result",
            "problem",
            "attempts",
            "created",
            "started",
            "seen",
            "ended",
        ]
    },
    "Job.params": Personal.KEY,
    "Job.by": Personal.KEY,
    **{f"Schedule.{field}": Personal.NONE for field in ["id", "public_id", "work", "rule", "due", "last", "paused"]},
    **{f"Pulse.{field}": Personal.NONE for field in ["id", "name", "at"]},
}
