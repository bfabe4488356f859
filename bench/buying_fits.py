"""Fits of BG/NBD and Gamma-Gamma, line by line: ours and lifetimes 0.11.3, each line alternating in one run.

    python bench/buying_fits.py [LINE ...]      all if nothing is named; a named line is measured anew, the others stay

A million customers at weekly grain are fitted as the peer's documentation shows it and, for the peer alone, once more
on our distinct histories with its ``weights=``. CDNOW is that of the reference data (REGULARS_REFERENCE_DATA names
their folder); without it that line is left out.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import numpy as np

from bg_nbd import PEERS, TRUTH
from harness import environments, pages
from harness.workers import Side
from regulars.methods import BetaGeoNBD
from regulars.methods.buying.beta_geometric import BetaGeometricLikelihood
from regulars.methods.buying.gamma_gamma import GammaGammaLikelihood
from regulars.methods.buying.histories import histories

MILLION = 1_000_000
Columns = dict[str, np.ndarray]


def weekly() -> Columns:
    """A million customers who came over a year and a half, in whole weeks."""
    T = np.random.default_rng(1).integers(26, 105, MILLION).astype(float)
    frequency, recency = BetaGeoNBD(**TRUTH).simulate(T, seed=2)
    return {"frequency": frequency, "recency": np.where(frequency > 0, np.minimum(np.ceil(recency), T), 0), "T": T}


def grouped() -> tuple[Columns, Columns]:
    """The same: as they are, and as distinct histories."""
    columns = weekly()
    rows = histories(**columns)
    return columns, {"frequency": rows.frequency, "recency": rows.recency, "T": rows.T, "weights": rows.counts}


def apart() -> Columns:
    """The same to the second: no two alike but those who bought once."""
    T = np.random.default_rng(1).uniform(26, 105, MILLION)
    frequency, recency = BetaGeoNBD(**TRUTH).simulate(T, seed=2)
    return {"frequency": frequency, "recency": recency, "T": T}


def cdnow() -> Columns | None:
    """The sample of 2,357 customers, to the first 39 weeks."""
    folder = Path(os.environ.get("REGULARS_REFERENCE_DATA") or environments.ROOT.parent / "shared" / "data")
    path = folder / "cdnow-sample" / "cdnow_cbs.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in ("frequency", "recency", "T")}


def spending() -> Columns:
    """A million repeat customers and what they spent on average at each purchase."""
    random = np.random.default_rng(3)
    frequency = random.geometric(0.3, MILLION).astype(float)
    rate = random.gamma(3.74, 1 / 15.44, MILLION)
    return {"frequency": frequency, "monetary": random.gamma(6.25 * frequency) / rate / frequency}


# Line: what it is, aim, columns of ours and of the peer, fits in a run, runs of the peer
LINES: dict[str, tuple[str, int, Callable[[], tuple[Columns | None, Columns | None]], int, int]] = {
    "documented": (
        "BG/NBD, a million customers at weekly grain, as documented",
        150,
        lambda: (weekly(), weekly()),
        1,
        2,
    ),
    "weights": ("the same, the peer by its `weights=` on our distinct histories", 10, grouped, 1, 3),
    "cdnow": ("BG/NBD, CDNOW sample of 2,357 customers (20 fits)", 20, lambda: (cdnow(), cdnow()), 20, 5),
    "apart": ("BG/NBD, a million customers that do not group", 7, lambda: (apart(), apart()), 1, 2),
    "spending": ("Gamma-Gamma, a million customers", 15, lambda: (spending(), spending()), 1, 3),
}


def measure(name: str, folder: Path) -> dict[str, object] | None:
    """One line: ours warm, twice before and twice after each run of the peer."""
    _, _, columns, times, runs = LINES[name]
    ours, theirs = columns()
    if ours is None or theirs is None:
        return None
    sides = []
    for title, python, script, data in (
        ("ours", environments.OURS, "fit_ours.py", ours),
        ("theirs", environments.peer("lifetimes"), "fit_lifetimes.py", theirs),
    ):
        file = folder / f"{name}_{title}.npz"
        np.savez(file, times=times, **data)
        sides.append(Side.start(title, python, PEERS / script, file))
    mine, peer = sides
    mine.run(keep=False)
    for _ in range(runs):
        for side in (mine, mine, peer, mine, mine):
            side.run()
    for side in sides:
        side.stop()
    load = os.getloadavg()
    return {
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        "load": f"{load[0]:.0f}",
        "runs": [len(mine.wall), len(peer.wall)],
        "wall": [median(mine.wall), median(peer.wall)],
        "cpu": [median(mine.cpu), median(peer.cpu)],
        "better": _gain(ours, mine.result["parameters"], peer.result["parameters"]),
    }


def _gain(columns: Columns, ours: list[float], theirs: list[float]) -> float:
    """Our log-likelihood less theirs, relative, both by our formula."""
    if "monetary" in columns:
        likelihood: Callable[..., tuple[float, np.ndarray]] = GammaGammaLikelihood(
            columns["frequency"], columns["monetary"], np.ones(len(columns["monetary"]))
        )
    else:
        likelihood = BetaGeometricLikelihood(histories(**columns), drops_at_first=False)
    found, other = (likelihood(np.log(one))[0] for one in (ours, theirs))
    return (found - other) / abs(other)


def main(chosen: list[str]) -> None:
    """Measure and publish; what was measured before stands with its date."""
    kept = pages.RESULTS / "buying_fits.json"
    found = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    with tempfile.TemporaryDirectory() as name:
        for line in chosen or LINES:
            result = measure(line, Path(name))
            if result is None:
                print(f"{line}: no reference data")
                continue
            found[line] = result
            kept.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    lines = [
        "Median of warm runs, ours twice before and after each of the peer (lifetimes 0.11.3), BLAS on one thread.",
        "Ours less theirs: log-likelihood at each side’s parameters by our formula, relative.",
        "",
        "| fit | aim | wall, s | its | **ratio** | CPU, s | its | **ratio** | ours less theirs | at | load | runs |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|",
    ]
    for line, (title, aim, *_) in LINES.items():
        if line in found:
            one = found[line]
            spans = " | ".join(
                f"{one[kind][0]:.3f} | {one[kind][1]:.2f} | **{one[kind][1] / one[kind][0]:.1f}**"
                for kind in ("wall", "cpu")
            )
            runs = " and ".join(str(n) for n in one["runs"])
            lines.append(f"| {title} | {aim} | {spans} | {one['better']:+.0e} | {one['at']} | {one['load']} | {runs} |")
    pages.publish("buying_fits", "Fits of the models of buying", lines)


if __name__ == "__main__":
    main(sys.argv[1:])
