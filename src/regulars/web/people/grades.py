"""What the nightly scores call a customer: tier of value, type and stage of loyalty."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.language import Message
from regulars.methods.loyalty.loyalty_type import LoyaltyType
from regulars.methods.loyalty.stage_rules import Stage
from regulars.methods.value.tier_rules import TITLES

TIERS: Mapping[str, Message] = dict(TITLES)
LOYALTY: Mapping[str, Message] = {one.value: one.words for one in LoyaltyType}
# Who has not bought has no row of scores.
LADDER: Mapping[str, Message] = {one.value: one.words for one in Stage if one not in (Stage.SUSPECT, Stage.PROSPECT)}
