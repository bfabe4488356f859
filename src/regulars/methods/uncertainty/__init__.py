"""Uncertainty: how far chance carries a number, and what the next customers may say."""

from regulars.methods.uncertainty.bootstrap import Bootstrap, bootstrap
from regulars.methods.uncertainty.predictive_range import PredictiveRange, predictive_range
from regulars.methods.uncertainty.share_interval import ShareInterval, share_interval

__all__ = ["Bootstrap", "PredictiveRange", "ShareInterval", "bootstrap", "predictive_range", "share_interval"]
