"""The same questions on DuckDB and on PySpark, over the same tables, number by number.

    python prove/spark.py                                     writes prove/results/spark.md
    python prove/spark.py --facts FOLDER/home/facts --only summary net --as spark_large       and spark_large.md

The second one takes facts that are there, such as the ten million lines that `bench/scoring.py 1000000 FOLDER` makes.

Every question is a call of the product with facts in it; one process gives it facts that DuckDB reads, the other one
``on_spark`` of the same facts. Whole numbers, decimals, days and words have to be equal, floats within 1e-12 of their
size (1e-7 where they come out of a fit, whose steps carry the order of sums along). Spark runs in a session that
stands in another time zone than ours, and its settings have to be untouched afterwards.

PySpark stands in an environment of its own, ``.venv-spark``, made by the first run where it is not installed here.
Without Java 17 or newer it is left out, and says so.
"""

from __future__ import annotations

import argparse
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "prove" / "results"
sys.path[:0] = [str(ROOT / "prove")]

TOLERANCE, OF_FITS = 1e-12, 1e-7
HEAD = """# DuckDB and PySpark over the same tables

Written by `prove/spark.py` on {day}: {what}, {files} Parquet files.
Facts read by DuckDB, and the same facts by `on_spark` ({spark}, Java, `local[*]`, {cores} cores, its session in another
time zone): the same calls, the short ones twice.

Whole numbers, decimals, days and words are equal; floats lie at most as far apart, relative to their size, as the table
says ({tolerance:g} is allowed, {of_fits:g} where a fit lies between).

"""
MADE = """{lines:,} purchase lines (two currencies with their rates, returns, goods
for nothing, anonymous sales, units in three zones, many within an hour of midnight), {ratings:,} ratings of two surveys
with weights and waves"""
GIVEN = "facts that were there, {lines:,} purchase lines, {ratings:,} ratings"


