"""What the fields of programmes say about a person: who owns, who wrote."""

from __future__ import annotations

from regulars.web.personal import Personal

_OF_THE_COMPANY = {
    "Programme": "id public_id name goal survey created closed_at",
    "Stage": "id programme kind due state done_at told_at",
    "Evidence": "id stage plan study survey wave address at",
    "Action": "id public_id programme title unit item selected baseline starts target due state done_at told_at "
    "created",
}
_PEOPLE = {"Programme": "owner by", "Stage": "owner", "Evidence": "by", "Action": "owner by"}
FIELDS = {
    **{f"{model}.{field}": Personal.NONE for model, fields in _OF_THE_COMPANY.items() for field in fields.split()},
    **{f"{model}.{field}": Personal.KEY for model, fields in _PEOPLE.items() for field in fields.split()},
    **dict.fromkeys(("Stage.note", "Evidence.words", "Action.what"), Personal.WORDS),
}
