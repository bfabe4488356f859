"""How often a weakest plank is called clear where none is. Writes ``prove/results/planks_null.md``.

    python prove/planks_null.py [TRIALS]

Guests answer each dimension on 1 to 5 from a mood of their own and what they found, so dimensions of one mean are equal
in truth. Beside the verdict stand its two conditions, and how often the limits of the gain hold what raising the
plank that was picked would bring in truth.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy import stats

from regulars.methods import weakest_plank

RESULTS = Path(__file__).parent / "results" / "planks_null.md"
SEED = 20261122
DRAWS = 400  # 2,000 by default
NOISE = 0.9  # of one answer; a guest's mood has 0.6
MOOD = 0.6
CUTS = np.arange(1.5, 5)
GOOD = 3.9
EQUAL = {f"{k} equal": (GOOD,) * k for k in (2, 3, 5, 8)}
EQUAL["2 equal, 3 far above"] = (3.4, 3.4, 4.3, 4.3, 4.3)
UNEQUAL = {
    "5 spread out": (3.7, 3.8, 3.9, 4.0, 4.1),
    "1 of 2 lower by 0.2": (GOOD - 0.2, GOOD),
    "1 of 5 lower by 0.2": (GOOD - 0.2, *(GOOD,) * 4),
    "1 of 5 lower by 0.4": (GOOD - 0.4, *(GOOD,) * 4),
    "1 of 8 lower by 0.2": (GOOD - 0.2, *(GOOD,) * 7),
}
HEAD = """# Weakest plank: a clear one where none is

Made by `prove/planks_null.py` on {day}, seed {seed}, {draws} resamples (2,000 by default), {seconds:.0f} s.
Answers on 1 to 5; confidence 95 %.

`clear` is the verdict: the chance to be the shortest is .8 or more, and the interval of the difference from every
other dimension lies above zero. `.8` and `interval` are these two by themselves. Wrong: clear, and no shorter than
another in truth. Gain: its limits hold what raising the plank that was picked brings in truth. Shrunken: the limits of
the shrunken scores hold the true scores, of the lowest dimension and of all.

"""


def guests(random: np.random.Generator, means: tuple[float, ...], n: int, answered: float = 1.0) -> np.ndarray:
    """Answers of n guests, shape (n, dimensions); the first dimension is answered by a part of them."""
    felt = np.array(means) + MOOD * random.normal(size=(n, 1)) + NOISE * random.normal(size=(n, len(means)))
    answers = 1.0 + (felt[..., None] > CUTS).sum(axis=-1)
    answers[random.random(n) >= answered, 0] = np.nan
    return answers


def true_scores(means: tuple[float, ...]) -> np.ndarray:
    """From 0 to 100, exactly."""
    spread = np.hypot(MOOD, NOISE)
    return 25 * stats.norm.sf((CUTS - np.array(means)[:, None]) / spread).sum(axis=1)


def trial(random: np.random.Generator, means: tuple[float, ...], n: int, answered: float) -> tuple[float, ...]:
    """What one survey shows."""
    result = weakest_plank(
        guests(random, means, n, answered), n_resamples=DRAWS, seed=int(random.integers(2**31)), scale=(1, 5)
    )
    truth = true_scores(means)
    at = result.names.index(result.weakest)
    others = np.delete(truth, at).min()
    gain = max(0.0, others - truth[at]) / len(truth)
    near = 1e-9
    held = (result.shrunken_low <= truth) & (truth <= result.shrunken_high)
    return (
        result.chance >= 0.8,
        result.difference_low > 0,
        result.clear,
        result.clear and truth[at] > others - near,
        result.gain_low - near <= gain <= result.gain_high + near,
        bool(held[truth.argmin()]),
        float(held.mean()),
    )


def rows(trials: int) -> Iterator[str]:
    """One line of the table for each truth and size."""
    yield "| truth | n | trials | .8 | interval | clear | wrong | gain | shrunken, lowest | shrunken, all |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    designs = [(name, means, n, 1.0) for name, means in {**EQUAL, **UNEQUAL}.items() for n in (50, 300)]
    designs += [(f"{name}, one answered by a fifth", EQUAL[name], 300, 0.2) for name in ("2 equal", "5 equal")]
    for name, means, n, answered in designs:
        random = np.random.default_rng([SEED, len(means), n, round(1000 * sum(means)), round(10 * answered)])
        often = 4 * trials if name.startswith("2 equal") else trials if name.split(",")[0] in EQUAL else trials // 2
        found = np.mean([trial(random, means, n, answered) for _ in range(often)], axis=0)
        yield f"| {name} | {n} | {often:,} | " + " | ".join(f"{share:.1%}" for share in found) + " |"
        print(name, n, *(f"{share:.1%}" for share in found), flush=True)


def main(trials: int) -> None:
    """Write the page."""
    start = time.monotonic()
    lines = list(rows(trials))
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", seed=SEED, draws=DRAWS, seconds=time.monotonic() - start)
    RESULTS.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
