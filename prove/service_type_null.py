"""How often both intervals of a team hold its true scores together, and how often a type is called clear on a line.

    python prove/service_type_null.py [REPETITIONS]      2,000 by default; writes prove/results/service_type_null.md

A team that lies exactly on the line of staff has no type: each clear type is a false one, and half of those would be
false for a team a hair beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import service_type

RESULTS = Path(__file__).parent / "results" / "service_type_null.md"
SIZES = (10, 20, 30, 50, 100)
SHAPES = {"middling": (0.0, 1.0), "skewed": (1.2, 0.9), "strongly skewed": (2.2, 1.0)}
BETWEEN = np.array([-1.5, -0.5, 0.5, 1.5])  # between the points of the scale
HEAD = """# Service types: intervals that hold together, and types called clear on a line

Made by `prove/service_type_null.py` on {day}, {repetitions:,} teams for each row; two items a dimension, answers 1 to 5
of people who like or dislike both (correlation about 0.4); confidence 95 %. `hold` asks for 95 %, `clear on a line` for
5 % at most: the team lies exactly on the line of staff, and far above that of the system.

| answers | n | both intervals hold | clear on a line | called clear for the wrong side |
|---|---:|---:|---:|---:|
"""


def answers(random: np.random.Generator, shape: tuple[float, float], size: int) -> np.ndarray:
    """Four items of each person: two personal, two procedural."""
    centre, spread = shape
    mood = random.normal(size=(size, 1))
    felt = centre + spread * (0.6 * mood + 0.8 * random.normal(size=(size, 4)))
    return 1 + (felt[:, :, None] > BETWEEN).sum(axis=2)


def rows(repetitions: int) -> Iterator[str]:
    """One line of the table for each shape and size."""
    for name, shape in SHAPES.items():
        truth = 25 * (answers(np.random.default_rng(1), shape, 2_000_000).mean() - 1)
        for n in SIZES:
            table = answers(np.random.default_rng([3, n]), shape, n * repetitions)
            teams = np.repeat(np.arange(repetitions), n)
            found = service_type(table[:, :2], table[:, 2:], teams, cut=(truth, 1.0))
            scores = ((found.personal_low, found.personal_high), (found.procedural_low, found.procedural_high))
            hold = np.mean(np.all([(low <= truth) & (truth <= high) for low, high in scores], axis=0))
            up = np.mean(found.personal_low > truth)
            down = np.mean(found.personal_high < truth)
            yield f"| {name} | {n} | {hold:.1%} | {up + down:.1%} | {max(up, down):.1%} |"


def main(repetitions: int) -> None:
    """Write the page."""
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", repetitions=repetitions)
    RESULTS.write_text(head + "\n".join(rows(repetitions)) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
