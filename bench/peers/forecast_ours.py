"""Worker: expected purchases, P(alive) and the value of twelve months, for every customer in a file."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from harness.workers import serve
from regulars.methods import BetaGeoNBD, GammaGamma, lifetime_value

data = np.load(sys.argv[1])
columns = {name: data[name] for name in ("frequency", "recency", "T")}
monetary, out = data["monetary"], sys.argv[1] + ".ours.npz"
buying = BetaGeoNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
spending = GammaGamma(p=6.25, q=3.74, gamma=15.44)
MONTH = 4.345  # weeks, as the peer has it
YEAR = 12 * MONTH
RATE = 1.01 ** (1 / MONTH) - 1  # a hundredth a month


def forecast() -> dict[str, object]:
    """All three; what the peer gives in addition to a sum over customers is left in a file."""
    found = lifetime_value(
        buying, spending, **columns, monetary=monetary, horizon=YEAR, discount_rate=RATE, paid_every=MONTH
    )
    expected, alive, value = found.expected_purchases, found.alive, found.value
    np.savez(out, expected=expected, alive=alive, value=value) if not Path(out).exists() else None
    return {"expected": float(expected.sum()), "alive": float(alive.sum()), "value": float(value.sum())}


serve(forecast)
