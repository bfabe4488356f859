"""What the fields of the mail of cases say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

_KEYS = ("public_id", "case", "customer", "unit", "sender_hash", "message_id", "by")
FIELDS = {
    "Mail.id": Personal.NONE,
    **{f"Mail.{name}": Personal.KEY for name in _KEYS},
    **{f"Mail.{name}": Personal.NAME for name in ("sender", "sender_name")},
    **{f"Mail.{name}": Personal.WORDS for name in ("subject", "text", "quoted", "refused")},
    **{f"Mail.{name}": Personal.FACT for name in ("sort", "language", "at", "why")},
    **{f"Mailbox.{name}": Personal.NONE for name in ("id", "epoch", "last", "checked", "until", "failures", "problem")},
    **{f"Seen.{name}": Personal.NONE for name in ("id", "at")},
    **{f"Seen.{name}": Personal.KEY for name in ("key", "name_hash")},
    **{f"Rules.{name}": Personal.NONE for name in ("id", "receipts")},
    **{f"UnitAddress.{name}": Personal.NONE for name in ("id", "unit", "address")},
}
