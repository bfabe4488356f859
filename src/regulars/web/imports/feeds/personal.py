"""What the fields of scheduled imports say about a person: no rows stand here, only names of files and counts."""

from __future__ import annotations

from regulars.web.personal import Personal

_NONE = (
    "id kind mapping source pattern query most_rows seconds at bad_rows alarm_hours paused stopped stopped_at next_at "
    "last_good alarmed_at created name database"
)
FIELDS = {
    **{f"Feed.{field}": Personal.NONE for field in _NONE.split()},
    "Feed.public_id": Personal.KEY,
    "Feed.secret": Personal.SECRET,
    "Feed.seen": Personal.WORDS,  # names of files
    "Feed.columns": Personal.WORDS,  # a file without a header shows its first row here
    "Feed.owner": Personal.KEY,
    "Feed.by": Personal.KEY,
    **{f"Run.{field}": Personal.NONE for field in ("id", "state", "trial", "started", "ended", "problem", "job")},
    **{f"Run.{field}": Personal.KEY for field in ("public_id", "feed", "by")},
    "Run.files": Personal.WORDS,
}
