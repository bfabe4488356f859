"""A backup while people answer, a file is imported and customers are scored: restored, it reports what was so then.

    python prove/backup_under_load.py [--database sqlite|postgresql] [--customers 1500] [--lines 60000] [--seed 1]

The real ``regulars up`` on a sample company with an open study; eight respondents answer by HTTP all the time.
``regulars backup`` runs once while ``regulars import purchases`` takes a file in, and once while ``regulars score``
scores everybody. Each backup is restored into an empty folder, and every report of it (survey, value, each page on
value and loyalty) is held, as JSON, against the original as it stood at that moment: its tables at the versions that
the backup has, with the responses that the backup has, found without the code that backs up. On PostgreSQL each home
has a database of its own. Both stores of what was restored must know the same responses. Writes
``prove/results/backup_under_load.md``.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
from django.db import connections

from harness.install import Install, Respondent, prepare

RESULTS = Path(__file__).parent / "results"
REGULARS = str(Path(sys.executable).parent / "regulars")
RESPONDENTS = 8
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = "# A backup under load\n\nMade by `backup_under_load.py`, on each database.\n"
# A home as it is found, or with all its responses copied anew: which responses it has, and every report of it.
LOOK = """
import json, os, sys
os.environ["REGULARS_HOME"], anew = sys.argv[1], sys.argv[2] == "anew"
os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.web.settings"
import django
django.setup()
from regulars.documents import to_json
from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Scope
from regulars.insights.value import customer_value
from regulars.insights.worth import PAGES, Wish, worth
from regulars.language import Language
from regulars.web.facts import facts
from regulars.web.research.copying import copy_waiting, rebuild
from regulars.web.research.models import OutboxRow, Response

kept = facts()
first = kept.answers("stay").select("response").to_pyarrow()["response"].to_pylist() if "stay" in kept.surveys() else []
waiting = list(OutboxRow.objects.values_list("response__public_id", flat=True))
database = list(Response.objects.order_by("pk").values_list("public_id", flat=True))
rebuild() if anew else copy_waiting()
scope = Scope.whole(purpose="prove")
made = {name: satisfaction(kept, name, scope=scope) for name in kept.surveys()}
made |= {"value": customer_value(kept, scope=scope)}
made |= {f"worth {key}": worth(kept, key, Wish(scope)) for key in PAGES}
reports = {name: json.loads(to_json([one], Language.ENGLISH)) for name, one in made.items()}
print(json.dumps({"facts": first, "waiting": waiting, "database": database, "reports": reports}))
"""


@dataclass(frozen=True)
class Load:
    """What went on while one backup was made."""

    going_on: tuple[bool, bool]  # the work beside the answers: when the backup was asked for, and when it was done
    answers: tuple[int, int]  # thanked for before it began, and while it was made
    seconds: float


@dataclass(frozen=True)
class Found:
    """What one backup came to."""

    work: str
    going_on: tuple[bool, bool]
    answers: tuple[int, int]
    seconds: float
    megabytes: float
    responses: int
    waiting: int
    lost: int
    strange: int
    reports: int
    figures: int
    differ: tuple[str, ...]
    rows: dict[str, int]

    @property
    def right(self) -> bool:
        """The moment was one of load, both stores agree, and every report is that of the original."""
        return self.going_on[0] and self.answers[1] > 0 and not (self.lost or self.strange or self.differ)


@dataclass(frozen=True)
class Databases:
    """Where the database of a home is: in the home, or on a server, under the name of the home."""

    server: str = ""  # address of one of its databases

    def of(self, home: Path) -> str:
        """The address; empty for SQLite."""
        return f"{self.server.rpartition('/')[0]}/{self._name(home)}" if self.server else ""

    def environment(self, home: Path) -> dict[str, str]:
        """For a process that works on this home."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DJANGO_"))}
        return {**kept, **({"REGULARS_DATABASE": self.of(home)} if self.server else {})}

    def make(self, home: Path, like: Path | None = None) -> None:
        """An empty one, or a copy of that of another home, which nobody uses now."""
        if self.server:
            template = f' TEMPLATE "{self._name(like)}"' if like else ""
            self._execute(self.server, f'CREATE DATABASE "{self._name(home)}"{template}')

    def copy(self, home: Path, target: Path) -> Path:
        """The whole home, with its database."""
        shutil.copytree(home, target)
        self.make(target, like=home)
        return target

    def last_response(self, home: Path) -> int:
        """The highest number of a response."""
        asked = "SELECT coalesce(max(id), 0) FROM research_response"
        if self.server:
            with psycopg.connect(self.of(home)) as database:
                return int(database.execute(asked).fetchone()[0])
        with closing(sqlite3.connect(home / "regulars.sqlite3")) as database:
            return int(database.execute(asked).fetchone()[0])

    def forget_responses(self, home: Path, after: int) -> None:
        """Those of a higher number."""
        for query in (
            f"DELETE FROM research_outboxrow WHERE response_id > {int(after)}",  # noqa: S608 - a number
            f"DELETE FROM research_response WHERE id > {int(after)}",  # noqa: S608 - a number
        ):
            if self.server:
                self._execute(self.of(home), query)
            else:
                with closing(sqlite3.connect(home / "regulars.sqlite3")) as database:
                    database.execute(query)
                    database.commit()

    @staticmethod
    def _name(home: Path) -> str:
        return re.sub(r"\W", "_", home.name).lower()

    @staticmethod
    def _execute(address: str, query: str) -> None:
        with psycopg.connect(address, autocommit=True) as database:
            database.execute(query)


