"""Kills whoever writes to the facts at random moments, and lets the disk run full under them.

    python prove/kill_facts.py [--kills 20] [--seed 1]       writes prove/results/kill_facts.md

An import with corrections, an erasure of fifty, the putting together of small files and the sorting together of many
imports, each killed by ``kill -9`` at random moments of its life: is the table what it was before or what it becomes,
and does the same once more end it? Then the same works, a scoring and a backup on a disk that is almost full (as root
on Linux: it mounts a small one; elsewhere that part is left out and the page says so).
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

import regulars.facts.copying as copying
import regulars.facts.runs as runs
from regulars.facts import DiskFullError, Facts, open_facts
from regulars.facts.archive import ArchiveError
from regulars.facts.database import connection
from regulars.facts.saving import save_facts
from regulars.insights.scope import Scope
from regulars.insights.scoring.keeping import score_and_keep

RESULTS = Path(__file__).parent / "results" / "kill_facts.md"
PEOPLE, LINES, IMPORTS = 2_000, 4_000, 10
ERASED = [str(one) for one in range(50)]
COLUMNS = {"purchase": "receipt", "customer": "guest", "at": "day", "amount": "amount"}
DISK = 64_000_000
ROOMS = (0.02, 0.5, 2.0)


def lines(file: Path, name: str, count: int, seed: int) -> Path:
    """Purchase lines of the same people over two years."""
    random = np.random.default_rng(seed)
    table = pa.table(
        {
            "receipt": pa.array([f"{name}-{i}" for i in range(count)]),
            "guest": random.integers(0, PEOPLE, count),
            "day": pa.array(np.datetime64("2024-11-01") + random.integers(0, 700, count).astype("timedelta64[D]")),
            "amount": random.integers(100, 9_000, count) / 100,
        }
    )
    pa.csv.write_csv(table, file)
    return file


# --- what is done to the facts ---


def bring(facts: Facts, folder: Path) -> None:
    """A file of new lines; a part of them correct the first."""
    facts.import_purchases(folder / "more.csv", columns=COLUMNS)


def erase(facts: Facts, folder: Path) -> None:
    """Fifty at once."""
    facts.erase_customers(ERASED)


def together(facts: Facts, folder: Path) -> None:
    """The night, where files are small."""
    facts.tend()


def sorting(facts: Facts, folder: Path) -> None:
    """The night, where files are large: they are only sorted, in many pieces."""
    copying.FEW, runs.PIECE = 1_000, 5_000
    facts.tend()


WORKS: dict[str, Callable[[Facts, Path], None]] = {
    "import with corrections": bring,
    "erasing fifty": erase,
    "small files together": together,
    "many imports sorted together": sorting,
}


def scoring(facts: Facts, folder: Path) -> None:
    """All customers."""
    score_and_keep(facts, scope=Scope.whole(purpose="prove"))


def backup(facts: Facts, folder: Path) -> None:
    """Onto the same disk."""
    target = facts.home.parent / "backup.regulars"
    target.unlink(missing_ok=True)
    save_facts(facts, target)


# --- what they hold ---


@dataclass(frozen=True)
class Content:
    """Every line with the company's own id of its customer, as one number; how many; lines that stand twice."""

    lines: int
    digest: int
    twice: int


def content(home: Path) -> Content:
    """Of the table as a reader finds it."""
    facts = open_facts(home)
    with tempfile.TemporaryDirectory() as name, connection(Path(name)) as db:
        rows = facts.purchases_table.read(facts.purchases_table.snapshot(), db)
        found = db.execute(
            "select count(*), coalesce(sum(hash(p.purchase, p.line, k.id, p.day, p.amount)), 0), "  # noqa: S608
            f"count(*) - count(distinct (p.source, p.purchase, p.line)) from {rows} p "
            f"left join {facts.keys.relation()} k on k.key = p.customer"
        ).fetchall()[0]
    return Content(*map(int, found))


def leftovers(home: Path) -> list[str]:
    """Files that nobody names."""
    table = open_facts(home).purchases_table
    named = "".join(one.read_text() for one in (table.path / "_delta_log").glob("*.json"))
    live = {Path(one).name for one in table.snapshot().files}
    loose = [one.name for one in table.path.glob("part-*") if one.name not in live and one.name not in named]
    loose += [one.name for one in (table.path / "_delta_log").glob("*#*")]
    return loose + [one.name for one in (home / "stage").glob("*/")] + [one.name for one in (home / "keys").glob(".*")]


def holds_bytes(home: Path, keys: list[int]) -> bool:
    """Does any file hold the key of somebody who was erased?"""
    with tempfile.TemporaryDirectory() as name, connection(Path(name)) as db:
        for file in home.rglob("*.parquet"):
            names = {row[0] for row in db.execute(f"describe from '{file}'").fetchall()} & {"customer", "key"}
            for column in names:
                query = f"select 1 from '{file}' where {column} in ({', '.join(map(str, keys))}) limit 1"  # noqa: S608
                if db.execute(query).fetchall():
                    return True
    return False


# --- killing ---


_server = multiprocessing.get_context("forkserver")  # Delta's threads do not live through a fork of ours


def child(what: str, home: Path, folder: Path, seconds: float | None) -> bool:
    """Do it in a process of its own, killed after so many seconds; whether it ended by itself."""
    process = _server.Process(target=do, args=(what, home, folder))
    process.start()
    process.join(seconds)
    process.kill()  # nothing, where it has ended
    process.join()
    if process.exitcode not in (0, -signal.SIGKILL):
        raise RuntimeError(f"{what} failed by itself")
    return process.exitcode == 0


