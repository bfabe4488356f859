"""What the fields of touchpoints say about a person: nothing, but for the owner."""

from __future__ import annotations

from regulars.web.personal import Personal

_OF_THE_COMPANY = {
    "Stage": "id public_id key name place",
    "Touchpoint": (
        "id public_id key name kind stage standard threshold traffic traffic_source units created archived_at"
    ),
    "BoundItem": "id touchpoint survey item",
}
FIELDS = {
    **{f"{model}.{field}": Personal.NONE for model, fields in _OF_THE_COMPANY.items() for field in fields.split()},
    "Touchpoint.owner": Personal.KEY,
}
