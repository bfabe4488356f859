"""Worker: our LMG of a correlation matrix, ten predictors."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve
from regulars.methods.attributes.lmg import lmg

correlation = np.load(sys.argv[1])


def divide() -> dict[str, object]:
    """The shares alone."""
    return {"shares": lmg(correlation).tolist()}


serve(divide)
