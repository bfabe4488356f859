"""How often a report names something where there is nothing. Writes ``prove/results/report_null.md``.

    python prove/report_null.py [SEEDS]      500 by default

Guests of six hotels answer in two waves of one truth. Either ten attributes are rated and matter alike and no hotel
differs, or they are those of the sample company: then only a change since the last wave would be wrong. The reports
are made by the insights that the pages show: ``satisfaction`` and the first chapter.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from harness.reports import AnswerModel, Said, alike, answers
from regulars.simulate.parameters import Answering

RESULTS = Path(__file__).parent / "results" / "report_null.md"
TRUTHS = {"nothing planted": alike(), "as in the sample company": Answering()}
SIZES = (100, 300, 1000)  # answers in each wave
BACK = (0.0, 0.5)  # part of the guests of a wave who answer in the next
MOST = 0.07
HEAD = """# Reports where nothing is planted

Made by `python prove/report_null.py {seeds}` on {day}: {seeds} seeds in each row, {seconds:.0f} s.

Two waves of one truth, n answers in each, ten attributes, six hotels. Back: part of the guests of a wave who answer
in the next. A report counts once, however much it names wrongly:

- changed: some attribute is marked as changed since the last wave (q = .05). The line: {most:.0%} at most.
- all in all: satisfied or NPS of the last wave is called clearly higher or lower than before.
- weakest: an attribute is called clearly the weakest plank. gain: one is said to lift the index beyond chance.
- first sentence: it names an attribute, as the one to mend, the candidate or the lowest (from 200 complete answers on).
- worst first: an attribute is drawn as below the index. hotels: one is called clearly below or above the others.

"""
NAMES = ("changed", "all in all", "weakest", "gain", "first sentence", "worst first", "hotels")


def trial(model: AnswerModel, n: int, back: float, seed: int) -> tuple[bool, ...]:
    """What one report names."""
    said = Said.of(answers(model, n, seed, back=back), seed)
    trends = [said.report.figure(key).note for key in ("csat", "nps")]
    return (
        bool(said.changed),
        any(str(note).startswith(("Clearly higher", "Clearly lower")) for note in trends),
        bool(said.weakest),
        bool(said.gains),
        bool(said.named),
        bool(said.marked("worst-first", "below")),
        bool(said.units),
    )


def rows(seeds: int) -> Iterator[tuple[str, float]]:
    """A line of the table for each truth and size, and the share that is held against the line."""
    for name, truth in TRUTHS.items():
        model = AnswerModel(truth)
        for n in SIZES:
            for back in BACK:
                found = np.mean([trial(model, n, back, seed) for seed in range(seeds)], axis=0)
                shown = found if truth is TRUTHS["nothing planted"] else [*found[:2], *[None] * (len(NAMES) - 2)]
                cells = " | ".join("" if share is None else f"{share:.1%}" for share in shown)
                print(name, n, back, cells, flush=True)
                yield f"| {name} | {n:,} | {back:.0%} | {cells} |", float(found[0])


def main(seeds: int) -> None:
    """Write the page; fail where the line is crossed."""
    start = time.monotonic()
    found = list(rows(seeds))
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", seeds=seeds, seconds=time.monotonic() - start, most=MOST)
    table = [f"| truth | n | back | {' | '.join(NAMES)} |", f"|---|---:|---:|{'---:|' * len(NAMES)}"]
    RESULTS.write_text(head + "\n".join([*table, *(line for line, _ in found)]) + "\n", "utf-8")
    if max(share for _, share in found) > MOST:
        sys.exit("Too many reports name a change where there is none.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
