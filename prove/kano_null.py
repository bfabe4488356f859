"""How often a feature is given a clear Kano class where none is, and how often the class that it has.

    python prove/kano_null.py [REPETITIONS]      2,000 by default; writes prove/results/kano_null.md

Where several classes are equally frequent, each clear class is a false one: at a confidence of 95 % at most 5 % of the
trials may have one, however many classes are equal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import kano

RESULTS = Path(__file__).parent / "results" / "kano_null.md"
# One pair of answers for each class: A, O, M, I, R, Q.
THERE, ABSENT = np.array([1, 1, 3, 3, 3, 1]), np.array([3, 5, 5, 3, 1, 1])
SIZES = (30, 100, 400)
NOTHING = {
    "two equal, nothing else": (0.5, 0, 0, 0.5, 0, 0),
    "two equal, four behind": (0.35, 0.35, 0.1, 0.1, 0.05, 0.05),
    "A, O, M, I equal": (0.25, 0.25, 0.25, 0.25, 0, 0),
    "O, A, M together as many as I": (0.25, 0.15, 0.1, 0.5, 0, 0),
}
PLANTED = {
    "A 60 %, O 20 %": (0.6, 0.2, 0.05, 0.15, 0, 0),
    "M 45 %, I 30 %": (0.05, 0.2, 0.45, 0.3, 0, 0),
}
HEAD = """# Kano: a clear class where none is

Made by `prove/kano_null.py` on {day}, {repetitions:,} trials for each row; confidence 95 %. `clear` is the verdict that
reports use; Fong's test stands beside it. The last row of the first table is the border of Berger's rule.

"""


def trials(random: np.random.Generator, shares: tuple[float, ...], n: int, rule: str, repetitions: int) -> np.ndarray:
    """Of each trial: clear, clear by Fong's test, and whether the class is the most frequent of the truth."""
    most = "AOMIRQ"[int(np.argmax(shares))]
    found = []
    for counts in random.multinomial(n, shares, size=repetitions):
        result = kano(THERE, ABSENT, counts=counts, decided_by=rule)
        found.append((result.clear, result.fong, result.clear and result.category == most))
    return np.mean(found, axis=0)


def rows(repetitions: int, truths: dict[str, tuple[float, ...]], *, null: bool) -> Iterator[str]:
    """One line of the table for each truth, rule and size."""
    for name, shares in truths.items():
        for rule in ("mode", "berger"):
            if null and (name.startswith("O, A, M") != (rule == "berger")):
                continue  # the border of one rule is none of the other
            for n in SIZES:
                clear, fong, right = trials(np.random.default_rng([7, n]), shares, n, rule, repetitions)
                last = "" if null else f" {right:.1%} |"
                yield f"| {name} | {rule} | {n} | {clear:.1%} | {fong:.1%} |{last}"


def main(repetitions: int) -> None:
    """Write the page."""
    lines = [
        "## No class is the most frequent",
        "",
        "| truth | decided by | n | called clear | by Fong's test |",
        "|---|---|---:|---:|---:|",
        *rows(repetitions, NOTHING, null=True),
        "",
        "## One class is",
        "",
        "| truth | decided by | n | called clear | by Fong's test | clear and right |",
        "|---|---|---:|---:|---:|---:|",
        *rows(repetitions, PLANTED, null=False),
    ]
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", repetitions=repetitions)
    RESULTS.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
