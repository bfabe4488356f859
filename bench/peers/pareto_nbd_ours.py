"""Worker: our Pareto/NBD fit of the histories in a file."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve
from regulars.methods import ParetoNBD

data = np.load(sys.argv[1])
columns = [data[name] for name in ("frequency", "recency", "T")]


def fit() -> dict[str, object]:
    """One fit."""
    model = ParetoNBD().fit(*columns)
    return {"parameters": model.parameters, "log_likelihood": model.log_likelihood}


serve(fit)
