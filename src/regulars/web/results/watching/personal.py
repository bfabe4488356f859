"""What the fields of this app say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{
        f"Subscription.{name}": Personal.NONE
        for name in (
            "id", "public_id", "survey", "unit", "drops", "stalls", "falls", "quiet_days", "rhythm", "weekday",
            "monthday", "hour", "always", "told", "state", "created",
        )
    },
    "Subscription.user": Personal.KEY,
    **{f"Alert.{name}": Personal.NONE for name in ("id", "key", "words", "at")},
    "Alert.subscription": Personal.KEY,
}  # fmt: skip
