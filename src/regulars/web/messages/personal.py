"""What the fields of messages say about a person. Erasing a customer removes their messages (``erasure.py``)."""

from __future__ import annotations

from regulars.web.personal import Personal

_NONE = {
    "Outgoing": "id kind channel gateway language state problem tries not_before created claimed ended",
    "Suppressed": "id source at until",
    "Pause": "id until failures problem held",
    "Rules": "id invitations invitation_days reminders reminder_days quiet_from quiet_until weekdays country changed",
    "Gateway": "id name channel way secret headers body host active removed added until failures problem",
    "Mailbox": "id epoch last checked until failures problem",
    "Returned": "id sort at",
}
_KEYS = {
    "Outgoing": "public_id to_hash customer about nonce message_id by",
    "Suppressed": "public_id address_hash by",
    "Gateway": "public_id by",
    "Returned": "public_id key name_hash outgoing to_hash",
}
FIELDS = {
    **{f"{model}.{field}": Personal.NONE for model, fields in _NONE.items() for field in fields.split()},
    **{f"{model}.{field}": Personal.KEY for model, fields in _KEYS.items() for field in fields.split()},
    "Outgoing.to": Personal.NAME,
    "Outgoing.subject": Personal.WORDS,
    "Outgoing.text": Personal.WORDS,
    "Outgoing.html": Personal.WORDS,
    "Suppressed.address": Personal.NAME,
    "Suppressed.reason": Personal.FACT,
    "Returned.sender": Personal.NAME,
    "Returned.subject": Personal.WORDS,
    "Returned.problem": Personal.WORDS,
}
