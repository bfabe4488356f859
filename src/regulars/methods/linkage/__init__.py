"""Linkage: what attributes do to satisfaction, satisfaction to loyalty, and dissatisfaction that nobody spoke of."""

from regulars.methods.linkage.curves import Shape
from regulars.methods.linkage.loyalty_curve import LoyaltyCurve, loyalty_curve

__all__ = [
    "LoyaltyCurve",
    "Shape",
    "loyalty_curve",
]
