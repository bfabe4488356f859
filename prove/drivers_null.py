"""How often an attribute stands out from noise where none matters. Writes ``prove/results/drivers_null.md``.

    python prove/drivers_null.py [TRIALS [go-on]]

The page is written after each row; `go-on` leaves the rows that stand on it, with the trials that they have.

Attributes go together as those of a survey do, and overall satisfaction goes with none of them, or with one. The line
of noise promises that all attributes of noise stay below it in 95 of 100 surveys.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import drivers

RESULTS = Path(__file__).parent / "results" / "drivers_null.md"
SEED = 20261122
NONE = [
    # method, attributes, respondents, rows of each respondent, share of answers missing
    *(("lmg", 6, n, 1, 0.0) for n in (100, 200, 300, 1000)),
    ("lmg", 3, 300, 1, 0.0),
    *(("johnson", p, 300, 1, 0.0) for p in (3, 6, 20)),
    *(("pratt", 6, n, 1, 0.0) for n in (200, 300)),
    ("johnson, pairwise", 6, 300, 1, 0.1),
    ("johnson, clusters of 3", 6, 100, 3, 0.0),
    ("johnson, weights of design effect 2", 6, 300, 1, 0.0),
]
ONE = [("lmg", 6, 300, 1, 0.0), ("johnson", 6, 300, 1, 0.0)]
HEAD = """# Drivers: an attribute above the noise where none matters

Made by `prove/drivers_null.py` on {day}, seed {seed}. Answers on 1 to 5, attributes that correlate by about 0.4,
confidence 95 %. The promise is for the attributes of noise together: none of them above the line in 95 of 100 surveys,
so 5 % of surveys at most, and each attribute its part of that.

| method | attributes | n | trials | surveys with one above | each attribute | promised |
|---|---:|---:|---:|---:|---:|---:|
"""
HEAD_OF_ONE = """
## One driver, which explains about an eighth

The others go with satisfaction only because they go along with the driver. Any share of R² gives them a part of what
they have in common with it, so they rise above the line too: it tells what goes with satisfaction, not why.

| method | attributes | n | trials | driver above | one of the others above |
|---|---:|---:|---:|---:|---:|
"""


def survey(random: np.random.Generator, p: int, people: int, rows: int, driver: float) -> tuple[np.ndarray, np.ndarray]:
    """Answers of people, some of them in several rows that are much alike."""
    felt = random.normal(size=(people, 1)) + 1.2 * random.normal(size=(people, p))
    overall = random.normal(size=people) + driver * felt[:, 0]
    who = np.repeat(np.arange(people), rows)
    again = 0.5 if rows > 1 else 0.0
    felt = felt[who] + again * random.normal(size=(len(who), p))
    overall = overall[who] + again * random.normal(size=len(who))
    return np.clip(np.round(3.6 + 0.6 * felt), 1, 5), np.clip(np.round(3.8 + 0.8 * overall), 1, 5)


def trial(random: np.random.Generator, design: tuple[str, int, int, int, float], driver: float) -> np.ndarray:
    """Which attributes stand above the line."""
    name, p, people, rows, missing = design
    X, y = survey(random, p, people, rows, driver)
    X[random.random(X.shape) < missing] = np.nan
    given = {}
    if rows > 1:
        given["clusters"] = np.repeat(np.arange(people), rows)
    if "weights" in name:
        given["weights"] = np.where(random.random(len(y)) < 0.2, 6.0, 1.0)
    if missing:
        given["use"] = "pairwise"
    found = drivers(X, y, name.split(",")[0], n_resamples=100, seed=int(random.integers(2**31)), **given)
    return found.above_noise


def null_row(design: tuple[str, int, int, int, float], trials: int) -> str:
    """How often something stands out where nothing matters."""
    random = np.random.default_rng([SEED, *map(ord, design[0]), *design[1:4]])
    above = np.array([trial(random, design, 0.0) for _ in range(trials)])
    return f"{trials:,} | {above.any(axis=1).mean():.1%} | {above.mean():.2%} | 5% and {0.05 / design[1]:.2%} |"


def driver_row(design: tuple[str, int, int, int, float], trials: int) -> str:
    """How often the one driver is found."""
    random = np.random.default_rng([SEED, 1, *map(ord, design[0]), *design[1:4]])
    above = np.array([trial(random, design, 0.25) for _ in range(trials)])
    return f"{trials:,} | {above[:, 0].mean():.1%} | {above[:, 1:].any(axis=1).mean():.1%} |"


def begun(design: tuple[str, int, int, int, float]) -> str:
    """The first cells of a row."""
    name, p, people, rows, _ = design
    return f"| {name} | {p} | {people * rows} | "


def main(trials: int, *, go_on: bool) -> None:
    """Run the rows and write the page after each."""
    start = time.monotonic()
    stood = RESULTS.read_text("utf-8").partition("## One driver") if go_on and RESULTS.exists() else ("", "", "")
    parts = ((NONE, null_row, stood[0], []), (ONE, driver_row, stood[2], []))
    for designs, row, standing, lines in parts:
        for design in designs:
            kept = [line for line in standing.splitlines() if line.startswith(begun(design))]
            lines.append(kept[0] if kept else begun(design) + row(design, trials))
            print(lines[-1], f"{time.monotonic() - start:.0f} s", flush=True)
            head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", seed=SEED)
            none, one = ("".join(f"{line}\n" for line in found) for *_, found in parts)
            RESULTS.write_text(head + none + (HEAD_OF_ONE + one if one else ""), "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, go_on="go-on" in sys.argv)
