"""The truths of the grid: what real waves look like, from poor to splendid, and the designs they are drawn by."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from scipy import special

# True distributions over 1 to 5.
RATINGS = {
    "poor": (0.25, 0.30, 0.25, 0.15, 0.05),
    "even": (0.20, 0.20, 0.20, 0.20, 0.20),
    "fair": (0.05, 0.15, 0.30, 0.35, 0.15),
    "airport": (0.01, 0.02, 0.16, 0.55, 0.26),
    "good": (0.03, 0.05, 0.12, 0.35, 0.45),
    "splendid": (0.01, 0.02, 0.07, 0.25, 0.65),
    "polar": (0.30, 0.05, 0.05, 0.15, 0.45),
}
# Nine of ten give the best answer: a mean then hangs on the few others.
NINE_OF_TEN = {"90/8/2": (0.005, 0.005, 0.01, 0.08, 0.90)}
# Promoters, passives, detractors.
RECOMMEND = {
    "90/8/2": (0.90, 0.08, 0.02),
    "80/15/5": (0.80, 0.15, 0.05),
    "70/20/10": (0.70, 0.20, 0.10),
    "52/35/13": (0.52, 0.35, 0.13),
    "45/30/25": (0.45, 0.30, 0.25),
    "30/40/30": (0.30, 0.40, 0.30),
    "45/10/45": (0.45, 0.10, 0.45),
    "20/30/50": (0.20, 0.30, 0.50),
}
# How easy it was, 1 to 7.
EFFORT = {
    "mean 3.4": (0.15, 0.20, 0.20, 0.15, 0.15, 0.10, 0.05),
    "mean 4.9": (0.05, 0.05, 0.10, 0.15, 0.25, 0.25, 0.15),
    "mean 5.9": (0.01, 0.02, 0.04, 0.08, 0.15, 0.25, 0.45),
}
SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)

SIZES = (10, 15, 20, 30, 50, 100, 200, 500)
# Weights: every fifth answer weighs six times as much, Kish's design effect is 2 and effective n half of n.
HEAVY, WEIGHT = 0.2, 6.0
WEIGHTED = "weights of design effect 2"
WEIGHTED_SIZES = (20, 40, 60, 100, 200)
# Clusters: three answers each, alike with a correlation of 1 / (1 + 4).
CLUSTERED = "clusters of 3"
ALIKE = 4.0
CLUSTER_NUMBERS = (10, 20, 30, 50)


def percent(p: float) -> str:
    """The name of a share."""
    return f"{p:.0%}"


def mean_of(points: Sequence[float], probabilities: Sequence[float]) -> float:
    """The true mean."""
    return float(np.dot(points, probabilities))


def weighted_kinds(probabilities: Sequence[float]) -> list[float]:
    """Each kind of answer light, then each heavy."""
    return [*(p * (1 - HEAVY) for p in probabilities), *(p * HEAVY for p in probabilities)]


def weights_of(kinds: int) -> np.ndarray:
    """The weights of these kinds."""
    return np.repeat([1.0, WEIGHT], kinds)


def clusters_of_hits(p: float, size: int = 3) -> list[float]:
    """Chance of 0, 1, … hits in a cluster: beta-binomial."""
    a, b = ALIKE * p, ALIKE * (1 - p)
    return [
        comb(size, k) * float(np.exp(special.betaln(k + a, size - k + b) - special.betaln(a, b)))
        for k in range(size + 1)
    ]


def clustered_answers(
    probabilities: Sequence[float], clusters: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Which kind each answer is, and its cluster: each cluster has shares of its own, Dirichlet about the true ones."""
    own = random.dirichlet(ALIKE * np.asarray(probabilities), size=clusters).cumsum(axis=1)
    codes = np.repeat(np.arange(clusters), 3)
    reached = random.random((len(codes), 1)) > own[codes]
    return codes, reached.sum(axis=1).clip(0, len(probabilities) - 1)
