"""What the fields of this app say about a person: it stores nothing."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS: dict[str, Personal] = {}
