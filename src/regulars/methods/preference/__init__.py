"""Preference: what customers want, and what they would pay."""

from regulars.methods.preference.constant_sum import ConstantSum, constant_sum
from regulars.methods.preference.gabor_granger import GaborGranger, gabor_granger
from regulars.methods.preference.kano import Kano, kano, kanos
from regulars.methods.preference.kano_table import KanoCategory, kano_classes
from regulars.methods.preference.max_diff import MaxDiff, max_diff
from regulars.methods.preference.price_sensitivity import PriceSensitivity, price_sensitivity
from regulars.methods.preference.ranking import Ranking, ranking

__all__ = [
    "ConstantSum",
    "GaborGranger",
    "Kano",
    "KanoCategory",
    "MaxDiff",
    "PriceSensitivity",
    "Ranking",
    "constant_sum",
    "gabor_granger",
    "kano",
    "kano_classes",
    "kanos",
    "max_diff",
    "price_sensitivity",
    "ranking",
]
