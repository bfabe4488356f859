"""Loyalty: which kind of loyal customers are, at which stage they stand, and what holds them."""

from regulars.methods.loyalty.hostage_flip import HostageFlip, hostage_flip
from regulars.methods.loyalty.loyalty_measure import LoyaltyKind, LoyaltyMeasure, loyalty_measure
from regulars.methods.loyalty.loyalty_type import LoyaltyType
from regulars.methods.loyalty.loyalty_types import LoyaltyTypes, loyalty_types
from regulars.methods.loyalty.stage_rules import Stage
from regulars.methods.loyalty.stages import Stages, stages

__all__ = [
    "HostageFlip",
    "LoyaltyKind",
    "LoyaltyMeasure",
    "LoyaltyType",
    "LoyaltyTypes",
    "Stage",
    "Stages",
    "hostage_flip",
    "loyalty_measure",
    "loyalty_types",
    "stages",
]
