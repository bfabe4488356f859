"""How often the intervals of a quality agreement and of touchpoints hold the truth, by the number of answers.

    python prove/agreement_coverage.py [REPETITIONS]      1,000 by default; writes prove/results/agreement_coverage.md

Both resample the cases; concordance is the harder of the two, for it lies near an end of its scale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import quality_agreement, touchpoints

RESULTS = Path(__file__).parent / "results" / "agreement_coverage.md"
SIZES = (20, 30, 50, 100)
STRONG = {"no relation": 0.0, "middling": 0.5, "close": 0.9}
BETWEEN = np.array([-1.6, -0.9, -0.1, 0.8])  # skewed towards 5, as satisfaction is
HEAD = """# Agreement and touchpoints: intervals that hold the truth

Made by `prove/agreement_coverage.py` on {day}, {repetitions:,} samples for each row; 500 resamples, confidence 95 %.
Scores inside are whole points from 0 to 100, answers of customers skewed towards 5.

| relation | n | concordance | correlation | mean of a touchpoint | its importance |
|---|---:|---:|---:|---:|---:|
"""


def pairs(random: np.random.Generator, strength: float, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Our own scores and the customers' answers."""
    shared = random.normal(size=size)
    felt = strength * shared + np.sqrt(1 - strength**2) * random.normal(size=size)
    return np.clip(np.round(70 + 15 * shared), 0, 100), 1 + (felt[:, None] > BETWEEN).sum(axis=1)


def rows(repetitions: int) -> Iterator[str]:
    """One line of the table for each relation and size."""
    for name, strength in STRONG.items():
        ours, theirs = pairs(np.random.default_rng(1), strength, 1_000_000)
        truth = quality_agreement(ours, theirs, n_resamples=0)
        overall = 1 + np.digitize(ours, (50, 60, 70, 80))
        related = float(np.corrcoef(theirs, overall)[0, 1])
        for n in SIZES:
            random = np.random.default_rng([5, n])
            held = np.zeros(4)
            for seed in range(repetitions):
                ours, own = pairs(random, strength, n)
                found = quality_agreement(ours, own, n_resamples=500, seed=seed)
                at = touchpoints({"a": own}, 1 + np.digitize(ours, (50, 60, 70, 80)), n_resamples=500, seed=seed)
                held += [
                    found.concordance_low <= truth.concordance <= found.concordance_high,
                    found.pearson_low <= truth.pearson <= found.pearson_high,
                    at.performance_low[0] <= theirs.mean() <= at.performance_high[0],
                    at.importance_low[0] <= related <= at.importance_high[0],
                ]
            yield f"| {name} | {n} | " + " | ".join(f"{part:.1%}" for part in held / repetitions) + " |"


def main(repetitions: int) -> None:
    """Write the page."""
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", repetitions=repetitions)
    RESULTS.write_text(head + "\n".join(rows(repetitions)) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
