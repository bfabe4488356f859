"""Worker: dominance-analysis on the same correlation matrix."""

import contextlib
import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    from dominance_analysis import Dominance
from harness.workers import serve

correlation = np.load(sys.argv[1])
names = [f"x{j}" for j in range(len(correlation) - 1)] + ["y"]
frame = pd.DataFrame(correlation, index=names, columns=names)


def divide() -> dict[str, object]:
    """Its incremental R², which is LMG; what it prints goes nowhere."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        found = Dominance(data=frame, target="y", data_format=1).incremental_rsquare()
    return {"shares": [float(found[name]) for name in names[:-1]]}


serve(divide)
