"""Scores: one number for how satisfied those who answered are."""

from regulars.methods.scores.ces import Ces, ces
from regulars.methods.scores.csat import Csat, csat
from regulars.methods.scores.mean_rating import MeanRating, mean_rating
from regulars.methods.scores.nps import Nps, nps
from regulars.methods.scores.top_box import TopBox, top_box
from regulars.methods.scores.weighted_index import WeightedIndex, weighted_index

__all__ = [
    "Ces",
    "Csat",
    "MeanRating",
    "Nps",
    "TopBox",
    "WeightedIndex",
    "ces",
    "csat",
    "mean_rating",
    "nps",
    "top_box",
    "weighted_index",
]
