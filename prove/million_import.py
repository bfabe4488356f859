"""A million customers from a file into the list, and findable: what each step costs on either database.

    python prove/million_import.py [--customers 1000000] [--database sqlite] [--database postgresql] [--files DIR]

Writes ``results/million_import.md``. The aims: rows within 60 s, findable within 120 s more, with progress shown. Each
file goes into a home of its own by a process of its own; PostgreSQL is a server of its own with its defaults, and syncs
what it acknowledges. ``quoted``: every name stands in quotes, and one in fifty holds a comma or a quote.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results" / "million_import.md"
sys.path[:0] = [str(ROOT / "prove"), str(ROOT)]

from million import making  # noqa: E402

ROWS, FINDABLE = 60.0, 120.0  # the aims, in seconds
STEPS = {"Reading and checking": "read and checked", "Writing customers": "written"}
LAST = "Making customers findable"
HEAD = """# A million customers from a file

Written by `prove/million_import.py`; its aims: rows within 60 s of wall time, findable within 120 s more, with progress
shown. CPU is that of the import, in brackets that of PostgreSQL beside it. Memory is the most that the import held;
*wait* is how long somebody else who writes one row five times a second waited for it at most, *silent* the longest
time without a word of progress after the file was read.
"""


def main() -> None:
    """Make the files, bring them in, write down."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--customers", type=int, default=1_000_000)
    words.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    words.add_argument("--files", type=Path)
    words.add_argument("--only", choices=("plain", "quoted"))
    words.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    wish = words.parse_args()
    if wish.into:
        print(json.dumps(bring_in(wish.into)))
        return
    with tempfile.TemporaryDirectory() as folder:
        files = wish.files or Path(folder)
        make(files, wish.customers)
        for database in wish.database or ("sqlite", "postgresql"):
            lines: list[str] = []
            for kind in [wish.only] if wish.only else ("plain", "quoted"):
                lines += measure(database, files / f"{kind}.csv", Path(folder))
            if not wish.only:
                write(database, wish.customers, lines)


def make(files: Path, count: int) -> None:
    """The same customers twice: as few programs write them, and as others do."""
    files.mkdir(parents=True, exist_ok=True)
    plain, quoted = files / "plain.csv", files / "quoted.csv"
    if not plain.exists():
        making.customers(plain, count)
    if not quoted.exists():
        with plain.open(encoding="utf-8", newline="") as given, quoted.open("w", encoding="utf-8", newline="") as out:
            rows = csv.reader(given)
            out.write(",".join(next(rows)) + "\n")
            for at, row in enumerate(rows):
                title = "" if at % 50 else ", Dr." if at % 100 else ' ""the Old""'
                out.write(",".join([row[0], f'"{row[1]}{title}"', *row[2:]]) + "\n")


def measure(database: str, file: Path, folder: Path) -> list[str]:
    """New, then the same file once more; a row of the table for each."""
    lines = []
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        env, server = {**os.environ, "REGULARS_HOME": str(home)}, None
        env.pop("REGULARS_DATABASE", None)
        if database == "postgresql":
            from tests.web import postgres

            server = stack.enter_context(postgres.running(durable=True))
            env["REGULARS_DATABASE"] = server.address
        for what in (file.stem, f"{file.stem}, once more"):
            before = of_server(server.process.pid) if server else 0.0
            command = [sys.executable, __file__, "--into", str(file)]
            done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
            found = json.loads(done.stdout.splitlines()[-1])
            beside = of_server(server.process.pid) - before if server else None
            lines.append(row(what, found, beside))
            print(lines[-1], json.dumps(found), flush=True)
    return lines


