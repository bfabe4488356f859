"""Ten million purchase lines from CSV into the facts: wall, CPU and peak memory, and the same file once more.

    python bench/imports.py [LINES]

There is no peer for this one; the aims are 60 seconds and 2 GB, and 5 seconds for a file that is known by its
digest. Each import is a process of its own, because peak memory is that of a process.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from harness import pages

LINES = 10_000_000
WRITE = """
copy (select 'P' || (i // 3) as purchase, i % 3 + 1 as line, 'C' || (hash(i // 3) % 1000000) as customer,
    timestamp '2024-01-01' + to_seconds((hash(i // 3 + 7) % 63072000)::bigint) as at,
    ((hash(i) % 20000) / 100)::decimal(18,2) as amount from range({lines}) t(i))
to '{path}' (format csv, header true)
"""


def one_import(folder: Path, *, with_line: bool) -> None:
    """In its own process: import, then print what it cost."""
    from regulars.facts import open_facts

    columns = {name: name for name in ("purchase", "customer", "at", "amount")}
    if with_line:
        columns["line"] = "line"
    started = time.perf_counter()
    report = open_facts(folder / f"facts-{with_line}").import_purchases(folder / "lines.csv", columns=columns)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "wall": time.perf_counter() - started,
                "cpu": used.ru_utime + used.ru_stime,
                "peak": used.ru_maxrss / 2**20,
                "new": report.new,
                "known": report.known,
            }
        )
    )


def measured(folder: Path, *, with_line: bool) -> dict[str, float]:
    """One import in a fresh process."""
    done = subprocess.run(
        [sys.executable, __file__, str(folder), str(with_line)], check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(lines: int) -> None:
    """Measure and publish."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("REGULARS_BENCH_FOLDER")) as name:
        folder = Path(name)
        duckdb.sql(WRITE.format(lines=lines, path=folder / "lines.csv"))
        size = (folder / "lines.csv").stat().st_size / 1e6
        rows = []
        for with_line in (True, False):
            for act in ("first", "same file again"):
                result = measured(folder, with_line=with_line)
                what = "line column mapped" if with_line else "no line column"
                rows.append(
                    f"| {act}, {what} | {result['wall']:.1f} | {result['cpu']:.1f} | {result['peak']:.2f} "
                    f"| {result['new']:,} | {result['known']:,} |"
                )
        pages.publish(
            "imports",
            "Purchase lines from CSV into the facts",
            [
                f"{lines:,} lines, {size:,.0f} MB of CSV, a million customers, unsorted. One run each.",
                "",
                "| act | wall, s | CPU, s | peak, GB | new | known |",
                "|---|---:|---:|---:|---:|---:|",
                *rows,
                "",
                "Aims: the first import under 60 s and 2 GB; the same file again under 5 s, by its digest.",
            ],
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        one_import(Path(sys.argv[1]), with_line=sys.argv[2] == "True")
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else LINES)
