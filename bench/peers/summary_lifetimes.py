"""Worker: the same by lifetimes, its lines already in a data frame."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from lifetimes.utils import summary_data_from_transaction_data

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve

given = np.load(Path(sys.argv[1]) / "lines.npz")
day = (np.datetime64("2024-01-01") + given["day"].astype("timedelta64[D]")).astype("datetime64[ns]")
lines = pd.DataFrame({"customer": given["customer"], "day": day, "amount": given["cents"] / 100})
del given, day


def summarise() -> dict[str, object]:
    """One summary; the checks come from its columns."""
    table = summary_data_from_transaction_data(lines, "customer", "day", monetary_value_col="amount", freq="D")
    return {
        "customers": len(table),
        "frequency": int(table["frequency"].sum()),
        "recency": round(float(table["recency"].sum())),
        "monetary": round(float(table["monetary_value"].sum()), 2),
    }


serve(summarise)
