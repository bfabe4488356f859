"""What the fields of files say about a person. What a file holds is its owner's to classify."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{
        f"StoredFile.{field}": Personal.NONE
        for field in ["id", "public_id", "digest", "size", "kind", "owner_type", "at"]
    },
    "StoredFile.name": Personal.WORDS,
    "StoredFile.owner_id": Personal.KEY,
    "StoredFile.by": Personal.KEY,
}
