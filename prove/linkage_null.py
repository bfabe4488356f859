"""How often a straight line is called bent, a step a cliff, and an attribute without effect basic or exciting.

    python prove/linkage_null.py [REPETITIONS]      1,000 by default; writes prove/results/linkage_null.md

At a confidence of 95 % each may happen in at most 5 of 100 surveys in which it is not so, but for chance.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from regulars.methods import loyalty_curve, penalty_reward

RESULTS = Path(__file__).parent / "results" / "linkage_null.md"
POINTS = np.arange(1, 6)
SKEWED = np.array([0.04, 0.06, 0.2, 0.4, 0.3])  # as satisfaction usually is: few at the bottom
LINES = {
    "rises from 10 to 90 %": 0.1 + 0.2 * np.arange(5),
    "does not rise, 50 %": np.full(5, 0.5),
    "rises from 70 to 90 %": 0.7 + 0.05 * np.arange(5),
}
BENT = {
    "only the top is loyal": np.array([0.1, 0.12, 0.15, 0.2, 0.6]),
    "all but the bottom are loyal": np.array([0.1, 0.4, 0.7, 0.75, 0.8]),
}
SIZES = (60, 100, 200, 400, 1000)
HEAD = """# Linkage: curves that are straight, attributes without effect

Made by `prove/linkage_null.py` on {day}, {repetitions:,} trials for each row (standard error of 5 %: {error:.1%});
confidence 95 %. Satisfaction has five points, few answers at the bottom;
loyalty is yes or no. A step is judged between levels of 20 answers and more: with few of these, a step may be clear
among those judged while another as steep is not among them ("all but the bottom": 1 to 2 is as steep as 2 to 3).

"""


def curves(random: np.random.Generator, truth: np.ndarray, n: int, groups: int, repetitions: int) -> tuple[float, ...]:
    """How often a curve is not straight, a step clear, the clear one the right one, and the line's rise inside."""
    found = []
    rise = np.polyfit(POINTS, truth, 1, w=np.sqrt(SKEWED))[0]
    for _ in range(repetitions):
        if groups:
            who = np.repeat(np.arange(groups), n // groups)
            mood = random.normal(size=groups)[who]
            x = np.clip(np.round(3.7 + 0.6 * mood + 0.8 * random.normal(size=len(who))), 1, 5).astype(int)
            loyal = random.random(len(who)) < np.clip(truth[x - 1] + 0.1 * random.normal(size=groups)[who], 0, 1)
            result = loyalty_curve(x, loyal.astype(float), clusters=who)
        else:
            x = random.choice(POINTS, n, p=SKEWED)
            result = loyalty_curve(x, (random.random(n) < truth[x - 1]).astype(float))
        right = result.cliff_clear and result.cliff_to == 2 + int(np.argmax(np.diff(truth)))
        found.append((result.p_linear <= 0.05, result.cliff_clear, right, result.rise_low <= rise <= result.rise_high))
    return tuple(np.mean(found, axis=0))


def rows_of_curves(repetitions: int, truths: dict[str, np.ndarray], *, null: bool) -> Iterator[str]:
    """One line of the table for each truth and size."""
    for name, truth in truths.items():
        for n in SIZES:
            bent, clear, right, inside = curves(np.random.default_rng([3, n]), truth, n, 0, repetitions)
            last = f" {inside:.1%} |" if null else f" {right:.1%} |"
            yield f"| {name} | {n} | {bent:.1%} | {clear:.1%} |{last}"
    if null:
        for n, groups in ((300, 30), (1000, 50)):
            truth = LINES["rises from 10 to 90 %"] * 0.75 + 0.125
            bent, clear, _, inside = curves(np.random.default_rng([4, n]), truth, n, groups, repetitions)
            yield f"| rises from 20 to 80 %, {groups} accounts | {n} | {bent:.1%} | {clear:.1%} | – |"


def classes(random: np.random.Generator, n: int, p: int, penalty: float, repetitions: int) -> tuple[float, ...]:
    """How often any attribute without effect has a class, how often the first is basic, and limits hold zero."""
    found = []
    for _ in range(repetitions):
        mood = random.normal(size=(n, 1))
        ratings = np.clip(np.round(3.6 + 0.6 * mood + 0.9 * random.normal(size=(n, p))), 1, 5)
        overall = 7 + 1.5 * random.normal(size=n) - penalty * (ratings[:, 0] <= 2)
        result = penalty_reward(ratings, np.clip(np.round(overall), 0, 10))
        named = [category != "no clear class" for category in result.category]
        zero = (result.reward_low <= 0) & (result.reward_high >= 0)
        found.append((any(named[1 if penalty else 0 :]), result.category[0] == "basic", np.mean(zero)))
    return tuple(np.mean(found, axis=0))


def rows_of_classes(repetitions: int) -> Iterator[str]:
    """One line for each size, number of attributes and planted penalty."""
    for n, p, penalty in ((100, 4, 0), (200, 4, 0), (200, 10, 0), (400, 10, 0), (200, 4, 1), (400, 4, 1), (1000, 4, 1)):
        any_named, basic, inside = classes(np.random.default_rng([5, n, p]), n, p, penalty, repetitions)
        planted = f"penalty {penalty} for the first" if penalty else "none"
        yield f"| {planted} | {p} | {n} | {any_named:.1%} | {f'{basic:.1%}' if penalty else '–'} | {inside:.1%} |"


def main(repetitions: int) -> None:
    """Write the page."""
    lines = [
        "## A straight line",
        "",
        "| truth | n | called bent | a step called clear | rise within its limits |",
        "|---|---:|---:|---:|---:|",
        *rows_of_curves(repetitions, LINES, null=True),
        "",
        "## A curve",
        "",
        "| truth | n | called bent | a step called clear | clear and right |",
        "|---|---:|---:|---:|---:|",
        *rows_of_curves(repetitions, BENT, null=False),
        "",
        "## Penalty and reward",
        "",
        "| effect | attributes | n | one without effect has a class | the first is basic | reward’s limits hold 0 |",
        "|---|---:|---:|---:|---:|---:|",
        *rows_of_classes(repetitions),
    ]
    error = math.sqrt(0.05 * 0.95 / repetitions)
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", repetitions=repetitions, error=error)
    RESULTS.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
