"""Buying behaviour without a contract: who still buys, how often, for how much."""

from regulars.methods.buying.bg_nbd import BetaGeoNBD
from regulars.methods.buying.forecast import PurchaseForecast, TotalPurchases
from regulars.methods.buying.gamma_gamma import GammaGamma
from regulars.methods.buying.mbg_nbd import ModifiedBetaGeoNBD

__all__ = ["BetaGeoNBD", "GammaGamma", "ModifiedBetaGeoNBD", "PurchaseForecast", "TotalPurchases"]
