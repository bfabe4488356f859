"""What the nightly scores call a customer: tier of value, type and stage of loyalty."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.insights.loyalty.slipping import Slip
from regulars.language import Message, message
from regulars.methods.loyalty.loyalty_type import LoyaltyType
from regulars.methods.loyalty.stage_rules import Stage
from regulars.methods.value.tier_rules import TITLES

TIERS: Mapping[str, Message] = dict(TITLES)
LOYALTY: Mapping[str, Message] = {one.value: one.words for one in LoyaltyType}
# Who has not bought has no row of scores.
LADDER: Mapping[str, Message] = {one.value: one.words for one in Stage if one not in (Stage.SUSPECT, Stage.PROSPECT)}
# The inactive, by the stage that they fell silent in.
FORMER: Mapping[str, Message] = {key: said for key, said in LADDER.items() if key != Stage.INACTIVE.value}
SILENT = "silent"
SLIPPING: Mapping[str, Message] = {
    **{one.value: one.words for one in Slip},
    SILENT: message("Loyal by the last answers, and silent for longer than usual"),
}
