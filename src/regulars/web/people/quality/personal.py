"""What the fields of findings and repairs say about a person. They go with the customer."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"{model}.id": Personal.NONE for model in ("Finding", "Measurement", "Lot", "Repair")},
    "Finding.customer": Personal.KEY,
    "Finding.about": Personal.FACT,
    "Finding.since": Personal.FACT,
    **{f"Measurement.{field}": Personal.NONE for field in ("at", "customers", "flawed", "counts")},
    **{f"Lot.{field}": Personal.KEY for field in ("public_id", "by", "undone_by")},
    **{f"Lot.{field}": Personal.NONE for field in ("origin", "about", "at", "passed_over", "undone_at", "kept")},
    **{f"Repair.{field}": Personal.KEY for field in ("public_id", "lot", "customer")},
    "Repair.fields": Personal.NAME,
    "Repair.fresh": Personal.FACT,
    "Repair.undone_at": Personal.FACT,
}
