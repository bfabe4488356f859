"""How often a report puts a planted weakness first. Writes ``prove/results/report_planted.md``.

    python prove/report_planted.py [SEEDS]      200 by default

One of ten attributes that matter alike is rated lower by so many points of 100; or the attributes are those of the
sample company, whose breakfast is weakest. The reports are made by the insights that the pages show.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from harness.reports import WEAK, AnswerModel, Said, alike, answers
from regulars.simulate.parameters import Answering

RESULTS = Path(__file__).parent / "results" / "report_planted.md"
SIZES = (300, 600, 1200)
LEAST = 0.9
# From which n on the line is held to.
HELD = {4: 1200, 6: 600, 8: 300, 12: 300, None: 300}
NAMES = ("first", "gain clear", "weakest plank", "another one weakest", "first sentence", "another one there")
HEAD = """# Reports where a weakness is planted

Made by `python prove/report_planted.py {seeds}` on {day}: {seeds} seeds in each row, {seconds:.0f} s.

One of ten attributes is rated lower than the others by so many points of 100 (the others at 76, all of one weight); in
the sample company it is breakfast, at 58, with value and Wi-Fi next at 69 and 67. n answers in the wave.

- first: it stands first in what to improve. The line, where a row is bold: {least:.0%} at least.
- gain clear: it is said to lift the index beyond chance. weakest plank: it is called that, clearly.
- first sentence: the first sentence names it. another one there: it names another (value and Wi-Fi are low too).

"""


def trial(model: AnswerModel, n: int, weak: str, seed: int) -> tuple[bool, ...]:
    """What one report says of it."""
    said = Said.of(answers(model, n, seed), seed)
    named = said.named
    return (
        said.improvements[:1] == [weak],
        weak in said.gains,
        said.weakest == [weak],
        bool(said.weakest) and said.weakest != [weak],
        named == [weak],
        bool(named) and named != [weak],
    )


def rows(seeds: int) -> Iterator[tuple[str, float, bool]]:
    """A line of the table for each size; the share that is held against the line, and whether it is."""
    for points, least in HELD.items():
        truth, weak = (Answering(), "breakfast") if points is None else (alike(points), WEAK)
        model = AnswerModel(truth)
        for n in SIZES:
            found = np.mean([trial(model, n, weak, seed) for seed in range(seeds)], axis=0)
            held, name = n >= least, "sample company" if points is None else f"{points} points"
            cells = " | ".join(f"{share:.1%}" for share in found)
            print(name, n, cells, flush=True)
            name = f"**{name}**" if held else name
            yield f"| {name} | {n:,} | {cells} |", float(found[0]), held


def main(seeds: int) -> None:
    """Write the page; fail where the line is crossed."""
    start = time.monotonic()
    found = list(rows(seeds))
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", seeds=seeds, seconds=time.monotonic() - start, least=LEAST)
    table = [f"| lower by | n | {' | '.join(NAMES)} |", f"|---|---:|{'---:|' * len(NAMES)}"]
    RESULTS.write_text(head + "\n".join([*table, *(line for line, _, _ in found)]) + "\n", "utf-8")
    if min(share for _, share, held in found if held) < LEAST:
        sys.exit("Too many reports do not put the planted weakness first.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
