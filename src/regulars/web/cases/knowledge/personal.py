"""What the fields of own causes say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {f"OwnCause.{name}": Personal.NONE for name in ("id", "key", "group", "name", "on")}
