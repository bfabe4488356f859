"""What the fields of the company say about a person: nothing, but for the sender."""

from __future__ import annotations

from regulars.web.personal import Personal

_OF_THE_COMPANY = {
    "Company": (
        "id name colour zone currency fiscal_year_month minimum_n privacy_k margin discount_rate public_address "
        "premium_part middle_part premium_from middle_from client_from inactive_after "
        "privacy_text consent_needed changed"
    ),
    "Unit": "id public_id code name kind zone calendar closed",
    "UnitMembership": "id unit parent since until",
    "Calendar": "id public_id name zone hours days_off days_on",
}
FIELDS = {
    **{f"{model}.{field}": Personal.NONE for model, fields in _OF_THE_COMPANY.items() for field in fields.split()},
    "Company.sender_name": Personal.NAME,
    "Company.sender_address": Personal.NAME,
}
