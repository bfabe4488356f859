"""What the fields of the desk say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Digest.{name}": Personal.NONE for name in ("id", "on", "hour", "told")},
    "Digest.user": Personal.KEY,
    **{f"Filter.{name}": Personal.NONE for name in ("id", "public_id", "name", "first", "unit")},
    "Filter.user": Personal.KEY,
    "Filter.query": Personal.WORDS,
    "Gram.case": Personal.KEY,
    "Gram.said": Personal.WORDS,
    "Gram.pieces": Personal.WORDS,
    **{f"Lot.{name}": Personal.NONE for name in ("id", "public_id", "do", "at", "left", "undone", "kept")},
    "Lot.by": Personal.KEY,
    "Lot.back": Personal.WORDS,
    **{f"Did.{name}": Personal.NONE for name in ("id", "revision", "before")},
    **{f"Did.{name}": Personal.KEY for name in ("lot", "case")},
}
