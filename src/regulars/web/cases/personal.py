"""What the fields of cases say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

_KEYS = ("public_id", "customer", "response", "nonce", "owner", "by", "same_as", "unit")
_FACTS = (
    *("kind", "channel", "language", "severity", "stake", "priority", "worth", "state", "outcome", "verdict"),
    *("opened", "acknowledged", "responded", "closed", "cause", "reopened"),
)
_NONE = (
    *("id", "rule", "since", "due_acknowledge", "due_respond", "due_resolve", "next_due", "resting"),
    *("odd", "escalated", "revision", "changed"),
)
FIELDS = {
    **{f"Case.{name}": Personal.KEY for name in _KEYS},
    **{f"Case.{name}": Personal.FACT for name in _FACTS},
    **{f"Case.{name}": Personal.NONE for name in _NONE},
    **{f"Case.{name}": Personal.WORDS for name in ("title", "words", "prevention")},
    **{f"Case.{name}": Personal.NAME for name in ("name", "email", "phone")},
    **{f"Entry.{name}": Personal.NONE for name in ("id", "sort", "at")},
    **{f"Entry.{name}": Personal.KEY for name in ("case", "by")},
    "Entry.data": Personal.WORDS,
    **{f"Alarm.{name}": Personal.NONE for name in ("id", "clock", "level", "since", "at")},
    **{f"Alarm.{name}": Personal.KEY for name in ("case", "to")},
    **{f"Pause.{name}": Personal.NONE for name in ("id", "since", "until", "why", "back")},
    "Pause.case": Personal.KEY,
}
