"""What the fields of suggestions and care say about a person."""

from __future__ import annotations

from regulars.web.personal import Personal

FIELDS = {
    **{
        f"OfferRule.{field}": Personal.NONE
        for field in (
            "id", "public_id", "name", "says", "reason", "topic", "after", "first_day", "last_day", "brings", "days",
            "held_out", "seed", "on", "made", "changed",
        )
    },
    "OfferRule.condition": Personal.WORDS,
    "OfferRule.by": Personal.KEY,
    "Suggestion.id": Personal.NONE,
    **{f"Suggestion.{field}": Personal.KEY for field in ("public_id", "customer", "by")},
    "Suggestion.rule": Personal.FACT,
    **{f"Suggestion.{field}": Personal.FACT for field in ("held_out", "since", "until", "answer", "again", "answered")},
    "NoOffers.id": Personal.NONE,
    "NoOffers.customer": Personal.KEY,
    "NoOffers.at": Personal.FACT,
    "NoOffers.by": Personal.KEY,
    **{
        f"Sequence.{field}": Personal.NONE
        for field in (
            "id", "after", "then", "days", "n", "support", "certainty", "certainty_low", "certainty_high", "lift",
            "lift_low", "lift_high", "found",
        )
    },
    "CareDone.id": Personal.NONE,
    **{f"CareDone.{field}": Personal.KEY for field in ("public_id", "customer", "contact", "by")},
    **{f"CareDone.{field}": Personal.FACT for field in ("kind", "due", "outcome", "at")},
}  # fmt: skip
