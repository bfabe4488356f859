"""What the fields of verdicts say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{
        f"Ask.{name}": Personal.NONE
        for name in ("id", "sort", "day", "round", "due", "asked_at", "not_before", "skipped")
    },
    **{f"Ask.{name}": Personal.KEY for name in ("public_id", "case", "by", "led_to")},
    **{f"Ask.{name}": Personal.FACT for name in ("answered_at", "answer")},
    "Ask.token_hash": Personal.SECRET,
    "Ask.words": Personal.WORDS,
    **{f"Ending.{name}": Personal.NONE for name in ("id", "tell", "at")},
    **{f"Ending.{name}": Personal.KEY for name in ("case", "by")},
    "Ending.happened": Personal.WORDS,
    **{f"Reproduction.{name}": Personal.NONE for name in ("id", "conclusion", "at")},
    **{f"Reproduction.{name}": Personal.KEY for name in ("case", "by")},
    **{f"Reproduction.{name}": Personal.WORDS for name in ("conditions", "times", "trials", "words")},
}
