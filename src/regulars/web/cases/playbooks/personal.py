"""What the fields of playbooks say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Done.{name}": Personal.NONE for name in ("id", "card", "step", "at")},
    **{f"Done.{name}": Personal.KEY for name in ("case", "by")},
}
