"""Worker: the same three by lifetimes, with its own twelve monthly steps."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve

data = np.load(sys.argv[1])
x, t_x, T, monetary = (pd.Series(data[name]) for name in ("frequency", "recency", "T", "monetary"))
out = sys.argv[1] + ".theirs.npz"
buying, spending = BetaGeoFitter(), GammaGammaFitter()
buying.params_ = pd.Series({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})
buying.predict = buying.conditional_expected_number_of_purchases_up_to_time
spending.params_ = pd.Series({"p": 6.25, "q": 3.74, "v": 15.44})
YEAR = 12 * 4.345


def forecast() -> dict[str, object]:
    """All three."""
    expected = np.asarray(buying.conditional_expected_number_of_purchases_up_to_time(YEAR, x, t_x, T))
    alive = np.asarray(buying.conditional_probability_alive(x, t_x, T))
    value = np.asarray(
        spending.customer_lifetime_value(buying, x, t_x, T, monetary, time=12, discount_rate=0.01, freq="W")
    )
    np.savez(out, expected=expected, alive=alive, value=value) if not Path(out).exists() else None
    return {"expected": float(expected.sum()), "alive": float(alive.sum()), "value": float(value.sum())}


serve(forecast)
