"""What the fields of widgets say about a person: nothing."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {f"Widget.{field}": Personal.NONE for field in ("id", "link", "sites")}
