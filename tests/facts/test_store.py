"""The folder: made when absent, one writer, readers undisturbed, what a newer Regulars wrote is left alone."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from regulars.facts import (
    FactsError,
    LockTimeoutError,
    NewerFormatError,
    NotAFactsFolderError,
    UnknownSurveyError,
    open_facts,
)
from regulars.facts.database import connection
from regulars.facts.lock import one_writer, sweep, workspace

ROW = {"purchase": "P1", "customer": "1", "amount": 5}


def test_made_when_absent_and_opened_when_there(tmp_path: Path) -> None:
    home = tmp_path / "a" / "b"

    open_facts(str(home))

    assert json.loads((home / "facts.json").read_text()) == {"format": 1}
    assert open_facts(home.as_uri()).home == home
    assert open_facts(home).imports() == ()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(NotAFactsFolderError, match=r"holds other things \(letter\.txt\) and no facts"):
        open_facts(tmp_path)
    with pytest.raises(NotAFactsFolderError, match="is a file"):
        open_facts(tmp_path / "letter.txt")
    with pytest.raises(NotAFactsFolderError, match=r"s3://bucket/facts is not on this machine"):
        open_facts("s3://bucket/facts")
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_newer_format_is_not_touched(facts) -> None:
    (facts.home / "facts.json").write_text('{"format": 2}')

    with pytest.raises(NewerFormatError, match="format 2, this one knows 1"):
        open_facts(facts.home)


def test_status_of_each_table(put, facts) -> None:
    put(ROW)

    (status,) = facts.status()

    assert (status.table, status.rows, status.files, status.version) == ("purchases", 1, 1, 0)
    assert status.last_import == facts.imports()[0].at


def test_many_small_files_become_few(put, facts, content) -> None:
    for number in range(5):
        put({**ROW, "purchase": f"P{number}"})
    before = content()

    assert facts.compact() == {"purchases": (5, 1)}
    assert content() == before
    with connection(facts.home) as db:  # somebody of an import that failed before its commit
        facts.keys.create_missing(db, "select 'nobody' as id")
        assert facts.compact() == {"purchases": (1, 1)}
        assert set(facts.keys.find(db, ["1", "nobody"])) == {"1"}


def test_a_reader_keeps_what_it_saw(put, facts) -> None:
    """An expression made before an import goes on reading the version of then."""
    put(ROW)
    seen = facts.purchases()

    put({**ROW, "amount": 6}, {**ROW, "purchase": "P2"})

    assert [int(amount) for amount in seen.to_pyarrow()["amount"].to_pylist()] == [5]
    assert facts.purchase_totals().lines == 2


def test_unknown_surveys_are_named(facts) -> None:
    with pytest.raises(UnknownSurveyError, match=r"There is no survey yet\."):
        facts.answers("nps")
    with pytest.raises(FactsError, match="cannot be the short name"):
        facts.survey("../../etc/passwd")


HOLD = """
import pathlib, sys
from regulars.facts.database import connection
from regulars.facts.lock import one_writer
with one_writer(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_waits_or_is_told(put, facts) -> None:
    """Another process writes: we say so once, wait, and give up with a sentence."""
    command = [sys.executable, "-c", HOLD, str(facts.home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        facts.wait_seconds = 0.2
        with pytest.raises(LockTimeoutError, match=f"Process {other.pid} is still writing"):
            put(ROW)
        said: list[str] = []
        release = threading.Timer(0.3, other.stdin.close)
        release.start()
        with one_writer(facts.home, waiting=lambda words: said.append(str(words))):
            assert said == [f"Waiting for process {other.pid}, which is writing to the facts."]
        release.join()
    assert put(ROW).new == 1


def test_workspaces_of_the_living_are_not_swept(facts) -> None:
    (facts.home / "stage" / "dead").mkdir(parents=True)
    with workspace(facts.home) as folder:
        sweep(facts.home)
        assert folder.is_dir()
    assert [entry.name for entry in (facts.home / "stage").iterdir()] == [".gate"]


def test_writers_in_threads_take_turns(facts) -> None:
    order = []

    def write(name: str) -> None:
        with one_writer(facts.home):
            order.append(name)
            time.sleep(0.02)
            order.append(name)

    threads = [threading.Thread(target=write, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert order[::2] == order[1::2]
