"""What the fields of service levels say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Version.{name}": Personal.NONE for name in ("id", "number", "levels", "since", "published", "created")},
    "Version.by": Personal.KEY,
    "Former.id": Personal.NONE,
    "Former.customer": Personal.KEY,
    **{f"Former.{name}": Personal.FACT for name in ("tier", "level", "until")},
    **{f"Followed.{name}": Personal.NONE for name in ("day", "mark")},
    "Promised.case": Personal.KEY,
    **{f"Promised.{name}": Personal.NONE for name in ("version", "complaint")},
    **{f"Promised.{name}": Personal.FACT for name in ("tier", "level", "hours", "due", "answered")},
}
