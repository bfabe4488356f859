"""What the fields of imports say about a person. A saved mapping may name ids of walk-ins, which are nobody's."""

from __future__ import annotations

from regulars.web.personal import Personal

_NONE = {
    "Upload": (
        "id public_id kind size digest created stage guess mapping keep_as report problem import_id aside job ended"
    ),
    "SavedMapping": "id name kind mapping changed",
}
FIELDS = {
    **{f"{model}.{field}": Personal.NONE for model, fields in _NONE.items() for field in fields.split()},
    "Upload.name": Personal.WORDS,  # whoever named the file may have named anybody
    "Upload.columns": Personal.WORDS,  # a file without a header shows its first row's values nowhere but here
    "Upload.by": Personal.KEY,
    "SavedMapping.by": Personal.KEY,
}
