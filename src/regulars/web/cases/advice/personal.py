"""What the fields of options and gestures say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

_GESTURE = (
    "id", "public_id", "ready", "sort", "name", "sees", "cost", "worth", "stays_low", "stays_high", "kinds", "groups",
    "severity_low", "severity_high", "unit", "on", "changed",
)  # fmt: skip
_CHOICE = (
    "id",
    "public_id",
    "gesture",
    "amount",
    "stand",
    "empowered",
    "budget",
    "month",
    "due",
    "expected",
    "at",
    "settled",
)
FIELDS = {
    **{f"Gesture.{name}": Personal.NONE for name in _GESTURE},
    **{f"Budget.{name}": Personal.NONE for name in ("id", "unit", "since", "amount")},
    **{f"Limit.{name}": Personal.NONE for name in ("id", "role", "once", "month")},
    **{f"Choice.{name}": Personal.NONE for name in _CHOICE},
    **{f"Choice.{name}": Personal.KEY for name in ("case", "promise", "by")},
    **{
        f"Approval.{name}": Personal.NONE
        for name in ("id", "public_id", "amount", "over_budget", "at", "yes", "decided")
    },
    **{f"Approval.{name}": Personal.KEY for name in ("case", "choice", "by", "decided_by")},
    **{f"Approval.{name}": Personal.WORDS for name in ("words", "answer")},
}