def regulars(bases: Databases, home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """A command that has to work."""
    command = [REGULARS, "--home", home, *map(str, words)]
    done = subprocess.run(command, env=bases.environment(home), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr[-2000:]}")
    return done


def purchases(file: Path, lines: int, dice: random.Random) -> Path:
    """A file of new purchases of customers, old and new ones."""

    def line(number: int) -> str:
        day = date(2026, 11, 1) - timedelta(dice.randint(0, 700))
        return f"new-{number},JH{dice.randint(1, 4000):07},{day},{dice.lognormvariate(6, 1):.2f}"

    rows = map(line, range(lines))
    file.write_text("purchase,customer,at,amount\n" + "\n".join(rows) + "\n", "utf-8")
    return file


def under_load(bases: Databases, install: Install, people: list[Respondent], work: list[object], target: Path) -> Load:
    """Back up amid the work."""
    process = subprocess.Popen(
        [REGULARS, "--home", install.home, *map(str, work)],
        env=bases.environment(install.home), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(2.0)  # the program is loaded, and reads
    before, began, asked = thanked(people), time.monotonic(), process.poll() is None
    regulars(bases, install.home, "backup", target)
    load = Load((asked, process.poll() is None), (before, thanked(people) - before), time.monotonic() - began)
    if process.wait(300):
        raise RuntimeError(f"{work} ended with {process.returncode}")
    return load


def thanked(people: list[Respondent]) -> int:
    """For how many answers so far."""
    return sum(len(one.acknowledged) for one in people)


def look(bases: Databases, home: Path, how: str) -> dict:
    """In a process of its own: a home is one for each process."""
    command = [sys.executable, "-c", LOOK, str(home), how]
    done = subprocess.run(command, env=bases.environment(home), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout)


def as_it_was(bases: Databases, original: Path, restored: Path, target: Path) -> Path:
    """The original, stopped, taken back to what the restored home holds: later versions and responses left out."""
    bases.copy(original, target)
    for log in list((target / "facts").rglob("_delta_log")):
        then = restored / log.relative_to(target)
        if not then.is_dir():  # a table that came later
            shutil.rmtree(log.parent)
            continue
        last = max(int(file.name[:20]) for file in then.glob("[0-9]*"))
        for file in log.glob("*"):
            if not file.name[:20].isdigit() or int(file.name[:20]) > last:
                file.unlink()
    bases.forget_responses(target, bases.last_response(restored))
    return target


def judge(bases: Databases, work: str, load: Load, file: Path, original: Path) -> Found:
    """Restore it, and hold every report against that of the original at that moment."""
    restored = file.with_suffix(".home")
    bases.make(restored)
    made = json.loads(regulars(bases, restored, "restore", file, "--json").stdout)
    then = as_it_was(bases, original, restored, file.with_suffix(".then"))
    again = bases.copy(restored, file.with_suffix(".again"))
    found, right, anew = look(bases, restored, "copied"), look(bases, then, "anew"), look(bases, again, "anew")
    names = sorted(set(found["reports"]) | set(right["reports"]))
    differ = [one for one in names if not alike(found["reports"].get(one), right["reports"].get(one))]
    differ += [f"{one}, rebuilt" for one in names if not alike(anew["reports"].get(one), right["reports"].get(one))]
    known = set(found["facts"]) | set(found["waiting"])
    return Found(
        work, load.going_on, load.answers, load.seconds, file.stat().st_size / 1e6,
        len(found["database"]), len(found["waiting"]),
        len(set(found["database"]) - known),
        len(known - set(found["database"])) + (found["database"] != right["database"]),
        len(names), sum(_numbers(one) for one in found["reports"].values()), tuple(differ), made["rows"],
    )  # fmt: skip


def alike(one: object, other: object) -> bool:
    """Words and whole numbers the same; sums may differ in their last digits, for they are added up in any order."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other


def _numbers(value: object) -> int:
    if isinstance(value, dict):
        return sum(map(_numbers, value.values()))
    if isinstance(value, list):
        return sum(map(_numbers, value))
    return int(isinstance(value, (int, float)) and not isinstance(value, bool))


def run(bases: Databases, folder: Path, customers: int, lines: int, seed: int) -> list[Found]:
    """The company, the load, the backups."""
    home, dice = folder / "home", random.Random(seed)  # noqa: S311
    bases.make(home)
    regulars(bases, home, "demo", "--customers", customers, "--no-server")
    regulars(bases, home, "score")
    page = prepare(home, bases.of(home))
    install = Install.up(home)
    people = [Respondent(install.port, page, random.Random(f"{seed} {n}")) for n in range(RESPONDENTS)]  # noqa: S311
    stop = threading.Event()

    def answer(person: Respondent) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            person.submit(f"{id(person)} {number}")
            time.sleep(person.dice.uniform(0.1, 0.6))

    threads = [threading.Thread(target=answer, args=[one]) for one in people]
    try:
        for thread in threads:
            thread.start()
        while thanked(people) < 40:
            time.sleep(0.2)
        works = {
            "import": ["import", "purchases", purchases(folder / "new.csv", lines, dice)],
            "scoring": ["score", "--anew"],
        }
        loads = {
            name: under_load(bases, install, people, work, folder / f"{name}.regulars") for name, work in works.items()
        }
        stop.set()
        for thread in threads:
            thread.join()
        install.down()
    finally:
        stop.set()
        if install.process.poll() is None:
            install.process.kill()
    connections.close_all()  # of this process, which made the study: no copy is made of a database in use
    return [judge(bases, name, load, folder / f"{name}.regulars", home) for name, load in loads.items()]


def table(found: list[Found]) -> str:
    """The rows of the result, a column for each backup."""
    rows = [
        ("what went on beside the answers", *(one.work for one in found)),
        ("it went on when the backup was asked for, and was done", *(
            " and ".join("yes" if one else "no" for one in each.going_on) for each in found
        )),
        ("answers thanked for before, and while it was made", *("{}, {}".format(*one.answers) for one in found)),
        ("it took", *(f"{one.seconds:.1f} s, {one.megabytes:.1f} MB" for one in found)),
        ("rows of purchases, ratings, scores", *(
            ", ".join(f"{one.rows.get(name, 0):,}" for name in ("purchases", "ratings", "customer_scores"))
            for one in found
        )),
        ("responses in the database, not in the facts yet", *(f"{one.responses}, {one.waiting}" for one in found)),
        ("responses in neither facts nor outbox; in facts alone", *(f"**{one.lost}, {one.strange}**" for one in found)),
        ("reports, numbers in them", *(f"{one.reports}, {one.figures:,}" for one in found)),
        ("reports that differ from those of the original then", *(f"**{len(one.differ)}**" for one in found)),
    ]  # fmt: skip
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def write(name: str, told: str) -> None:
    """In the place of what was told of this database; the other stays."""
    file = RESULTS / "backup_under_load.md"
    parts = re.split(r"^## (\w+)\n\n", file.read_text("utf-8"), flags=re.MULTILINE)[1:] if file.exists() else []
    known = dict(zip(parts[::2], parts[1::2], strict=True)) | {name: told}
    text = "\n".join(f"## {one}\n\n{known[one].strip()}\n" for one in NAMES.values() if one in known)
    file.write_text(f"{HEAD}\n{text}", "utf-8")


def main() -> int:
    """Run it once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--customers", type=int, default=1500)
    parser.add_argument("--lines", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="regulars-backup-"))
    with ExitStack() as stack:
        bases = Databases()
        if options.database == "postgresql":
            sys.path.insert(0, str(Path(__file__).parent.parent))
            from tests.web.postgres import running

            bases = Databases(stack.enter_context(running(durable=True)).address)
        found = run(bases, folder, options.customers, options.lines, options.seed)
    print(table(found))
    if not all(one.right for one in found):
        print(f"WRONG: {[one.differ for one in found]}; everything is kept in {folder}")
        return 1
    what = (
        f"{datetime.now().astimezone():%Y-%m-%d}: {RESPONDENTS} respondents, {options.customers:,} customers, a file "
        f"of {options.lines:,} purchase lines, seed {options.seed}, {NAMES[options.database]}. Each was restored into "
        "an empty folder; "
        "its reports (every survey, value, and each page on value and loyalty, as JSON) were held against those of the "
        "original with its tables at the versions, and its responses up to the last one, that the backup has; once as "
        "restored, and once with all responses copied into the facts anew."
    )
    write(NAMES[options.database], f"{what}\n\n| | | |\n|---|---|---|\n{table(found)}\n")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
