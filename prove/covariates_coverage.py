"""How often effects on buying and leaving lie in their intervals, and how often one is called clear that is none.

    python prove/covariates_coverage.py [REPETITIONS]      100 by default; writes prove/results/covariates_coverage.md

Satisfaction from 1 to 5 moves leaving and not buying; the channel moves buying and not leaving.
"""

from __future__ import annotations

import math
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import BetaGeoNBD, ModifiedBetaGeoNBD, ParetoNBD, buying_covariates
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.errors import MethodError

RESULTS = Path(__file__).parent / "results" / "covariates_coverage.md"
SIZES = (300, 1000)
BUYING, LEAVING = 0.5, -0.35
TRUTHS: dict[str, tuple[BuyingModel, int, int]] = {  # model, place of the parameter of leaving, sign
    "bg_nbd": (BetaGeoNBD(r=0.8, alpha=8.0, a=0.9, b=3.0), 2, 1),
    "mbg_nbd": (ModifiedBetaGeoNBD(r=0.8, alpha=8.0, a=0.9, b=3.0), 2, 1),
    "pareto_nbd": (ParetoNBD(r=0.8, alpha=8.0, s=0.9, beta=20.0), 3, -1),
}
HEAD = """# Covariates of buying: planted effects, found again

Made by `prove/covariates_coverage.py` on {day}, {repetitions} trials for each row, {seconds:.0f} s. Intervals of 95 %;
a true 95 % would show {band}. Satisfaction (1 to 5) moves leaving by exp(-0.35) a point and not buying, the channel
moves buying by exp(0.5) and not leaving; half a year to a year observed. *Inside*: trials in which the interval held
the true ratio. *Found*: the planted effect was called clear. *Called wrong*: an effect that is none was called clear,
in buying or in leaving (four tests, Holm). *None*: no interval, or no maximum.

| model | customers | inside: satisfaction, buying | channel, buying | satisfaction, leaving | channel, leaving \
| found: channel | satisfaction | called wrong | none |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
"""


def drawn(name: str, n: int, seed: int) -> tuple[tuple[np.ndarray, ...], dict[str, np.ndarray]]:
    """Histories of customers, and what is known of them."""
    truth, place, sign = TRUTHS[name]
    random = np.random.default_rng(seed)
    grade, web = random.integers(1, 6, n), random.random(n) < 0.4
    T = random.integers(26, 53, n).astype(float)
    x, t_x = np.zeros(n), np.zeros(n)
    for one in range(1, 6):
        for channel in (False, True):
            who = np.flatnonzero((grade == one) & (web == channel))
            theta = np.log(truth.parameters)
            theta[1] -= BUYING * channel
            theta[place] += sign * LEAVING * (one - 3)
            x[who], t_x[who] = truth.at(theta).simulate(T[who], seed=1000 * seed + 10 * one + channel)
    return (x, t_x, T), {"satisfaction": grade.astype(float), "web": web.astype(float)}


def row(name: str, n: int, repetitions: int) -> str:
    """One line of the table."""
    inside, found, wrong, none = [], [], 0, 0
    for seed in range(repetitions):
        histories, columns = drawn(name, n, seed)
        try:
            result = buying_covariates(*histories, columns, model=name)
        except MethodError:
            none += 1
            continue
        low = np.log(np.r_[result.buying_low, result.leaving_low])
        high = np.log(np.r_[result.buying_high, result.leaving_high])
        if np.isnan(low).any():
            none += 1
        truth = np.array([0.0, BUYING, LEAVING, 0.0])
        inside.append(np.where(np.isnan(low), np.nan, (low <= truth) & (truth <= high)))
        found.append((result.buying_clear[1], result.leaving_clear[0]))
        wrong += result.buying_clear[0] or result.leaving_clear[1]
    shares = [*np.nanmean(inside, axis=0), *np.mean(found, axis=0), wrong / max(1, len(found)), none / repetitions]
    return f"| {name} | {n:,} | " + " | ".join(f"{share:.0%}" for share in shares) + " |"


def main(repetitions: int) -> None:
    """Write the page."""
    start = time.process_time()
    lines = [row(name, n, repetitions) for name in TRUTHS for n in SIZES]
    reach = 196 * math.sqrt(0.95 * 0.05 / repetitions)
    head = HEAD.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        repetitions=repetitions,
        seconds=time.process_time() - start,
        band=f"{95 - reach:.0f} to {min(100, 95 + reach):.0f} %",
    )
    RESULTS.write_text(head + "\n".join(lines) + "\n", "utf-8")
    print(head + "\n".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
