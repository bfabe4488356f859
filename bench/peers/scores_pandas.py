"""Worker: the bare mean of the same column, or of the same columns, by pandas."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.memory import extra_bytes
from harness.workers import serve

folder = Path(sys.argv[1])
columns = {path.stem: np.load(path) for path in sorted(folder.glob("*.npy"))}
values = pd.DataFrame(columns) if len(columns) > 1 else pd.Series(next(iter(columns.values())))
values[:1000].mean()
extra = extra_bytes(values.mean)


def mean() -> dict[str, object]:
    """One mean of each column."""
    return {"mean": np.atleast_1d(values.mean()).tolist(), "extra": extra}


serve(mean)
