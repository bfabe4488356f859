"""What the fields of policies say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Policy.{name}": Personal.NONE for name in ("id", "public_id", "title", "created", "retired")},
    **{f"Version.{name}": Personal.NONE for name in ("id", "policy", "number", "body", "since", "published")},
    **{f"Applied.{name}": Personal.NONE for name in ("id", "version", "at")},
    **{f"{model}.by": Personal.KEY for model in ("Policy", "Version", "Applied")},
    "Applied.case": Personal.KEY,
}
