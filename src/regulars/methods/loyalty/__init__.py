"""Loyalty: which kind of loyal customers are, and at which stage they stand."""

from regulars.methods.loyalty.loyalty_type import LoyaltyType
from regulars.methods.loyalty.loyalty_types import LoyaltyTypes, loyalty_types
from regulars.methods.loyalty.stage_rules import Stage
from regulars.methods.loyalty.stages import Stages, stages

__all__ = ["LoyaltyType", "LoyaltyTypes", "Stage", "Stages", "loyalty_types", "stages"]
