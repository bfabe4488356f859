"""How often Student's interval for the mean score of few visits holds the truth. Writes ``prove/results/visits.md``.

A visit rates 14 items on five points; visits to one site differ by chance. The score of a visit is the mean of its
items from 0 to 100; that of the site the mean over its visits, cut at 100, as ``insights.visits`` does from five on.

    python prove/visits.py
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import scipy

RESULTS = Path(__file__).parent / "results" / "visits.md"
SEED = 20261122
ITEMS, REPEATS, TRUTH = 14, 20_000, 400_000
VISITS = (2, 3, 4, 5, 8, 12, 24)
POINTS = {  # shares of the five answers
    "middling": (0.1, 0.2, 0.4, 0.2, 0.1),
    "good": (0.02, 0.03, 0.1, 0.35, 0.5),
    "nearly perfect": (0.005, 0.01, 0.035, 0.15, 0.8),
}
APART = {"alike": 0.5, "very unequal": 1.5}  # sd of a visit's own level, in logits


def main() -> None:
    """Count, and write the page."""
    begun, random = time.perf_counter(), np.random.default_rng(SEED)
    rows = []
    for name, shares in POINTS.items():
        cuts = np.cumsum(shares)[:-1]
        logits = np.log(cuts / (1 - cuts))
        for how, spread in APART.items():
            truth = float(_scores(random, logits, spread, (TRUTH,)).mean())
            held = [_held(_scores(random, logits, spread, (REPEATS, n)), truth) for n in VISITS]
            rows.append(f"| {name} | {how} | {truth:.0f} | " + " | ".join(f"{one:.1%}" for one in held) + " |")
    head = " | ".join(f"{n} visits" for n in VISITS)
    RESULTS.write_text(
        f"""# The interval of few visits

{datetime.now(UTC).date()}, seed {SEED}, {time.perf_counter() - begun:.0f} s. Made by `prove/visits.py`.

How often the 95 % limits for the mean score of a site hold its true score; {REPEATS:,} sites for each figure.

| the site is | its visits are | true score | {head} |
|---|---|---|{"---|" * len(VISITS)}
{chr(10).join(rows)}

From five visits on the limits are shown. They hold nearly what they promise, but where visits are very unequal and
most of them perfect: there chance seldom shows the bad visit that would widen them.
""",
        "utf-8",
    )


def _scores(random: np.random.Generator, logits: np.ndarray, spread: float, shape: tuple[int, ...]) -> np.ndarray:
    own = random.normal(0, spread, (*shape, 1))
    level = random.logistic(size=(*shape, ITEMS)) + own
    points = np.zeros(level.shape, np.int8)
    for cut in logits:
        points += level > cut
    return 25 * points.mean(axis=-1)


def _held(scores: np.ndarray, truth: float) -> float:
    n = scores.shape[1]
    mean, error = scores.mean(axis=1), scores.std(axis=1, ddof=1) / np.sqrt(n)
    reach = scipy.stats.t.ppf(0.975, n - 1) * error
    return float(((mean - reach <= truth) & (truth <= np.minimum(mean + reach, 100))).mean())


if __name__ == "__main__":
    main()
