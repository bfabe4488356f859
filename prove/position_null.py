"""How often a brand is called ahead or behind where all brands are alike. Writes ``prove/results/position_null.md``.

    python prove/position_null.py [TRIALS]

The family are all attributes of one comparison; their p-values are adjusted together by Benjamini and Hochberg's rule,
which promises, where nothing differs, one wrong verdict or more in 5 of 100 surveys at most.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import competitive_position

RESULTS = Path(__file__).parent / "results" / "position_null.md"
SEED = 20261122
DRAWS = 600  # 2,000 by default
DESIGNS = [
    # what, attributes, people, brands; each rates one brand, or all
    *(("each rates one of 2 brands", p, n, 2, False) for p, n in ((5, 200), (5, 600), (12, 600))),
    ("each rates one of 4 brands", 8, 800, 4, False),
    ("all rate both brands", 8, 200, 2, True),
]
HEAD = """# Competitive position: ahead or behind where all brands are alike

Made by `prove/position_null.py` on {day}, {trials:,} trials for each row, seed {seed}, {draws} resamples (2,000 by
default); {seconds:.0f} s. Answers on 1 to 5 that correlate by about 0.4; importance stated; confidence 95 %.

"Difference" is the verdict clearly ahead or behind, with all attributes allowed for, counted for surveys with one or
more and for attributes. Unadjusted: intervals that exclude zero, one by one.

"""


def survey(
    random: np.random.Generator, p: int, people: int, brands: int, *, every: bool, lead: float
) -> dict[str, np.ndarray]:
    """Ratings of the first brand, better by ``lead`` in the first attribute, and of the others."""
    brand = np.tile(np.arange(brands), people) if every else random.integers(0, brands, people)
    who = np.repeat(np.arange(people), brands) if every else np.arange(people)
    mood = random.normal(size=people)[who]
    felt = 3.6 + 0.6 * (mood[:, None] + 1.2 * random.normal(size=(len(who), p)))
    felt[:, 0] += lead * (brand == 0)
    answers = np.clip(np.round(felt), 1, 5)
    return {"X": answers, "brands": brand, "who": who}


def trial(random: np.random.Generator, design: tuple[str, int, int, int, bool], lead: float = 0.0) -> tuple:
    """Clear differences, and intervals that exclude zero; of each attribute."""
    _, p, people, brands, every = design
    data = survey(random, p, people, brands, every=every, lead=lead)
    found = competitive_position(
        data["X"],
        data["brands"],
        own=0,
        importance=np.arange(1, p + 1),
        clusters=data["who"] if every else None,
        n_resamples=DRAWS,
        seed=int(random.integers(2**31)),
    )
    return found.clear_difference, (found.low > 0) | (found.high < 0)


def rows(trials: int) -> Iterator[str]:
    """One line for each design."""
    yield "| design | attributes | people | surveys with a difference | attributes | unadjusted |"
    yield "|---|---:|---:|---:|---:|---:|"
    for design in DESIGNS:
        random = np.random.default_rng([SEED, *design[1:4], design[4]])
        found = np.array([trial(random, design) for _ in range(trials)])
        difference, alone = found.transpose(1, 0, 2)
        figures = (difference.any(axis=1), difference, alone)
        line = " | ".join(f"{figure.mean():.1%}" for figure in figures)
        print(*design, line, flush=True)
        yield f"| {design[0]} | {design[1]} | {design[2]} | {line} |"
    yield ""
    yield "## One attribute in which we are ahead by 0.3"
    yield ""
    yield "The rule then promises less of the others: of all attributes called, 5 in 100 wrong at most, on average."
    yield ""
    yield "| design | attributes | people | found | one of the others called, surveys |"
    yield "|---|---:|---:|---:|---:|"
    for design in DESIGNS[:2]:
        random = np.random.default_rng([SEED, 1, *design[1:4]])
        found = np.array([trial(random, design, 0.3)[0] for _ in range(trials // 2)])
        line = f"{found[:, 0].mean():.1%} | {found[:, 1:].any(axis=1).mean():.1%}"
        print("ahead", *design, line, flush=True)
        yield f"| {design[0]} | {design[1]} | {design[2]} | {line} |"


def main(trials: int) -> None:
    """Write the page."""
    start = time.monotonic()
    lines = list(rows(trials))
    head = HEAD.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}", trials=trials, seed=SEED, draws=DRAWS, seconds=time.monotonic() - start
    )
    RESULTS.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
