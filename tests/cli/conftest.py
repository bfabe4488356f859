"""Running the command line: in this process for most tests, as a real process where that matters."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.cli.main import main

LANGUAGE_VARIABLES = ("REGULARS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """English, a home of its own, a known width."""
    for name in (*LANGUAGE_VARIABLES, "REGULARS_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REGULARS_LANGUAGE", "en")
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    return


@pytest.fixture
def regulars(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Run a command in this process."""

    def run(*arguments: object) -> Run:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Run(int(code), captured.out, captured.err)

    return run


@pytest.fixture
def process() -> Callable[..., Run]:
    """Run a command as a process of its own."""

    def run(*arguments: object, **environment: str) -> Run:
        done = subprocess.run(
            [sys.executable, "-c", "from regulars.cli.main import run; run()", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
        )
        return Run(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Sixty answers: one column for recommending, one rating, words for "no answer"."""
    path = tmp_path / "answers.csv"
    rows = [f"{i},{i % 11},{1 + i % 5},{1 + i % 3},{'Blank' if i % 10 == 0 else 5 - i % 4}" for i in range(60)]
    path.write_text("id,recommend,overall,room,staff\n" + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.fixture
def purchases(tmp_path: Path) -> Path:
    """Purchase lines of 150 customers over two years, who buy at their own rate and some day leave."""
    path = tmp_path / "purchases.csv"
    luck = random.Random(5)
    rows = []
    for c in range(150):
        day, rate, leaves = float(luck.randrange(120)), luck.gammavariate(1.2, 1 / 40), luck.betavariate(0.8, 2.5)
        while day < 730:
            rows.append(f"R{len(rows)},C{c:03},{date(2024, 1, 1) + timedelta(int(day))},{luck.randrange(5, 90)}.50")
            day += luck.expovariate(rate)
            if luck.random() < leaves:
                break
    path.write_text("Invoice,Customer ID,Date,Amount\n" + "\n".join(rows) + "\n", "utf-8")
    return path
