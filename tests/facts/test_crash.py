"""Killed, or out of room, in the middle: nothing lost, nothing half-written, the rerun finishes."""

from __future__ import annotations

import signal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.children import run

from regulars.facts import open_facts
from regulars.facts.merge import merge_purchases

KILLED = """
import os, signal, sys
from pathlib import Path
import regulars.facts.{module} as module
from regulars.facts import open_facts
from regulars.facts.merge import merge_purchases

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

owner, name = ({owner}, {name!r})
real, calls = getattr(owner, name), []

def dying(*arguments, **options):
    calls.append(1)
    if len(calls) < {call}:
        return real(*arguments, **options)
    if {after}:
        real(*arguments, **options)
    die()

setattr(owner, name, dying)
merge_purchases(open_facts(sys.argv[1]), Path(sys.argv[2]), digest="second", note={{}})
"""

FULL = """
import resource, sys
from pathlib import Path
from regulars.facts import DiskFullError, open_facts
from regulars.facts.merge import merge_purchases

facts = open_facts(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    merge_purchases(facts, Path(sys.argv[2]), digest="second", note={})
except DiskFullError as error:
    print(error)
"""

# (module, owner, function, after it?, which call)
POINTS = {
    "before new keys are stored": ("keys", "module.FileKeys", "_add", False, 1),
    "after new keys are stored": ("keys", "module.FileKeys", "_add", True, 1),
    "while rows are compared": ("merging", "module", "copied", True, 1),
    "before the data files": ("table", "module.Table", "write", False, 1),
    "in the middle of the data files": ("table", "module", "sync", False, 1),
    "between two data files": ("table", "module.Table", "write", True, 1),
    "before the commit": ("table", "module.Table", "commit", False, 1),
    "in the commit, before it is synced": ("table", "module.Table", "_add_columns", True, 1),
    "after the commit": ("table", "module.Table", "commit", True, 1),
}


def rows(count: int, amount: int = 1):
    return [
        {"purchase": f"P{i}", "customer": f"c{i}", "amount": amount, "product": f"{i * 7919}"} for i in range(count)
    ]


@pytest.fixture
def second(facts, staged, tmp_path: Path) -> Path:
    """Facts with 50 lines, and a stage with 10 of them corrected and 950 new ones."""
    pq.write_table(staged(rows(50)), tmp_path / "first.parquet")
    merge_purchases(facts, tmp_path / "first.parquet", digest="first", note={})
    pq.write_table(staged([*rows(10, 2), *rows(1000)[50:]]), tmp_path / "second.parquet")
    return tmp_path / "second.parquet"


def leftovers(home: Path) -> list[str]:
    """Files that no table names, and working folders."""
    live = {Path(file).name for file in open_facts(home).purchases_table.snapshot().files}
    dead = [file.name for file in (home / "stage").glob("*/")]
    loose = [p.name for p in (home / "purchases").iterdir() if p.name.startswith("part-") and p.is_dir()]
    named = "".join(p.read_text() for p in (home / "purchases" / "_delta_log").glob("*.json"))
    loose += [p.name for p in (home / "purchases").glob("*.parquet") if p.name not in live and p.name not in named]
    loose += [p.name for p in (home / "purchases" / "_delta_log").glob("*#*")]
    return dead + loose


@pytest.mark.parametrize("point", POINTS)
def test_killed_in_the_middle(facts, second, point) -> None:
    module, owner, name, after, call = POINTS[point]
    program = KILLED.format(module=module, owner=owner, name=name, after=after, call=call)

    done = run(program, facts.home, second)

    assert done.returncode == -signal.SIGKILL
    totals = facts.purchase_totals()
    assert (totals.lines, totals.net) in ([(50, 50), (1000, 1010)] if point == "after the commit" else [(50, 50)])

    again = merge_purchases(facts, second, digest="second", note={})

    assert again.new + again.replaced + again.known == 960
    totals = facts.purchase_totals()
    assert (totals.lines, totals.net, totals.customers) == (1000, 1010, 1000)
    assert leftovers(facts.home) == []


def test_a_commit_that_the_power_cut_is_not_there(facts, second) -> None:
    """Its name was written, its content was not; it was never acknowledged."""
    (facts.home / "purchases" / "_delta_log" / f"{1:020}.json").write_bytes(b"")

    assert merge_purchases(facts, second, digest="second", note={}).new == 950
    assert facts.purchase_totals().lines == 1000


@pytest.mark.parametrize("limit", [0, 1_000, 5_000, 12_000])
def test_no_room_is_a_sentence_and_changes_nothing(facts, second, limit) -> None:
    done = run(FULL, facts.home, second, limit)

    assert done.stderr == ""
    assert done.stdout.startswith("There is no room left to write to ")
    assert "Nothing was changed. Make room" in done.stdout
    assert facts.purchase_totals().lines == 50
    assert leftovers(facts.home) == []

    assert merge_purchases(facts, second, digest="second", note={}).new == 950
    assert facts.purchase_totals().net == 1010
