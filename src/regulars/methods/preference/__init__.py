"""Preference: what customers want, and what they would pay."""

from regulars.methods.preference.kano import Kano, kano, kanos
from regulars.methods.preference.kano_table import KanoCategory, kano_classes

__all__ = ["Kano", "KanoCategory", "kano", "kano_classes", "kanos"]
