"""What the fields of reviews and changes say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{f"Review.{name}": Personal.NONE for name in ("id", "platform", "at", "unit", "language", "answered", "taken")},
    **{f"Review.{name}": Personal.KEY for name in ("public_id", "key", "case", "by")},
    **{f"Review.{name}": Personal.NAME for name in ("author", "url", "answer_url")},
    **{f"Review.{name}": Personal.FACT for name in ("rating", "given", "best")},
    **{f"Review.{name}": Personal.WORDS for name in ("title", "words")},
    **{f"Change.{name}": Personal.NONE for name in ("id", "public_id", "day", "unit", "revision", "noted")},
    **{f"Change.{name}": Personal.WORDS for name in ("what", "words")},
    **{f"Change.{name}": Personal.KEY for name in ("cases", "by")},
}
