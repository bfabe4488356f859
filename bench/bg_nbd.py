"""BG/NBD fit of 100,000 customers at weekly grain: ours and lifetimes 0.11.3, alternating in one run.

    python bench/bg_nbd.py

The customers are drawn from known parameters (CDNOW's), T and recency in whole weeks. Both log-likelihoods are
computed by our formula at each side's parameters, so that they compare.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from harness import environments, pages
from harness.workers import Side, alternate, table
from regulars.methods import BetaGeoNBD
from regulars.methods.buying.beta_geometric import BetaGeometricLikelihood
from regulars.methods.buying.histories import histories

TRUTH = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
CUSTOMERS = 100_000
ROUNDS = 7
AIM = 15
PEERS = Path(__file__).parent / "peers"


def simulate() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customers who came over a year and a half, seen at the end of two years."""
    T = np.random.default_rng(1).integers(26, 105, CUSTOMERS).astype(float)
    frequency, recency = BetaGeoNBD(**TRUTH).simulate(T, seed=2)
    return frequency, np.where(frequency > 0, np.minimum(np.ceil(recency), T), 0), T


def main() -> None:
    """Measure and publish."""
    columns = simulate()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "histories.npz"
        np.savez(data, **dict(zip(("frequency", "recency", "T"), columns, strict=True)))
        sides = (
            Side.start("Regulars", environments.OURS, PEERS / "bg_nbd_ours.py", data),
            Side.start("lifetimes 0.11.3", environments.peer("lifetimes"), PEERS / "bg_nbd_lifetimes.py", data),
        )
        alternate(sides, ROUNDS)
    rows = histories(*columns)
    likelihood = BetaGeometricLikelihood(rows, drops_at_first=False)
    found = [rows.n * likelihood(np.log(side.result["parameters"]))[0] for side in sides]
    lines = [
        (
            f"{CUSTOMERS:,} customers drawn from r {TRUTH['r']}, α {TRUTH['alpha']}, a {TRUTH['a']}, b {TRUTH['b']}; "
            f"{len(rows.T):,} distinct histories. Median of alternating warm runs, BLAS on one thread."
        ),
        "",
        *table(sides),
        "",
        "| | log-likelihood | r | α | a | b |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {side.name} | {value:.6f} | " + " | ".join(f"{p:.6f}" for p in side.result["parameters"]) + " |"
            for side, value in zip(sides, found, strict=True)
        ),
        "",
        (
            f"Aim: at least {AIM} times as fast, at a log-likelihood no worse than its own + 1e-9 relative. "
            f"Ours less theirs: {found[0] - found[1]:+.6f} ({(found[0] - found[1]) / abs(found[1]):+.1e} relative)."
        ),
    ]
    pages.publish("bg_nbd", "BG/NBD fit", lines)


if __name__ == "__main__":
    main()
