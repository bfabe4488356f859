"""Pareto/NBD fit of 100,000 customers, and forecasts for a million: ours and lifetimes 0.11.3 in one run.

    python bench/buying.py [fit] [forecast]      both if nothing is named

The peer's fit takes minutes, so that it runs once, between runs of ours. Forecasts are compared customer by customer;
the value of twelve months is that of twelve payments, each at the end of its month, as the peer counts.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from bg_nbd import CUSTOMERS, PEERS, TRUTH, simulate
from harness import environments, pages
from harness.workers import Side, table
from regulars.methods import BetaGeoNBD, ParetoNBD
from regulars.methods.buying.histories import histories
from regulars.methods.buying.pareto import ParetoLikelihood

MILLION = 1_000_000
AIMS = {"fit": 20, "forecast": 200}


def between(sides: tuple[Side, Side], theirs: int) -> None:
    """Ours warm, three times before and after each run of the peer, which is not warmed up."""
    ours, peer = sides
    ours.run(keep=False)
    for _ in range(theirs):
        for side in (ours, ours, ours, peer, ours, ours, ours):
            side.run()
    for side in sides:
        side.stop()


def sides(folder: Path, data: Path, name: str) -> tuple[Side, Side]:
    """Both workers on one file."""
    return (
        Side.start("Regulars", environments.OURS, PEERS / f"{name}_ours.py", data),
        Side.start("lifetimes 0.11.3", environments.peer("lifetimes"), PEERS / f"{name}_lifetimes.py", data),
    )


def fit(folder: Path) -> None:
    """Pareto/NBD."""
    columns = simulate()
    data = folder / "histories.npz"
    np.savez(data, **dict(zip(("frequency", "recency", "T"), columns, strict=True)))
    both = sides(folder, data, "pareto_nbd")
    between(both, 1)
    rows = histories(*columns)
    likelihood = ParetoLikelihood(rows)
    found = [rows.n * likelihood(np.log(side.result["parameters"]))[0] for side in both]
    lines = [
        (
            f"{CUSTOMERS:,} customers at weekly grain, {len(rows.T):,} distinct histories; those of the BG/NBD "
            f"benchmark. BLAS on one thread; the peer once, cold."
        ),
        "",
        *table(both),
        "",
        "| | log-likelihood | " + " | ".join(ParetoNBD.names) + " |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {side.name} | {value:.6f} | " + " | ".join(f"{p:.6f}" for p in side.result["parameters"]) + " |"
            for side, value in zip(both, found, strict=True)
        ),
        "",
        f"Aim: {AIMS['fit']} times as fast. Log-likelihood, ours less theirs: {found[0] - found[1]:+.6f}.",
    ]
    pages.publish("pareto_nbd", "Pareto/NBD fit", lines)


def forecast(folder: Path) -> None:
    """Expected purchases, P(alive) and value, with the parameters given."""
    random = np.random.default_rng(1)
    T = random.integers(26, 105, MILLION).astype(float)
    frequency, recency = BetaGeoNBD(**TRUTH).simulate(T, seed=2)
    recency = np.where(frequency > 0, np.minimum(np.ceil(recency), T), 0)
    monetary = np.where(frequency > 0, random.lognormal(3.3, 0.5, MILLION), 0)
    data = folder / "million.npz"
    np.savez(data, frequency=frequency, recency=recency, T=T, monetary=monetary)
    both = sides(folder, data, "forecast")
    between(both, 2)
    ours, theirs = (np.load(f"{data}.{name}.npz") for name in ("ours", "theirs"))

    def apart(name: str) -> str:
        gap = np.abs(ours[name] - theirs[name]) / np.maximum(np.abs(theirs[name]), 1e-12)
        whole = ours[name].sum() / theirs[name].sum() - 1
        return f"| {name} | {np.nanmax(gap):.1e} | {int(np.isnan(theirs[name]).sum()):,} | {whole:+.1e} |"

    lines = [
        f"{MILLION:,} customers at weekly grain. BLAS on one thread; the peer cold. One forecast is all three.",
        "",
        *table(both),
        "",
        "| | largest difference of a customer, relative | NaN of the peer | difference of the sum, relative |",
        "|---|---:|---:|---:|",
        *(apart(name) for name in ("expected", "alive", "value")),
        "",
        (
            f"Aim: {AIMS['forecast']} times as fast, within 1e-10. The value is that of payments at the end of each "
            f"month (`paid_every`), as the peer counts; without that each purchase counts from its own moment."
        ),
    ]
    pages.publish("forecast", "Forecasts for a million customers", lines)


def main(chosen: list[str]) -> None:
    """Measure and publish."""
    with tempfile.TemporaryDirectory() as name:
        for part in chosen or ["forecast", "fit"]:
            {"fit": fit, "forecast": forecast}[part](Path(name))


if __name__ == "__main__":
    main(sys.argv[1:])
