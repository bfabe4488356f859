"""What the fields of fieldwork say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

_OF_THE_COMPANY = {
    "Fieldwork": "id study auto people screen seed reminders shares currency limit fixed due alarmed_at stopped_at "
    "invitation_subject invitation_body reminder_subject reminder_body",
    "SentList": "id public_id study name columns mapping draw at",
    "Draw": "id public_id study source seed pool taken set_aside pilot at undone_at",
    "Asked": "id study draw test",
}
FIELDS = {
    **{f"{model}.{field}": Personal.NONE for model, fields in _OF_THE_COMPANY.items() for field in fields.split()},
    "Draw.by": Personal.KEY,
    "SentList.by": Personal.KEY,
    **{
        f"Asked.{field}": Personal.KEY
        for field in ("public_id", "customer", "occasion", "token_hash", "to_hash", "invitation")
    },
    **{
        f"Asked.{field}": Personal.FACT
        for field in ("cell", "link", "channel", "language", "state", "weight", "invited_at", "reminded")
    },
    **{f"Asked.{field}": Personal.NAME for field in ("to", "name")},
    "Spent.study": Personal.NONE,
    "Spent.hashes": Personal.KEY,
    "Spent.forgotten": Personal.NONE,
}
