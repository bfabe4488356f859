"""Worker: the same fit by lifetimes, as its documentation shows it, without a penalty."""

import sys
from pathlib import Path

import numpy as np
from lifetimes import ParetoNBDFitter

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve

data = np.load(sys.argv[1])
columns = [data[name] for name in ("frequency", "recency", "T")]


def fit() -> dict[str, object]:
    """One fit."""
    model = ParetoNBDFitter(penalizer_coef=0.0).fit(*columns)
    return {"parameters": [float(model.params_[name]) for name in ("r", "alpha", "s", "beta")]}


serve(fit)
