"""Which columns of the list come from where, and which of them change every night."""

from __future__ import annotations

from types import MappingProxyType

BOUGHT = (
    "first_day", "last_day", "purchases", "net", "currency", "segment", "alive_reason", "value_tier", "tier_unclear",
    "tier_could_be", "loyalty_type", "type_chance", "loyalty_stage", "left_from",
)  # fmt: skip
TYPED = ("type_unit_id",)
SLIPPED = ("slip", "slip_unit_id")
RATED = ("rating", "rating_low", "rating_high", "rating_index", "rating_day", "mood", "rating_unit_id")
# A new day changes these of everybody, and mostly these alone: the indexes of the others then rest.
NIGHTLY = (
    "day", "expected_purchases", "chance_of_none", "value", "predicted_low", "predicted_high", "alive", "stake",
)  # fmt: skip
SCORED = (*BOUGHT, *NIGHTLY)
COLUMNS = (*BOUGHT, *TYPED, *SLIPPED, *RATED, *NIGHTLY)
EMPTY = MappingProxyType(
    dict.fromkeys(
        (
            "currency", "segment", "alive_reason", "value_tier", "tier_could_be", "loyalty_type", "loyalty_stage",
            "left_from", "slip", "mood",
        ),
        "",
    )
)  # fmt: skip
