"""Which kind of loyal is each customer, and how do the kinds move?"""

from __future__ import annotations

from regulars.insights.loyalty.answers import Pair, loyal_item, pair_of, pairs_of
from regulars.insights.loyalty.types import Typed, types_of

__all__ = ["Pair", "Typed", "loyal_item", "pair_of", "pairs_of", "types_of"]
