"""What the fields of intake say about a person: nothing."""

from __future__ import annotations

from regulars.web.personal import Personal

_FIELDS = ("id", "public_id", "key", "name", "on", "study", "condition", "kind", "severity", "rank", "quiet_days")
FIELDS = {
    **{f"CaseRule.{name}": Personal.NONE for name in (*_FIELDS, "changed")},
    **{f"Watch.{name}": Personal.NONE for name in ("id", "began", "until")},
}
