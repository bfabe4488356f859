"""The science: columns in, frozen results out. No files, no database, no Django; numpy and scipy only.

Every public method keeps one shape. Columns come first, options are keyword-only. ``weights=`` are survey
weights (free of scale, they cost effective n), ``counts=`` are frequencies (equal to repeating the row,
exactly), ``clusters=`` groups the answers of one customer or account, ``missing=`` names the codes that mean
"no answer". The result is a frozen dataclass with the estimate, ``n``, ``n_missing``, the interval and how
it was made. ``regulars.methods.registry`` lists them all; the contract tests run over that list.
"""

from regulars.methods.attributes import (
    Drivers,
    ImportancePerformance,
    Quadrant,
    drivers,
    importance_performance,
)
from regulars.methods.buying import (
    BetaGeoNBD,
    GammaGamma,
    LifetimeValue,
    ModifiedBetaGeoNBD,
    PurchaseForecast,
    TotalPurchases,
    lifetime_value,
)
from regulars.methods.scores import (
    Ces,
    Csat,
    MeanRating,
    Nps,
    TopBox,
    WeightedIndex,
    ces,
    csat,
    mean_rating,
    nps,
    top_box,
    weighted_index,
)
from regulars.methods.value import Concentration, Rfm, Segment, concentration, rfm

__all__ = [
    "BetaGeoNBD",
    "Ces",
    "Concentration",
    "Csat",
    "Drivers",
    "GammaGamma",
    "LifetimeValue",
    "ImportancePerformance",
    "MeanRating",
    "ModifiedBetaGeoNBD",
    "Nps",
    "PurchaseForecast",
    "Quadrant",
    "Rfm",
    "Segment",
    "TopBox",
    "TotalPurchases",
    "WeightedIndex",
    "ces",
    "concentration",
    "csat",
    "drivers",
    "importance_performance",
    "lifetime_value",
    "mean_rating",
    "nps",
    "rfm",
    "top_box",
    "weighted_index",
]
