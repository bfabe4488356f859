"""Preference: what customers want, and what they would pay."""

from regulars.methods.preference.gabor_granger import GaborGranger, gabor_granger
from regulars.methods.preference.kano import Kano, kano, kanos
from regulars.methods.preference.kano_table import KanoCategory, kano_classes
from regulars.methods.preference.price_sensitivity import PriceSensitivity, price_sensitivity

__all__ = [
    "GaborGranger",
    "Kano",
    "KanoCategory",
    "PriceSensitivity",
    "gabor_granger",
    "kano",
    "kano_classes",
    "kanos",
    "price_sensitivity",
]
