"""Whether risks of leaving fit customers whom the model had not seen: the Telco sample, split 100 times.

    python prove/churn_calibration.py [SPLITS]      100 by default; writes prove/results/; needs the reference data

Then the same on made customers whose risks are known: how often each verdict comes where the model is right, and where
the world has changed after it was made.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import churn_risk
from regulars.methods.leaving.checked import Fit, held_against
from regulars.methods.leaving.logit import chance

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results" / "churn_calibration.md"
LEVEL, TOLERANCE = 0.95, 0.1
# What the world does to the log-odds after the model was made.
WORLDS = {
    "as the model says": lambda odds: odds,
    "a quarter fewer leave": lambda odds: odds - 0.4,
    "a quarter more leave": lambda odds: odds + 0.35,
    "risks twice as extreme as the truth": lambda odds: odds / 2,
}
HEAD = """# Risk of leaving: calibration on customers held out

Made by `prove/churn_calibration.py` on {day}; confidence 95 %, tolerance 10 %.
"""


def telco() -> list[dict[str, str]]:
    """The 7,043 customers of the Telco sample."""
    folder = Path(os.environ.get("REGULARS_REFERENCE_DATA") or ROOT.parent / "shared" / "data")
    path = folder / "telco-churn" / "Telco-Customer-Churn.csv.gz"
    if not path.exists():
        raise SystemExit("no reference data: set REGULARS_REFERENCE_DATA to their folder")
    with gzip.open(path, "rt") as file:
        return list(csv.DictReader(file))


def on_telco(splits: int) -> Iterator[str]:
    """All 19 columns; 30 % held out, anew each time."""
    rows = telco()
    names = [name for name in rows[0] if name not in ("customerID", "Churn")]
    columns = {name: [row[name] for row in rows] for name in names}
    found = [
        churn_risk(
            columns,
            [row["Churn"] for row in rows],
            horizon="1 month",
            customers=[row["customerID"] for row in rows],
            missing=[" "],
            seed=seed,
        )
        for seed in range(splits)
    ]
    verdicts = Counter(result.verdict for result in found)
    yield f"## The Telco sample, {splits} splits\n"
    yield f"{len(names)} columns, {found[0].n_learnt:,} customers to learn from, {found[0].n_checked:,} held out.\n"
    yield "| | mean | 5 % of the splits below | 5 % above |"
    yield "|---|---:|---:|---:|"
    for title, name in (
        ("mean risk less share who left", "excess"),
        ("slope", "slope"),
        ("AUC", "auc"),
        ("Brier's score", "brier"),
        ("the same, one risk for all", "brier_of_all_alike"),
        ("lift of the upper tenth", "lift"),
    ):
        values = [np.ravel(getattr(result, name))[-1] for result in found]
        low, high = np.quantile(values, (0.05, 0.95))
        yield f"| {title} | {np.mean(values):.4f} | {low:.4f} | {high:.4f} |"
    yield "\n| verdict | splits |\n|---|---:|"
    yield from (f"| {verdict} | {count} |" for verdict, count in verdicts.most_common())
    held = [
        (low <= risk <= high)
        for result in found
        for risk, low, high in zip(
            result.group_risk, result.group_observed_low, result.group_observed_high, strict=True
        )
    ]
    inside = f"{np.mean(held):.1%}"
    yield f"\nOf {len(held):,} groups of a tenth, the interval of the share who left holds the mean risk in {inside}.\n"


def on_made(repetitions: int) -> Iterator[str]:
    """Risks that are right, and risks that the world has left behind."""
    yield f"## Made customers, {repetitions:,} samples each\n"
    yield "Risks around 25 %, log-odds with a standard deviation of 1.5.\n"
    yield "| world | held out | " + " | ".join(verdict.value for verdict in Fit) + " |"
    yield "|---|---:|" + "---:|" * len(Fit)
    for name, world in WORLDS.items():
        for n in (200, 1000, 5000):
            random = np.random.default_rng([3, n])
            found = Counter()
            for _ in range(repetitions):
                odds = random.normal(-1.5, 1.5, n)
                y = (random.random(n) < chance(world(odds))).astype(float)
                found[held_against(chance(odds), y, None, float(y.mean()), TOLERANCE, LEVEL).verdict] += 1
            shares = " | ".join(f"{found[verdict] / repetitions:.1%}" for verdict in Fit)
            yield f"| {name} | {n:,} | {shares} |"


def main(splits: int) -> None:
    """Write the page."""
    lines = [*on_telco(splits), *on_made(10 * splits)]
    RESULTS.write_text(
        HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}") + "\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
