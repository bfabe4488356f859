"""Scores with their intervals on ten million answers: ours against the bare mean of the same column by pandas.

    python bench/scores.py

The peer computes less (one number, no interval, no check of the scale); the aim says how much more ours may cost.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

import numpy as np

from harness import environments, pages
from harness.workers import Side, alternate

ANSWERS = 10_000_000
ROUNDS = 9
AIM = 3
PEERS = Path(__file__).parent / "peers"
METHODS = {
    "nps": ("NPS", (0, 10), 1),
    "csat": ("CSAT", (1, 5), 1),
    "index": ("Weighted index of 3 items", (1, 5), 3),
}
KINDS = {
    "float64": "numpy float64",
    "gaps": "numpy float64, 5 % missing",
    "int8": "numpy int8",
    "int64": "numpy int64",
    "arrow": "Arrow int8",
    "nulls": "Arrow int8, 5 % missing",
}


def write_columns(folder: Path, scale: tuple[int, int], items: int, kind: str) -> None:
    """The columns of one case, each in a file."""
    random = np.random.default_rng(1)
    folder.mkdir()
    for item in range(items):
        column = random.integers(scale[0], scale[1] + 1, ANSWERS, dtype=np.int8)
        values = column.astype({"int8": "int8", "arrow": "int8", "int64": "int64"}.get(kind, "float64"))
        if kind in ("gaps", "nulls"):
            values[random.random(ANSWERS) < 0.05] = np.nan
        np.save(folder / f"{item}.npy", values)


def measure(folder: Path) -> tuple[Side, Side]:
    """Both sides on one case."""
    sides = (
        Side.start("Regulars", environments.OURS, PEERS / "scores_ours.py", folder),
        Side.start("pandas", environments.peer("pandas"), PEERS / "scores_pandas.py", folder),
    )
    alternate(sides, ROUNDS)
    return sides


def row(method: str, kind: str, sides: tuple[Side, Side]) -> tuple[str, float, float]:
    """One line of the table, the ratio of CPU and ours in float64 columns of memory."""
    ours, theirs = sides
    ratio = median(ours.cpu) / median(theirs.cpu)
    wall = median(ours.wall) / median(theirs.wall)
    extra = ours.result["extra"] / (8 * ANSWERS)
    cells = (
        METHODS[method][0],
        KINDS[kind],
        f"{1000 * median(ours.cpu):.0f}",
        f"{1000 * median(theirs.cpu):.0f}",
        f"**{ratio:.1f}**",
        f"{wall:.1f}",
        f"{extra:.2f}",
        f"{theirs.result['extra'] / (8 * ANSWERS):.2f}",
    )
    return f"| {' | '.join(cells)} |", ratio, extra


def main() -> None:
    """Measure and publish."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for method, (_, scale, items) in METHODS.items():
            for kind in KINDS:
                folder = Path(name) / f"{method}-{kind}"
                write_columns(folder, scale, items, kind)
                rows.append(row(method, kind, measure(folder)))
                for file in folder.iterdir():
                    file.unlink()
    _, ratios, extras = zip(*rows, strict=True)
    kept = "kept" if max(ratios) <= AIM and max(extras) < 2 else "MISSED"
    lines = [
        (
            f"{ANSWERS:,} answers, our score with its interval against the bare mean of the same column (of the same "
            f"three columns for the index) by pandas. Median of {ROUNDS} alternating warm runs; memory is the peak "
            "beyond what was there before, in float64 columns of that length. Arrow’s peer is the same column as "
            "int8, where answers are missing as float64."
        ),
        "",
        "| score | column | Regulars, ms CPU | pandas, ms CPU | ratio | ratio of wall | extra memory | of pandas |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
        *(line for line, _, _ in rows),
        "",
        (
            f"Aim: at most {AIM} times the mean, less than two columns of memory: {kept} "
            f"(at most {max(ratios):.1f} times and {max(extras):.2f} columns)."
        ),
    ]
    pages.publish("scores", "Scores of ten million answers", lines)


if __name__ == "__main__":
    main()
