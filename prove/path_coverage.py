"""How often the intervals of path models hold the truth, and how often a path is called clear where there is none.

    python prove/path_coverage.py [REPETITIONS]      400 by default; writes prove/results/path_coverage.md

Three blocks of three items, normal answers with known correlations. The truth of a path is what the same model gives on
these correlations: what an estimate comes near to with ever more respondents.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import PathModel
from regulars.methods.path.algorithm import outer_model
from regulars.methods.path.estimates import Estimates

RESULTS = Path(__file__).parent / "results" / "path_coverage.md"
SIZES = (50, 75, 100, 150, 250)
RESAMPLES = 400
BLOCKS = {block: [f"{block}{j}" for j in (1, 2, 3)] for block in "ABC"}
PATHS = [("A", "B"), ("A", "C"), ("B", "C")]
HEAD = """# Path models: coverage, and clear paths where none is

Made by `prove/path_coverage.py` on {day}: {repetitions:,} samples for each row, {resamples} resamples each, confidence
95 %, path scheme; three blocks of three items, A → B, A → C, B → C. Chance moves 5 % by ± {chance:.1f} points.

"""


@dataclass(frozen=True)
class Truth:
    """Paths between the blocks themselves, and the loading of every item."""

    name: str
    paths: tuple[float, float, float]
    loading: float
    consistent: bool = False

    @property
    def correlation(self) -> np.ndarray:
        """Of the nine items."""
        ab, ac, bc = self.paths
        whole = np.array([[1, ab, ac + ab * bc], [ab, 1, bc + ab * ac], [ac + ab * bc, bc + ab * ac, 1]])
        found = np.kron(whole, np.ones((3, 3))) * self.loading**2
        np.fill_diagonal(found, 1.0)
        return found

    @property
    def model(self) -> PathModel:
        """What is fitted."""
        return PathModel(BLOCKS, PATHS, scheme="path", consistent=self.consistent)


SOME = (
    Truth("0.5, 0.2, 0.3; loadings 0.8", (0.5, 0.2, 0.3), 0.8),
    Truth("0.5, 0.2, 0.3; loadings 0.8, PLSc", (0.5, 0.2, 0.3), 0.8, consistent=True),
)
ONE = (Truth("A → C is zero: 0.5, 0, 0.4; loadings 0.8", (0.5, 0.0, 0.4), 0.8),)
NONE = (Truth("all zero; loadings 0.8", (0.0, 0.0, 0.0), 0.8),)


def target(truth: Truth) -> np.ndarray:
    """The paths of the model on the correlations themselves."""
    structure, correlation = truth.model.structure, truth.correlation[None]
    outer = outer_model(correlation, structure, "path").turned(structure)
    found = Estimates.of(outer, correlation, structure, consistent=truth.consistent)
    return np.array([found.paths[0][source, effect] for source, effect in structure.paths])


def trials(truth: Truth, n: int, repetitions: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Limits of each trial, shape (trials, paths); and how many samples have no solution."""
    random = np.random.default_rng([11, n])
    root = np.linalg.cholesky(truth.correlation)
    items = [item for block in BLOCKS.values() for item in block]
    low, high, failed = [], [], 0
    for seed in range(repetitions):
        answers = random.normal(size=(n, 9)) @ root.T
        try:
            found = truth.model.fit(dict(zip(items, answers.T, strict=True))).bootstrap(RESAMPLES, seed)
        except ValueError:
            failed += 1
            continue
        low.append(list(found.path_coefficients_low.values()))
        high.append(list(found.path_coefficients_high.values()))
    return np.array(low), np.array(high), failed


def covered(repetitions: int) -> Iterator[str]:
    """A line for each truth and size: how often each path is held."""
    for truth in SOME:
        true = target(truth)
        for n in SIZES:
            low, high, failed = trials(truth, n, repetitions)
            held = ((low <= true) & (true <= high)).mean(axis=0)
            shares = " | ".join(f"{share:.1%}" for share in held)
            yield f"| {truth.name} | {n} | {shares} | {held.mean():.1%} | {failed} |"


def clear(repetitions: int) -> Iterator[str]:
    """A line for each truth and size: how often a path that is zero is called clear."""
    for truth in (*ONE, *NONE):
        none = np.array(truth.paths) == 0
        for n in SIZES:
            low, high, failed = trials(truth, n, repetitions)
            found = ((low > 0) | (high < 0)).mean(axis=0)
            shares = " | ".join(f"{share:.1%}" if zero else "" for share, zero in zip(found, none, strict=True))
            yield f"| {truth.name} | {n} | {shares} | {found[none].mean():.1%} | {failed} |"


def main(repetitions: int) -> None:
    """Write the page."""
    lines = [
        "## The truth is in the interval",
        "",
        "| truth | n | A → B | A → C | B → C | mean | no solution |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *covered(repetitions),
        "",
        "## A path that is zero is called clear",
        "",
        "| truth | n | A → B | A → C | B → C | mean | no solution |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *clear(repetitions),
    ]
    chance = 196 * (0.05 * 0.95 / repetitions) ** 0.5
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", repetitions=repetitions, resamples=RESAMPLES, chance=chance)
    RESULTS.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
