"""Worker: our fit of the columns in a file, as often as it says."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve
from regulars.methods import BetaGeoNBD, GammaGamma

data = np.load(sys.argv[1])
spending = "monetary" in data
columns = [data[name] for name in (("frequency", "monetary") if spending else ("frequency", "recency", "T"))]
counts = data["weights"].astype(int) if "weights" in data else None


def fit() -> dict[str, object]:
    """As many fits as the file asks for."""
    for _ in range(int(data["times"])):
        model = (GammaGamma() if spending else BetaGeoNBD()).fit(*columns, counts)
    return {"parameters": model.parameters}


serve(fit)
