"""What the fields of service say about a person. Visits are about the work of staff; notes may name anybody."""

from __future__ import annotations

from regulars.web.personal import Personal

_NONE = {
    "Visit": "id public_id questionnaire version unit team day at nonce taken_back_at",
    "Finding": "id public_id visit item threshold due again done_at",
}
_KEYS = {"Visit": "person by taken_back_by", "Finding": "owner done_by"}
FIELDS = {
    **{f"{model}.{field}": Personal.NONE for model, fields in _NONE.items() for field in fields.split()},
    **{f"{model}.{field}": Personal.KEY for model, fields in _KEYS.items() for field in fields.split()},
    "Visit.answers": Personal.WORDS,
    "Visit.score": Personal.FACT,
    "Finding.answer": Personal.FACT,
    "Finding.note": Personal.WORDS,
    "Finding.action": Personal.WORDS,
}