def main() -> int:
    """Make, ask both, compare, write down."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--lines", type=int, default=1_000_000)
    words.add_argument("--facts", type=Path, help="facts that are there already; they are only read")
    words.add_argument("--only", nargs="*", default=[])
    words.add_argument("--as", dest="name", help="name of the page; without it, only the whole proof is written down")
    words.add_argument("--side", choices=("duckdb", "spark"), help=argparse.SUPPRESS)
    words.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    wish = words.parse_args()
    if wish.side:
        ask(wish.side, wish.facts, wish.home, wish.only)
        return 0
    from regulars.facts import open_facts
    from regulars.facts.engines import EngineError
    from regulars.facts.engines.spark import check_java
    from scale import making

    try:
        check_java()
    except EngineError as error:
        print(f"Left out: {error}")
        return 0
    with tempfile.TemporaryDirectory(prefix="regulars-spark-") as folder:
        home = Path(folder) / "the [company] 公司"  # signs that Spark would take for a pattern
        home.mkdir()
        facts = open_facts(wish.facts) if wish.facts else making.make(home, wish.lines)
        snapshot = facts.purchases_table.snapshot()
        ratings = facts.ratings_table.snapshot()
        what = (GIVEN if wish.facts else MADE).format(lines=snapshot.rows, ratings=ratings.rows)
        about = {"what": what, "files": len(snapshot.files) + len(ratings.files)}
        sides = {"duckdb": run(Path(sys.executable), "duckdb", facts.home, home, wish.only)}
        sides["spark"] = run(python_with_spark(), "spark", facts.home, home, wish.only)
        room = on_disk(facts)
    whole = not wish.only and not wish.facts and wish.lines == 1_000_000
    return write(sides, about, room, wish.name or ("spark" if whole else ""))


def python_with_spark() -> Path:
    """A Python with PySpark: the present one, or one that has it beside exactly what is locked."""
    if find_spec("pyspark") is not None:
        return Path(sys.executable)
    folder, wanted = ROOT / ".venv-spark", ROOT / "prove" / "peers" / "spark.txt"
    python, done = folder / "bin" / "python", folder / ".ready"
    state = wanted.read_text("utf-8") + (ROOT / "requirements.txt").read_text("utf-8")
    if not done.exists() or done.read_text("utf-8") != state:
        uv = Path(sys.executable).parent / "uv"
        into = [uv, "pip", "install", "--quiet", "--python", python]
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder], check=True)
        subprocess.run([*into, "--require-hashes", "-r", ROOT / "requirements.txt", "-r", wanted], check=True)
        subprocess.run([*into, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)
        done.write_text(state, "utf-8")
    return python


def run(python: Path, side: str, facts: Path, home: Path, only: list[str]) -> dict[str, Any]:
    """One side in a process of its own, its memory watched with that of all it starts."""
    command = [python, __file__, "--side", side, "--facts", facts, "--home", home, *(["--only", *only] if only else [])]
    process = subprocess.Popen([str(word) for word in command])
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    code = process.wait()
    watcher.join()
    if code:
        raise SystemExit(f"{side} ended with exit code {code}")
    found: dict[str, Any] = pickle.loads((home / f"{side}.pickle").read_bytes())  # noqa: S301 -- ours, a moment ago
    return {**found, "peak": peak[0]}


def _watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_resident(one) for one in _family(process.pid)))
        time.sleep(0.1)


def _family(root: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    family = [root]
    for one in family:
        family += [child for child, parent in parents.items() if parent == one]
    return family


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _spent() -> float:
    """CPU of this process, and of those that it started."""
    total = 0
    for one in _family(os.getpid()):
        with suppress(OSError):
            total += sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


def ask(side: str, place: Path, home: Path, only: list[str]) -> None:
    """Every question; answers and times into a file."""
    from regulars.facts import open_facts
    from scale.comparing import plain
    from scale.questions import LONG, QUESTIONS

    started = time.perf_counter()
    facts: Any = open_facts(place)
    found: dict[str, Any] = {"version": "", "answers": {}, "times": {}}
    session = None
    if side == "spark":
        from regulars.facts.engines import on_spark

        session = _session()
        facts = on_spark(facts, session)
        found["version"] = f"PySpark {session.version}"
    facts.purchase_totals()  # both warm: the first question loads libraries
    found["start"] = time.perf_counter() - started
    for key, (name, question) in QUESTIONS.items():
        if only and key not in only:
            continue
        times = []
        for _ in range(1 if key in LONG else 2):
            begun, spent = time.perf_counter(), _spent()
            answer = plain(question(facts))
            times.append((time.perf_counter() - begun, _spent() - spent))
        print(f"{side:6}  {times[-1][0]:7.2f} s, CPU {times[-1][1]:7.2f} s  {name}", flush=True)
        found["answers"][key], found["times"][key] = answer, times[-1]
    if session is not None:
        assert session.conf.get("spark.sql.session.timeZone") == "America/Los_Angeles", "its settings were changed"
        assert not session.catalog.listTables(), "our views stand in the session of somebody else"
        if not only:
            _elsewhere(facts, session)
        session.stop()
    (home / f"{side}.pickle").write_bytes(pickle.dumps(found))


def _elsewhere(facts: Any, session: Any) -> None:
    """Workers may have a copy of the files under another address."""
    from regulars.facts.engines import on_spark
    from regulars.language import RegularsError

    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(facts.home, copy, dirs_exist_ok=True)
        assert on_spark(facts, session, at=f"file://{copy}").purchase_totals() == facts.purchase_totals()
        for file in Path(copy).glob("purchases/*.parquet"):
            file.unlink()
        try:
            on_spark(facts, session, at=f"file://{copy}").purchase_totals()
        except RegularsError as error:
            print(error, file=sys.stderr)
        else:
            raise AssertionError("the copy was not read")


def _session() -> Any:
    """A session as somebody else's program would have it."""
    from pyspark.sql import SparkSession

    from regulars.facts.engines.spark import check_java

    check_java()
    session = (
        SparkSession.builder.master("local[*]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", 8)
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    session.conf.set("spark.sql.session.timeZone", "America/Los_Angeles")
    return session


def on_disk(facts: Any) -> list[str]:
    """What a line takes, and which columns take it."""
    import pyarrow.parquet as pq

    lines = ["| table | rows | bytes a row | of which |", "|---|---:|---:|---|"]
    for table in (facts.purchases_table, facts.ratings_table):
        now, columns = table.snapshot(), Counter[str]()
        if not now.rows:
            continue
        for file in now.files:
            meta = pq.read_metadata(file)
            parts = [
                meta.row_group(group).column(i) for group in range(meta.num_row_groups) for i in range(meta.num_columns)
            ]
            for part in parts:
                columns[part.path_in_schema] += part.total_compressed_size
        most = ", ".join(f"{name} {size / now.rows:.1f}" for name, size in columns.most_common(6))
        lines.append(f"| {table.contract.name} | {now.rows:,} | {now.bytes / now.rows:.1f} | {most} |")
    keys = sum(file.stat().st_size for file in (facts.home / "keys").rglob("*") if file.is_file())
    people = facts.customers().num_rows
    return [*lines, f"| keys of customers | {people:,} | {keys / people:.1f} | |"]


def write(sides: dict[str, dict[str, Any]], about: dict[str, Any], room: list[str], name: str) -> int:
    """The page, where it has a name; 1 where anything differs."""
    from scale.comparing import compare
    from scale.questions import FITTED, QUESTIONS

    ours, theirs = sides["duckdb"], sides["spark"]
    head = HEAD.format(
        day=datetime.now(UTC).date(), spark=theirs["version"], cores=os.cpu_count(), tolerance=TOLERANCE,
        of_fits=OF_FITS, **about,
    )  # fmt: skip
    lines = [
        "| question | values | furthest apart | DuckDB, s | CPU, s | Spark, s | CPU, s | |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    wrong: list[str] = []
    for key, answer in ours["answers"].items():
        found = compare(answer, theirs["answers"][key], OF_FITS if key in FITTED else TOLERANCE)
        wrong += [f"- {key}{one}" for one in found.wrong[:5]]
        times = " | ".join(f"{one:.2f}" for side in (ours, theirs) for one in side["times"][key])
        said = "equal" if not found.wrong else f"**{len(found.wrong):,} differ**"
        lines.append(f"| {QUESTIONS[key][0]} | {found.values:,} | {found.apart:.0e} | {times} | {said} |")
    lines += [
        "",
        "| | DuckDB | Spark, Python and Java |",
        "|---|---:|---:|",
        f"| to the first answer, s | {ours['start']:.1f} | {theirs['start']:.1f} |",
        f"| most memory, GB | {ours['peak'] / 1e9:.2f} | {theirs['peak'] / 1e9:.2f} |",
        "",
        f"Load at the end: {'/'.join(f'{one:.1f}' for one in os.getloadavg())}. The machine is shared: CPU of all",
        "processes tells more than the clock; where a question was asked twice, it is that of the second time.",
        *(["", "## What differs", "", *wrong] if wrong else []),
        "",
        "## On disk",
        "",
        *room,
    ]
    page = head + "\n".join(lines) + "\n"
    print(page)
    if name:
        (RESULTS / f"{name}.md").write_text(page, "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
