"""Worker: the same fit by lifetimes, as its documentation shows it, without a penalty."""

import sys
from pathlib import Path

import numpy as np
from lifetimes import BetaGeoFitter, GammaGammaFitter

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve

data = np.load(sys.argv[1])
spending = "monetary" in data
columns = [data[name] for name in (("frequency", "monetary") if spending else ("frequency", "recency", "T"))]
options = {"weights": data["weights"]} if "weights" in data else {}


def fit() -> dict[str, object]:
    """As many fits as the file asks for."""
    for _ in range(int(data["times"])):
        model = (GammaGammaFitter if spending else BetaGeoFitter)(penalizer_coef=0.0).fit(*columns, **options)
    return {
        "parameters": [
            float(model.params_[name]) for name in (("p", "q", "v") if spending else ("r", "alpha", "a", "b"))
        ]
    }


serve(fit)
