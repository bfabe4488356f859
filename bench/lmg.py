"""LMG from a correlation matrix: ten predictors against dominance-analysis 1.1.9, alternating; then ours by size.

python bench/lmg.py
"""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

from harness import environments, pages
from harness.workers import Side, alternate, table
from regulars.methods import drivers_of

ROUNDS = 5
SIZES = {10: 0.3, 15: None, 20: 0.3, 25: 10}
AIM = 5000
PEERS = Path(__file__).parent / "peers"


def correlation(p: int) -> np.ndarray:
    """Of predictors and outcome that have something in common."""
    random = np.random.default_rng(p)
    return np.corrcoef((random.normal(size=(500, p + 1)) + random.normal(size=(500, 1))).T)


def main() -> None:
    """Measure and publish."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "correlation.npy"
        np.save(data, correlation(10))
        sides = (
            Side.start("Regulars", environments.OURS, PEERS / "lmg_ours.py", data),
            Side.start("dominance-analysis 1.1.9", environments.peer("dominance"), PEERS / "lmg_dominance.py", data),
        )
        alternate(sides, ROUNDS)
    ours, theirs = (np.array(side.result["shares"]) for side in sides)
    ratio = median(sides[1].wall) / median(sides[0].wall)
    lines = [
        "Ten predictors, the shares alone, warm, BLAS on one thread.",
        "",
        *table(sides),
        "",
        f"Ours takes {1000 * median(sides[0].wall):.2f} ms. The shares differ by {np.abs(ours - theirs).max():.0e}.",
        f"Aim: {AIM:,} times as fast; {'met' if ratio >= AIM else 'missed'} with {ratio:,.0f}.",
        "",
        "`drivers_of` by size, all orders of entry, with its checks, the regression and the shares of first and last:",
        "",
        "| predictors | wall, s | CPU, s | aim, s |",
        "|---:|---:|---:|---:|",
    ]
    for p, aim in SIZES.items():
        matrix, walls, spent = correlation(p), [], []
        for _ in range(ROUNDS if p <= 20 else 1):
            wall, cpu = time.perf_counter(), time.process_time()
            drivers_of(matrix, orders=0, n_resamples=0)
            walls.append(time.perf_counter() - wall)
            spent.append(time.process_time() - cpu)
        lines.append(f"| {p} | {median(walls):.4f} | {median(spent):.4f} | {'' if aim is None else aim} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines += ["", f"Peak memory of the process, numpy and scipy included: {peak:,.0f} MB; aim 1,000."]
    pages.publish("lmg", "LMG from a correlation matrix", lines)


if __name__ == "__main__":
    main()
