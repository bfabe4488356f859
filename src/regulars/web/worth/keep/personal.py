"""What the fields of the keep list say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Drawn.{field}": Personal.NONE for field in ("id", "lot", "seed", "share", "at")},
    **{f"Drawn.{field}": Personal.KEY for field in ("customer", "by")},
    **{f"Drawn.{field}": Personal.FACT for field in ("held_out", "since")},
}
