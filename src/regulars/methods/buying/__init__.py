"""Buying behaviour without a contract: who still buys, how often, for how much."""

from regulars.methods.buying.beta_discrete_weibull import BetaDiscreteWeibull
from regulars.methods.buying.bg_bb import BetaGeoBetaBinomial
from regulars.methods.buying.bg_nbd import BetaGeoNBD
from regulars.methods.buying.buying_covariates import BuyingCovariates, buying_covariates
from regulars.methods.buying.choose_model import ModelChoice, choose_model
from regulars.methods.buying.contracts import StillToCome
from regulars.methods.buying.forecast import PurchaseForecast, TotalPurchases
from regulars.methods.buying.gamma_gamma import GammaGamma
from regulars.methods.buying.hold_out import HoldOut, hold_out
from regulars.methods.buying.lifetime_value import LifetimeValue, lifetime_value
from regulars.methods.buying.mbg_nbd import ModifiedBetaGeoNBD
from regulars.methods.buying.pareto_nbd import ParetoNBD
from regulars.methods.buying.shifted_beta_geometric import ShiftedBetaGeometric

__all__ = [
    "BetaDiscreteWeibull",
    "BetaGeoBetaBinomial",
    "BetaGeoNBD",
    "BuyingCovariates",
    "GammaGamma",
    "HoldOut",
    "LifetimeValue",
    "ModelChoice",
    "ModifiedBetaGeoNBD",
    "ParetoNBD",
    "PurchaseForecast",
    "ShiftedBetaGeometric",
    "StillToCome",
    "TotalPurchases",
    "buying_covariates",
    "choose_model",
    "hold_out",
    "lifetime_value",
]
