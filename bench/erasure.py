"""Erasing a hundred customers among a million with ten million purchase lines, everything searched and certified.

    python bench/erasure.py [CUSTOMERS] [FOLDER] [--persons 100]

Each is one run of ``regulars erase customer --file`` as anybody runs it, on a copy of the same home: of the facts
alone, and with the application, whose list of customers and scores fill its tables. There is no peer. With a folder
the homes stay there (``home`` with facts, ``full`` with the application’s tables too), and are taken as they are when
they are there already.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

import scoring
from harness import pages

FLOOR, AIM = 60, 20
PERSONS, SEED = 100, 5


def full(folder: Path) -> Path:
    """A home with the application's tables: its customers are those of the facts, scored."""
    home = folder / "full"
    if not home.exists():
        shutil.copytree(folder / "home", home)
        where = {**os.environ, "REGULARS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "regulars.web.settings"}
        words = (
            "import django; django.setup()\nfrom regulars.web.server.prepare import prepare\nprepare(lambda _: None)\n"
        )
        subprocess.run([sys.executable, "-c", words], env=where, check=True)
        command = Path(sys.executable).parent / "regulars"
        subprocess.run([str(command), "--home", str(home), "score"], check=True, capture_output=True)
    return home


def erased(home: Path, ids: Path) -> tuple[float, float, float, dict[str, Any]]:
    """One run on a copy: wall, CPU, peak memory, what it says."""
    with tempfile.TemporaryDirectory(dir=home.parent) as name:
        copy = Path(name) / "home"
        shutil.copytree(home, copy)
        command = [Path(sys.executable).parent / "regulars", "--home", copy, "erase", "customer", "--file", ids]
        started = time.perf_counter()
        with (Path(name) / "said").open("wb") as out:
            process = subprocess.Popen([*map(str, command), "--yes", "--json"], stdout=out, stderr=subprocess.DEVNULL)
            _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        said = (Path(name) / "said").read_text("utf-8")
    if status:
        raise SystemExit(said)
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024.0, json.loads(said)


def rows(folder: Path, customers: int, persons: int) -> list[str]:
    """One after the other."""
    found = []
    numbers = np.random.default_rng(SEED).choice(customers, persons, replace=False).tolist()
    for what, home in (("the facts alone", folder / "home"), ("with the application", full(folder))):
        for count in (1, persons):
            ids = folder / "ids.txt"
            ids.write_text("\n".join(map(str, numbers[:count])), "utf-8")
            print(what, count, "…", flush=True)
            wall, cpu, peak, said = erased(home, ids)
            left = sum(len(one["search"]["found"]) for one in said["certificates"])
            gone = sum(said["rows"].values())
            found.append(
                f"| {what} | {count} | {wall:.1f} | {cpu:.1f} | {peak / 1e9:.2f} | {gone:,} | "
                f"{len(said['certificates'])} | {left} |"
            )
    return found


def main() -> None:
    """Measure and publish."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("customers", type=int, nargs="?", default=scoring.CUSTOMERS)
    words.add_argument("folder", type=Path, nargs="?")
    words.add_argument("--persons", type=int, default=PERSONS)
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = wish.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "home").exists():
            scoring.make(folder, wish.customers)
        found = rows(folder, wish.customers, wish.persons)
    wall = float(found[-1].split("|")[3])
    about = (
        f"Among {wish.customers:,} customers with {scoring.LINES_EACH * wish.customers:,} purchase lines: refused for "
        "ever, rows, old files, logs and keys gone; with the application also their rows in every table and files that "
        "name them, then a search through all tables, facts and files with a certificate for each person."
    )
    page = [
        about,
        "",
        "| what | persons | wall, s | CPU, s | peak, GB | rows of facts | certificates | places left |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *found,
        "",
        f"Floor of the last: {FLOOR} s, aim {AIM} s: {'kept' if wall <= FLOOR else 'MISSED'}.",
    ]
    pages.publish("erasure", "Erasing customers", page)


if __name__ == "__main__":
    main()
