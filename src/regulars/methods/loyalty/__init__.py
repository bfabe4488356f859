"""Loyalty: which kind of loyal customers are."""

from regulars.methods.loyalty.loyalty_type import LoyaltyType
from regulars.methods.loyalty.loyalty_types import LoyaltyTypes, loyalty_types

__all__ = ["LoyaltyType", "LoyaltyTypes", "loyalty_types"]
