"""The report of a million answers to thirty items: cold, kept, after a commit, and memory. No peer in this run.

    python bench/results_million.py [ROWS]      1,000,000 by default

Ten files, 200 units, eight quarterly waves, so that a page is about the last wave; and all waves together. The insight
that the page shows, without the page: its template costs the same whatever the number of answers.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FILES, ITEMS, UNITS, WAVES = 10, 30, 200, 8
AIMS = {"cold": "2 s", "kept": "100 ms"}
GIGABYTE = 1e9


def mapping() -> object:
    """An overall rating, a recommendation and 28 attributes."""
    from regulars.survey import ResponseMapping

    scale = {"low": 1, "high": 5}
    items = {
        f"attribute-{j:02d}": {"role": "attribute", "label": f"Attribute {j}", "scale": scale} for j in range(ITEMS - 2)
    }
    items |= {
        "overall": {"role": "overall", "label": "Overall", "scale": scale},
        "recommend": {"kind": "nps", "label": "R"},
    }
    return ResponseMapping.from_dict(
        {
            "survey": {"name": "million", "title": "A million", "sample": "census", "privacy": "identified"},
            "source": "bench", "response": "response", "at": "at", "zone": "UTC", "unit": "unit", "wave": "wave",
            "items": items,
        }
    )  # fmt: skip


def answers(n: int, seed: int) -> pa.Table:
    """Guests with a mood of their own."""
    rng = np.random.default_rng(seed)
    mood, wave = rng.standard_normal(n), rng.integers(0, WAVES, n)
    day = np.datetime64("2024-01-01") + 91 * wave + rng.integers(0, 90, n)

    def rating(centre: float) -> np.ndarray:
        return np.clip(np.round(centre + 0.5 * mood + 0.8 * rng.standard_normal(n)), 1, 5).astype(np.int8)

    columns = {
        f"attribute-{j:02d}": pa.array(rating(3.6 + 0.03 * j), mask=rng.random(n) < 0.02) for j in range(ITEMS - 2)
    }
    return pa.table(
        {
            "response": [f"{seed}-{i}" for i in range(n)],
            "at": np.char.add(day.astype(str), " 12:00:00"),
            "unit": np.char.add("u", rng.integers(0, UNITS, n).astype(str)),
            "wave": np.char.add("wave ", (wave + 1).astype(str)),
            "overall": rating(3.9),
            "recommend": np.clip(np.round(7.5 + mood + 1.5 * rng.standard_normal(n)), 0, 10).astype(np.int8),
            **columns,
        }
    )  # fmt: skip


def deliver(folder: Path, table: pa.Table) -> None:
    """One import, one commit."""
    from regulars.facts import open_facts

    file = folder / "delivery.parquet"
    pq.write_table(table, file)
    open_facts(folder / "facts").import_responses(file, mapping())
    file.unlink()


def measured(folder: Path) -> tuple[dict[str, tuple[float, float]], float]:
    """(wall, CPU) in seconds of each; peak memory of the process that reads, in GB. In a process of its own."""
    import subprocess

    out = subprocess.run([sys.executable, __file__, "--read", str(folder)], capture_output=True, text=True, check=True)
    found: dict[str, tuple[float, float]] = {}
    for line in out.stdout.splitlines():
        what, wall, cpu = line.rsplit(" ", 2)
        found[what] = float(wall), float(cpu)
    return found, found.pop("memory")[0]


def read(folder: Path) -> None:
    """What a worker does: loaded with a small survey first, then asked."""
    from harness.memory import peak_bytes
    from regulars.facts import open_facts
    from regulars.insights.chapters import chapters
    from regulars.insights.filters import Filters
    from regulars.insights.satisfaction import satisfaction
    from regulars.insights.scope import Scope

    scope = Scope.whole(purpose="bench")

    def ask(what: str, insight: object, home: str = "facts", **more: object) -> None:
        facts = open_facts(folder / home)
        wall, cpu = time.perf_counter(), time.process_time()
        insight(facts, facts.surveys()[0], scope=scope, **more)  # type: ignore[operator]
        if what:
            print(what, time.perf_counter() - wall, time.process_time() - cpu)

    for insight in (satisfaction, chapters):
        ask("", insight, "small/facts")
    ask("cold", satisfaction)
    ask("kept", satisfaction)
    ask("chapters", chapters)
    ask("all waves", satisfaction, filters=Filters(all_waves=True))
    deliver(folder, answers(100, 999))
    ask("commit", satisfaction)
    print("memory", peak_bytes() / GIGABYTE, 0)


WORDS = {
    "cold": "the last wave, from files that this worker has not read",
    "kept": "the same again",
    "chapters": "the four chapters, asked for the first time",
    "all waves": "all waves together, asked for the first time",
    "commit": "the last wave after a commit of 100 responses",
}


def main(rows: int) -> None:
    """Measure and publish."""
    from harness import pages

    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as name:
        folder = Path(name)
        (folder / "small").mkdir()
        deliver(folder / "small", answers(2000, 5000))
        for part in range(FILES):
            deliver(folder, answers(rows // FILES, part))
        found, memory = measured(folder)
    lines = [
        f"{rows:,} responses to {ITEMS} items in {FILES} files, {UNITS} units, {WAVES} waves; once. Peak memory of the",
        f"worker {memory:.2f} GB (aim 1.5).",
        "",
        "| | aim | wall, CPU |",
        "|---|---|---|",
    ]
    for what, words in WORDS.items():
        wall, cpu = found[what]
        lines.append(f"| {words} | {AIMS.get(what, '')} | {wall:.2f} s, {cpu:.2f} s |")
    pages.publish("results_million", f"The report of {rows:,} answers", lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
