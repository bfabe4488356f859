"""Scoring of a million customers with ten million purchase lines: the first time, again, and the next day.

    python bench/scoring.py [CUSTOMERS] [FOLDER]

Each is one run of ``regulars score`` as anybody runs it, a process of its own: wall, CPU and peak memory. There is no
peer for the whole; lifetimes needs about 40 s for summary, fit and prediction alone. With a folder the files and the
facts stay there, and are taken as they are when they are there already: the steps can then be run one by one
(``--only make``, ``first``, ``again``, ``next`` or ``cold``).
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

from harness import pages
from regulars.facts import open_facts
from regulars.methods import BetaGeoNBD

CUSTOMERS, LINES_EACH, DAYS = 1_000_000, 10, 730
SEED = 7
LAST = date(2026, 10, 31)
COLUMNS = {"purchase": "purchase", "customer": "customer", "at": "day", "amount": "amount"}
FLOOR_SECONDS, FLOOR_BYTES, NEXT_DAY = 90, 3e9, 0.25
STEPS = {
    "first": "first time",
    "again": "again, nothing new",
    "next": "next day, 1 % new",
    "cold": "next day, all anew (`--anew`)",
}


def lines(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customer, day from the first and amount of each line: buyers as BG/NBD has them, ten lines each on average."""
    random = np.random.default_rng(SEED)
    observed = random.integers(1, DAYS, count) / 7.0
    frequency, recency = BetaGeoNBD(r=0.6, alpha=6.0, a=0.5, b=3.0).simulate(observed, seed=SEED)
    middle = np.maximum(frequency.astype(np.int64) - 1, 0)
    between = np.repeat(np.arange(count), middle)
    again = np.flatnonzero(frequency > 0)
    customer = np.concatenate([np.arange(count), again, between])
    week = np.concatenate([np.zeros(count), recency[again], random.uniform(0, recency[between])])
    wanted = max(0, LINES_EACH * count - len(customer))
    more = random.integers(0, len(customer), wanted)  # further lines of the same purchases
    customer, week = np.concatenate([customer, customer[more]]), np.concatenate([week, week[more]])
    day = np.rint(DAYS - 7 * observed[customer] + 7 * week).astype(np.int64)
    usual = random.gamma(4.0, 10.0, count)
    return customer, np.minimum(day, DAYS), usual[customer] * random.gamma(6.0, 1 / 6, len(customer)) + 0.01


def write(path: Path, customer: np.ndarray, day: np.ndarray, amount: np.ndarray, name: str) -> None:
    """One file of lines."""
    start = np.datetime64(LAST) - np.timedelta64(DAYS, "D")
    purchase = pa.array(np.arange(len(customer))).cast(pa.string())
    table = pa.table(
        {
            "purchase": pa.compute.binary_join_element_wise(name, purchase, ""),
            "customer": pa.array(customer),
            "day": pa.array(start + day.astype("timedelta64[D]")),
            "amount": pa.array(np.round(amount, 2)),
        }
    )
    pa.csv.write_csv(table, path)


def make(folder: Path, count: int) -> None:
    """Facts of the first day."""
    customer, day, amount = lines(count)
    order = np.random.default_rng(SEED).permutation(len(customer))
    write(folder / "lines.csv", customer[order], day[order], amount[order], "a")
    open_facts(folder / "home" / "facts").import_purchases(folder / "lines.csv", columns=COLUMNS)


def next_day(folder: Path, count: int) -> None:
    """One line in a hundred more, a tenth of them of new customers."""
    random = np.random.default_rng(SEED + 1)
    new = LINES_EACH * count // 100
    customer = random.integers(0, count, new)
    customer[: new // 10] = count + np.arange(new // 10)
    write(folder / "next.csv", customer, np.full(new, DAYS + 1), random.gamma(4.0, 10.0, new) + 0.01, "b")
    open_facts(folder / "home" / "facts").import_purchases(folder / "next.csv", columns=COLUMNS)


def scored(folder: Path, *options: str) -> tuple[float, float, float, str]:
    """One run of the command: wall, CPU, peak memory, its sentence."""
    command = [Path(sys.executable).parent / "regulars", "--home", folder / "home", "score", *options]
    started = time.perf_counter()
    process = subprocess.Popen([str(one) for one in command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stderr is not None
    words = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(words)
    cpu = used.ru_utime + used.ru_stime
    return time.perf_counter() - started, cpu, used.ru_maxrss * 1024.0, words.strip().splitlines()[0]


def apart(work: Callable[[Path, int], None], folder: Path, count: int) -> None:
    """In a process of its own: the peak of a child begins with the memory of whoever started it."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(folder, count))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def steps(folder: Path, count: int, only: str) -> Iterator[tuple[str, float, float, float, str]]:
    """What was asked for, one after the other."""
    if only in ("", "make") and not (folder / "lines.csv").exists():
        apart(make, folder, count)
    for step in ("first", "again", "next", "cold"):
        if only in ("", step):
            if step == "next" and not (folder / "next.csv").exists():
                apart(next_day, folder, count)
            print(step, "…", flush=True)
            yield step, *scored(folder, *(["--anew"] if step == "cold" else []))


def main() -> None:
    """Measure and publish."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("customers", type=int, nargs="?", default=CUSTOMERS)
    words.add_argument("folder", type=Path, nargs="?")
    words.add_argument("--only", choices=("make", *STEPS), default="")
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = wish.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        found = {step: rest for step, *rest in steps(folder, wish.customers, wish.only)}
    rows = [
        f"| {STEPS[step]} | {wall:.1f} | {cpu:.1f} | {peak / 1e9:.2f} | {said} |"
        for step, (wall, cpu, peak, said) in found.items()
    ]
    page = [
        f"{wish.customers:,} customers with {LINES_EACH * wish.customers:,} purchase lines over {DAYS} days.",
        "",
        "| `regulars score` | wall, s | CPU, s | peak, GB | it says |",
        "|---|---:|---:|---:|---|",
        *rows,
    ]
    if {"first", "next"} <= found.keys():
        wall, cpu, peak, _ = found["first"]
        later_wall, later, _, _ = found["next"]
        kept = wall <= FLOOR_SECONDS and peak <= FLOOR_BYTES
        shares = f"{later / cpu:.2f} of its CPU, {later_wall / wall:.2f} of its wall"
        page += [
            "",
            f"Floor of the first, for a million customers: {FLOOR_SECONDS} s and 3 GB: {'kept' if kept else 'MISSED'}.",
            f"The next day takes {shares} and {later_wall / FLOOR_SECONDS:.2f} of the floor (aim: {NEXT_DAY}).",
            "",
            "Only what was bought is kept from day to day: a new day changes the silence of everybody, so fits,",
            "forecasts, ranges and all rows are computed and written anew, once for all who are alike; these are what",
            "both days spend.",
        ]
    if wish.only:
        print("\n".join(page))
    else:
        pages.publish("scoring", "Scoring a million customers", page)


if __name__ == "__main__":
    main()
