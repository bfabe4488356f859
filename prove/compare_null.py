"""How often ``compare`` calls a difference clear where there is none, and the same where there is a margin's worth.

    python prove/compare_null.py [REPETITIONS]      2,000 by default; writes prove/results/compare_null.md

Every group of a trial is drawn from one distribution, so that each clear difference is a false one. At a
confidence of 95 % at most 5 % of the trials may have one: of a single pair, and by Benjamini-Hochberg or Holm of all
pairs together.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from regulars.methods import Comparison, compare
from regulars.methods.comparison import Verdict

RESULTS = Path(__file__).parent / "results" / "compare_null.md"
CLEAR = (Verdict.HIGHER, Verdict.LOWER)
Random = np.random.Generator
Draw = Callable[[Random, int], np.ndarray[Any, Any]]
Trial = Callable[[Random], Comparison]


def points(*shares: float) -> Draw:
    """Answers 1, 2, … with these shares."""
    return lambda random, n: random.choice(len(shares), size=n, p=shares) + 1


def recommend(promoters: float, passives: float) -> Draw:
    """Answers 10, 8 and 3."""
    shares = (promoters, passives, 1 - promoters - passives)
    return lambda random, n: random.choice([10, 8, 3], size=n, p=shares)


def satisfied(share: float) -> Draw:
    """Answers 5 and 2."""
    return lambda random, n: np.where(random.random(n) < share, 5, 2)


MEANS = {
    "even, 1 to 5": points(0.2, 0.2, 0.2, 0.2, 0.2),
    "skewed, mean 4.4": points(0.02, 0.03, 0.07, 0.29, 0.59),
}
SHARES = {f"share {share}": satisfied(share) for share in (0.5, 0.8, 0.95)}
SCORES = {"52/35/13": recommend(0.52, 0.35), "90/8/2": recommend(0.90, 0.08)}
KINDS: dict[str, dict[str, Draw]] = {"mean": MEANS, "share": SHARES, "nps": SCORES}
TYPICAL = {
    "mean": MEANS["skewed, mean 4.4"],
    "share": SHARES["share 0.8"],
    "nps": SCORES["52/35/13"],
}
NAMES = np.array([f"g{number:02d}" for number in range(30)])


def groups(draw: Draw, measure: str, sizes: tuple[int, ...], **options: Any) -> Trial:
    """Independent answers."""
    of = np.repeat(NAMES[: len(sizes)], sizes)
    return lambda random: compare(draw(random, sum(sizes)), of, measure=measure, **options)


def weighted(draw: Draw, measure: str, sizes: tuple[int, ...], **options: Any) -> Trial:
    """Weights of design effect 2, nothing to do with the answers."""
    of = np.repeat(NAMES[: len(sizes)], sizes)

    def trial(random: Random) -> Comparison:
        weights = random.lognormal(0, math.sqrt(math.log(2)), len(of))
        return compare(draw(random, len(of)), of, measure=measure, weights=weights, **options)

    return trial


def clustered(draw: Draw, measure: str, clusters: int, *, spread: bool, **options: Any) -> Trial:
    """Clusters of 4, whose members answer as the first with chance 0.6; each in one of two groups, or in both."""

    def trial(random: Random) -> Comparison:
        cluster = np.repeat(np.arange(2 * clusters), 4)
        own, first = draw(random, len(cluster)), draw(random, 2 * clusters)[cluster]
        answers = np.where(random.random(len(cluster)) < 0.6, first, own)
        of = np.tile(NAMES[:2], 4 * clusters) if spread else NAMES[(cluster >= clusters).astype(int)]
        return compare(answers, of, measure=measure, clusters=cluster, **options)

    return trial


def paired(draw: Draw, measure: str, n: int, waves: int = 2, **options: Any) -> Trial:
    """The same people in each wave; each answers as the time before with chance 0.6."""

    def trial(random: Random) -> Comparison:
        wave = [draw(random, n)]
        for _ in range(waves - 1):
            wave.append(np.where(random.random(n) < 0.6, wave[-1], draw(random, n)))
        of, who = np.repeat(NAMES[:waves], n), np.tile(np.arange(n), waves)
        return compare(np.concatenate(wave), of, measure=measure, paired=who, **options)

    return trial


def at_the_margin(measure: str, n: int, **options: Any) -> Trial:
    """Two groups that differ by exactly the margin."""
    first, second, margin = {
        "mean": (points(0.1, 0.1, 0.2, 0.3, 0.3), points(0.1, 0.2, 0.2, 0.3, 0.2), 0.3),
        "share": (satisfied(0.8), satisfied(0.7), 0.1),
        "nps": (recommend(0.5, 0.3), recommend(0.4, 0.4), 10),
    }[measure]
    of = np.repeat(NAMES[:2], n)

    def trial(random: Random) -> Comparison:
        answers = np.concatenate([first(random, n), second(random, n)])
        return compare(answers, of, measure=measure, margin=margin, **options)

    return trial


def scenarios() -> Iterator[tuple[str, str, str, Trial]]:
    """Part, measure, what, and how one trial is made."""
    for measure, draws in KINDS.items():
        for name, draw in draws.items():
            for sizes in ((10, 10), (30, 30), (100, 100), (500, 500), (30, 300)):
                if measure == "nps" and sizes[0] < 30:
                    continue
                yield "Two groups", measure, f"{name}, n {sizes[0]} and {sizes[1]}", groups(draw, measure, sizes)
    for measure, draw in TYPICAL.items():
        for adjust in ("bh", "holm"):
            sizes = (40,) * 20
            yield "20 groups", measure, f"190 pairs, {adjust}", groups(draw, measure, sizes, adjust=adjust)
        mixed = tuple(int(size) for size in np.geomspace(30, 600, 20))
        yield (
            "20 groups", measure, "each against the rest, n 30 to 600, bh", groups(draw, measure, mixed, against="rest")
        )  # fmt: skip
        yield "Weights of design effect 2", measure, "n 100 and 100", weighted(draw, measure, (100, 100))
        yield "Weights of design effect 2", measure, "n 60 and 400", weighted(draw, measure, (60, 400))
        for clusters in (20, 60):
            for spread, words in ((False, "each in one group"), (True, "each in both groups")):
                yield (
                    "Clusters of 4", measure, f"{clusters} for each group, {words}",
                    clustered(draw, measure, clusters, spread=spread),
                )  # fmt: skip
        for n in (30, 200):
            yield "Paired", measure, f"{n} people, two waves", paired(draw, measure, n)
        yield "Paired", measure, "100 people, five waves, bh", paired(draw, measure, 100, 5, against="before")
        yield "Bootstrap, 500 draws", measure, "n 100 and 100", groups(draw, measure, (100, 100), n_resamples=500)
        yield "Differing by the margin", measure, "n 400 and 400: called about the same", at_the_margin(measure, 400)
        yield "Differing by the margin", measure, "n 2,000 and 2,000: called so", at_the_margin(measure, 2000)


def main(repetitions: int) -> None:
    """Run all scenarios and write the table."""
    start, rows, above = time.monotonic(), [], 0
    reach = 0.05 + 3 * math.sqrt(0.05 * 0.95 / repetitions)
    found = list(scenarios())
    for number, (part, measure, what, trial) in enumerate(found):
        random = np.random.default_rng(number)
        differing = part == "Differing by the margin"
        wanted = (Verdict.SAME,) if differing else CLEAR
        called = raw = overall = judged = pairs = 0
        for _ in range(repetitions):
            result = trial(random)
            judged += not result.too_few
            called += any(verdict in wanted for verdict in result.verdict)
            pairs = len(result.p_value)
            raw += bool(result.p_value[0] <= 0.05)
            overall += result.p_overall <= 0.05
        rate = called / max(judged, 1)
        above += rate > reach
        test = "" if differing or pairs > 1 else f"{100 * raw / max(judged, 1):.1f} %"
        every = "" if differing else f"{100 * overall / max(judged, 1):.1f} %"
        mark = " **above**" if rate > reach else ""
        rows.append(f"| {part} | {measure} | {what} | {100 * rate:.1f} %{mark} | {test} | {every} | {judged:,} |")
        print(f"\r{number + 1} of {len(found)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    lines = [
        "# False differences of compare",
        "",
        f"{datetime.now().astimezone():%Y-%m-%d}, `python prove/compare_null.py {repetitions}`: {repetitions:,} trials",
        f"of each, {time.monotonic() - start:.0f} s. There is no difference in truth; at 95 % at most 5 % of",
        f"the trials may show one. Above {100 * reach:.1f} % (three standard errors) a row is marked; {above or 'no'}",
        f"of {len(rows)} rows are.",
        "",
        "“Called” is the verdict: any pair clearly higher or lower after adjustment (in the rows about a margin:",
        "about the same, though the difference is the margin). “p of the pair” and “p of all” count p-values of at",
        "most 0.05. Trials that the method itself calls too few to judge stay out.",
        "",
        "| | measure | | called | p of the pair | p of all | trials |",
        "|---|---|---|---:|---:|---:|---:|",
        *rows,
    ]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
