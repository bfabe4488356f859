"""Running the command line: in this process for most tests, as a real process where that matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    """Purchase lines of forty customers over two years."""
    path = tmp_path / "purchases.csv"
    rows = [
        f"R{c}-{k},C{c:02},2024-{1 + (c + 3 * k) % 12:02}-{1 + (7 * c + 5 * k) % 28:02},{10 + c + k}.50"
        for c in range(40)
        for k in range(1 + c % 6)
    ]
    path.write_text("Invoice,Customer ID,Date,Amount\n" + "\n".join(rows) + "\n", "utf-8")
    return path