def of_server(process: int) -> float:
    """CPU of the server, with its connections that are through."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parts = stat.read_text().rpartition(")")[2].split()
            if int(stat.parent.name) == process:
                total += sum(map(int, parts[11:15]))
            elif int(parts[1]) == process:
                total += sum(map(int, parts[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


def bring_in(file: Path) -> dict[str, Any]:
    """In a process of its own: the steps with their times, counts and memory."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.web.settings"
    import django

    django.setup()
    from regulars.language import Text
    from regulars.web.company.models import Unit
    from regulars.web.facts import facts
    from regulars.web.people.importing.engine import import_customers
    from regulars.web.server.prepare import prepare

    prepare(lambda _: None)
    if not Unit.objects.exists():
        Unit.objects.bulk_create([Unit(code=code, name=Text.of(code)) for code in making.units()])
    marks: list[tuple[str, float, float]] = []

    def progress(what: Any, done: int = 0, total: int | None = None) -> None:
        marks.append((STEPS.get(str(what.template), str(what.template)), time.monotonic(), spent()))

    with another_writer() as waits:
        start = ("begun", time.monotonic(), spent())
        report = import_customers(facts(), file, progress=progress)
        end = ("through", time.monotonic(), spent())
    findable = [one for one in marks if one[0] == LAST]
    rows = ([one for one in marks if one[0] != LAST and one[0] != "read and checked"] or [end])[-1]
    shown = [one for one in marks if one[0] != "read and checked"]
    gaps = [after[1] - before[1] for before, after in pairwise(shown)]
    reading = (shown or [end])[0]
    return {
        "reading": [reading[1] - start[1], reading[2] - start[2]],
        "rows": [rows[1] - start[1], rows[2] - start[2]],
        "findable": [end[1] - rows[1], end[2] - rows[2]],
        "shown": len(marks),
        "gap": max(gaps, default=0.0),
        "indexed": len(findable),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "wait": max(waits, default=0.0),
        "counts": [report.rows, report.new, report.known, report.n_bad, report.n_bad_values],
    }


def spent() -> float:
    """CPU of this process, children too."""
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


@contextlib.contextmanager
def another_writer() -> Iterator[list[float]]:
    """Writes one row five times a second, as an answer to a survey is written; the seconds that it waited."""
    from django.db import connection, transaction

    from regulars.web.jobs.models import Pulse

    stop, seen = threading.Event(), []

    def watch() -> None:
        while not stop.wait(0.2):
            began = time.monotonic()
            with transaction.atomic():
                Pulse.beat("prove")
            seen.append(time.monotonic() - began)
        connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()


def row(what: str, found: dict[str, Any], beside: float | None) -> str:
    """Of the table."""
    (reading, _), (rows, rows_cpu), (findable, findable_cpu) = (found[name] for name in ("reading", "rows", "findable"))
    total = rows_cpu + findable_cpu
    over = [" **over**" if one > aim else "" for one, aim in ((rows, ROWS), (findable, FINDABLE))]
    server = "" if beside is None else f" ({beside:.0f})"
    given, new, known, *_ = found["counts"]
    return (
        f"| {what} | {reading:.1f} | {rows:.1f}{over[0]} | {findable:.1f}{over[1]} | "
        f"{total:.0f}{server} | {found['memory']:,} | {found['wait']:.2f} | {found['gap']:.1f} | "
        f"{given:,} | {new:,} | {known:,} |"
    )


def write(database: str, count: int, lines: list[str]) -> None:
    """The part of one database; the other's stays."""
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    text = [
        "",
        (
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {count:,} customers · Python {sys.version.split()[0]} · "
            f"{os.cpu_count()} cores · load {load}"
        ),
        "",
        "| file | read, s | rows, s | findable, s | CPU, s | MB | wait, s | silent, s | rows | new | known |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *lines,
    ]
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    parts = dict(re.findall(r"(?ms)^## (\w+)\n(.*?)(?=^## |\Z)", old))
    parts[database] = "\n".join(text)
    body = "\n".join(f"## {name}\n{text.rstrip()}\n" for name, text in sorted(parts.items(), reverse=True))
    RESULTS.write_text(f"{HEAD}\n{body}", "utf-8")


if __name__ == "__main__":
    main()