def do(what: str, home: Path, folder: Path) -> None:
    """In the other process."""
    WORKS[what](open_facts(home), folder)


def killed(base: Path, folder: Path, what: str, kills: int, random: np.random.Generator) -> str:
    """A line of the table."""
    print(what, "…", flush=True)
    work, home = WORKS[what], folder / "home"
    _server.set_forkserver_preload(["kill_facts", "regulars.facts.imports.engine"])
    keys = [row["key"] for row in open_facts(base).customers().to_pylist() if row["id"] in ERASED]
    before = content(base)
    shutil.copytree(base, home)
    started = time.monotonic()
    child(what, home, folder, None)
    lasts, after = time.monotonic() - started, content(home)
    shutil.rmtree(home)
    seen = Counter[str]()
    for _ in range(kills):
        shutil.copytree(base, home)
        ended = child(what, home, folder, float(random.uniform(0, lasts)))
        now = content(home)
        seen["ended"] += ended
        # While an erasure lasts its rows may still be there, under keys that no longer have an id.
        seen["before"] += now == before or (work is erase and now.lines == before.lines and not now.twice)
        seen["after"] += now == after != before
        seen["half"] += now.lines not in (before.lines, after.lines) or now.twice > 0
        child(what, home, folder, None)
        seen["right"] += content(home) == after and not leftovers(home)
        seen["named"] += work is erase and holds_bytes(home, keys)
        shutil.rmtree(home)
    if seen["half"] or seen["right"] < kills or seen["named"]:
        print(f"{what}: NOT RIGHT {dict(seen)}", file=sys.stderr)
    return (
        f"| {what} | {lasts:.1f} | {kills} | {kills - seen['ended']} | {seen['before']} | {seen['after']} | "
        f"{seen['half']} | {seen['right']} | {seen['named'] if work is erase else '–'} |"
    )


# --- a full disk ---


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A folder that is a disk of its own."""
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(disk)], check=True, capture_output=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def full(base: Path, folder: Path, disk: Path, what: str, work: Callable[[Facts, Path], None]) -> str:
    """The same work with more and more room, until it has enough: what it says, what it leaves, whether it goes on."""
    print(what, "without room …", flush=True)
    size = sum(one.stat().st_size for one in base.rglob("*") if one.is_file())
    said, broken, tries = Counter[str](), 0, 0
    before = content(base)
    for share in ROOMS:
        home = disk / "home"
        shutil.copytree(base, home)
        ballast = disk / "ballast"
        fill(ballast, disk, int(size * share))
        tries += 1
        try:
            work(open_facts(home), folder)
            said["enough room"] += 1
        except (DiskFullError, ArchiveError) as error:
            said["told"] += "room" in str(error) or "full" in str(error)
        except Exception as error:  # what must not be
            said[f"**{type(error).__name__}**"] += 1
        now = content(home)
        half = now.twice or (now != before and work not in (bring, erase))
        ballast.unlink()
        work(open_facts(home), folder)  # there is room again
        broken += bool(half) or bool(leftovers(home))
        shutil.rmtree(home)
        (disk / "backup.regulars").unlink(missing_ok=True)
    words = ", ".join(f"{name}: {count}" for name, count in said.items())
    return f"| {what} | {tries} | {words} | {broken} |"


def fill(file: Path, disk: Path, leave: int) -> None:
    """Take all room but so much."""
    with file.open("wb") as out:
        rest = shutil.disk_usage(disk).free - leave
        while rest > 0:
            rest -= out.write(b"\0" * min(rest, 1 << 20))


# ---


def main() -> None:
    """Make, kill, fill, write down."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--kills", type=int, default=20)
    words.add_argument("--seed", type=int, default=1)
    wish = words.parse_args()
    random = np.random.default_rng(wish.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        facts = open_facts(folder / "base")
        for number in range(IMPORTS):
            facts.import_purchases(lines(folder / f"{number}.csv", f"r{number}", LINES, number), columns=COLUMNS)
        first = lines(folder / "corrected.csv", "r0", LINES // 4, 99).read_text()
        rest = lines(folder / "rest.csv", "new", LINES, 98).read_text().split("\n", 1)[1]
        (folder / "more.csv").write_text(first + rest)
        table = [killed(folder / "base", folder, what, wish.kills, random) for what in WORKS]
        try:
            with small_disk(folder) as disk:
                room = [full(folder / "base", folder, disk, what, work) for what, work in {
                    **WORKS, "scoring": scoring, "backup": backup}.items()]  # fmt: skip
        except (OSError, subprocess.CalledProcessError) as error:
            room = [f"| left out: a small disk cannot be mounted here ({type(error).__name__}) | | | |"]
    write(wish.kills, table, room)


def write(kills: int, table: list[str], room: list[str]) -> None:
    """The page."""
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    page = f"""# Facts whose writers are killed, or whose disk is full

Written by `prove/kill_facts.py` on {datetime.now(UTC):%d %B %Y}, load {load}: {IMPORTS} imports of {LINES:,} lines of \
{PEOPLE:,} customers, each work killed by `kill -9` at {kills} random moments.

| work | takes, s | moments | killed | found as before | found as after | half or twice | right after doing it again \
| a file still holds an erased key |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
{chr(10).join(table)}

On a disk with room for {", ".join(f"{share:g}" for share in ROOMS)} times the facts beside them, then with room again:

| work | tries | what it said | half, twice, or something left behind |
|---|---:|---|---:|
{chr(10).join(room)}
"""
    RESULTS.write_text(page, "utf-8")
    print(page)


if __name__ == "__main__":
    main()
