"""What the fields of promises say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"{model}.id": Personal.NONE for model in ("Promise", "Expectation")},
    **{f"{model}.{field}": Personal.KEY for model in ("Promise", "Expectation") for field in ("public_id", "customer")},
    **{f"Promise.{field}": Personal.WORDS for field in ("what", "note")},
    **{
        f"Promise.{field}": Personal.FACT
        for field in ("made_on", "due", "outcome", "settled_on", "alarmed_at", "created")
    },
    **{f"Promise.{field}": Personal.KEY for field in ("owner", "by")},
    **{
        f"Expectation.{field}": Personal.WORDS
        for field in ("topic", "level", "latitude", "source", "evidence", "offered")
    },
    **{f"Expectation.{field}": Personal.FACT for field in ("importance", "stated", "fact", "since", "until")},
    **{f"Expectation.{field}": Personal.NONE for field in ("noted", "changed", "told")},
    "Expectation.by": Personal.KEY,
}
