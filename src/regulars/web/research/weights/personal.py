"""What the fields of weightings say about a person: who made them."""

from __future__ import annotations

from regulars.web.personal import Personal

_FIELDS = (
    "id public_id study state margins most way n design_effect n_effective smallest largest trimmed at ended_at "
    "copied_at"
)
FIELDS = {
    **{f"Weighting.{field}": Personal.NONE for field in _FIELDS.split()},
    "Weighting.by": Personal.KEY,
}
