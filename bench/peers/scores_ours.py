"""Worker: one of our scores with its interval; the folder is called METHOD-COLUMN."""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.memory import extra_bytes
from harness.workers import serve
from regulars.methods import csat, nps, weighted_index
from regulars.methods.result import Result

folder = Path(sys.argv[1])
method, kind = folder.name.split("-")
columns = {path.stem: np.load(path) for path in sorted(folder.glob("*.npy"))}
if kind in ("arrow", "nulls"):
    columns = {name: pa.array(column, from_pandas=True).cast(pa.int8()) for name, column in columns.items()}


def score(rows: int | None = None) -> Result:
    """One score, of all rows or of the first."""
    match method:
        case "nps":
            return nps(columns["0"][:rows])
        case "csat":
            return csat(columns["0"][:rows])
        case _:
            return weighted_index({name: column[:rows] for name, column in columns.items()}, [5, 3, 2])


def run() -> dict[str, object]:
    """One score; the checks come from its interval."""
    found = score()
    value = next(getattr(found, name) for name in ("points", "share", "index") if hasattr(found, name))
    return {"value": value, "low": found.low, "high": found.high, "n": found.n, "extra": extra}


score(1000)
extra = extra_bytes(score)
serve(run)
