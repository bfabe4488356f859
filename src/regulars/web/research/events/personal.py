"""What the fields of events say about a person. Erasing a customer removes their events (``erasure.py``)."""

from __future__ import annotations

from regulars.web.personal import Personal

_NONE = {
    "EventKind": "id public_id key name fields own taken_since created",
    "Source": "id public_id key name kind made rotated heard closed_at",
    "Trigger": "id public_id kind study condition way wait_minutes wait_days clock rate seed per_day per_month "
    "rest_days window_days place on created changed",
    "Happening": "id source received state trigger due_at decided_at",
    "Exclusion": "id at",
    "Call": "id created",
}
_KEYS = {
    "Source": "by",
    "Trigger": "by",
    "Happening": "public_id key customer asked",
    "Exclusion": "public_id customer by",
    "Call": "public_id happening by",
}
_FACTS = {
    "Happening": "kind unit at details language",
    "Exclusion": "kind",
    "Call": "unit outcome tries not_before last",
}
FIELDS = {
    **{f"{model}.{field}": Personal.NONE for model, fields in _NONE.items() for field in fields.split()},
    **{f"{model}.{field}": Personal.KEY for model, fields in _KEYS.items() for field in fields.split()},
    **{f"{model}.{field}": Personal.FACT for model, fields in _FACTS.items() for field in fields.split()},
    **{f"Happening.{field}": Personal.NAME for field in ("number", "email", "phone", "name")},
    "Source.secret_hash": Personal.SECRET,
}
