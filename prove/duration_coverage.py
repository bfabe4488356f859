"""How often the intervals of the beta-discrete-Weibull hold, and how often it sees a change in time that is none.

python prove/duration_coverage.py [REPETITIONS]      200 by default; writes prove/results/duration_coverage.md
"""

from __future__ import annotations

import math
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import BetaDiscreteWeibull
from regulars.methods.errors import MethodError

RESULTS = Path(__file__).parent / "results" / "duration_coverage.md"
SIZES, SHAPES = (100, 300, 1000, 3000), (1.0, 1.6, 0.6)
RENEWALS, AHEAD = 8, 12
HEAD = """# Beta-discrete-Weibull: its own truth, found again

Made by `prove/duration_coverage.py` on {day}, {repetitions} trials for each row, {seconds:.0f} s. Eight renewals seen,
twelve forecast; α 0.9, β 3. Intervals of 95 %; a true 95 % would show {band}. *Changes*: a customer's own chance to
leave was said to change clearly; at c = 1 that is wrong. *Held out*: the count after twelve renewals fell in its range.
*None*: no interval of c, or no maximum.

| c | customers | inside: c | S(12) | held out | changes | none |
|---:|---:|---:|---:|---:|---:|---:|
"""


def row(c: float, n: int, repetitions: int) -> str:
    """One line of the table."""
    truth = BetaDiscreteWeibull(alpha=0.9, beta=3.0, c=c)
    found = []
    none = 0
    for seed in range(repetitions):
        try:
            model = BetaDiscreteWeibull().fit(truth.simulate(n, AHEAD, seed=seed), periods=RENEWALS)
        except MethodError:
            none += 1
            continue
        low, high = model.intervals["c"]
        none += math.isnan(low)
        found.append(
            (
                math.nan if math.isnan(low) else low <= c <= high,
                model.modelled_low[-1] <= truth.survival(AHEAD) <= model.modelled_high[-1],
                model.forecast_held_out_low <= model.actual_held_out <= model.forecast_held_out_high,
                model.p_value < 0.05,
            )
        )
    shares = [*np.nanmean(np.array(found, dtype=float), axis=0), none / repetitions]
    return f"| {c:g} | {n:,} | " + " | ".join(f"{share:.0%}" for share in shares) + " |"


def main(repetitions: int) -> None:
    """Write the page."""
    start = time.process_time()
    lines = [row(c, n, repetitions) for c in SHAPES for n in SIZES]
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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
