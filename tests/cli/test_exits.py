"""How commands end when something gets in the way."""

from __future__ import annotations

import errno
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from regulars.cli.exits import MEANINGS, Exit
from regulars.cli.failures import SYSTEM, guarded
from regulars.cli.settings import Settings, hoist
from regulars.language import Language

SETTINGS = Settings(Language.ENGLISH)


def raising(error: BaseException):
    def work() -> None:
        raise error

    return work


def test_every_exit_code_is_explained() -> None:
    assert set(MEANINGS) == set(Exit)


def test_a_fault_of_ours_is_kept_for_whoever_mends_it(capsys) -> None:
    code = guarded(SETTINGS, raising(ZeroDivisionError("secret detail")))

    said = capsys.readouterr().err
    path = Path(said.split("The details are in ")[1].split(";")[0])
    assert code == Exit.FAULT
    assert "Traceback" not in said
    assert "secret detail" in path.read_text("utf-8")
    path.unlink()


def test_debugging_shows_the_fault(capsys, monkeypatch) -> None:
    monkeypatch.setenv("REGULARS_DEBUG", "1")
    guarded(SETTINGS, raising(ZeroDivisionError("detail")))

    assert "ZeroDivisionError: detail" in capsys.readouterr().err


@pytest.mark.parametrize("number", SYSTEM)
@pytest.mark.parametrize("language", Language)
def test_what_the_system_refuses_is_a_sentence(capsys, number: int, language: Language) -> None:
    code = guarded(Settings(language), raising(OSError(number, "refused", "/a/path")))

    said = capsys.readouterr().err
    assert code == Exit.PROBLEM
    assert "fault" not in said
    assert "Errno" not in said
    assert "/a/path" in said or number in (errno.ENOSPC, errno.EDQUOT)


@pytest.mark.parametrize("name", ["duckdb", "django.conf", "pyspark", "jieba"])
def test_a_missing_extra_is_named(capsys, name: str) -> None:
    code = guarded(SETTINGS, raising(ModuleNotFoundError(f"No module named {name!r}", name=name)))

    extra = {"duckdb": "facts", "django.conf": "web", "pyspark": "scale", "jieba": "text"}[name]
    assert code == Exit.MISSING_EXTRA
    assert f'pip install "regulars[{extra}]"' in capsys.readouterr().err


def test_a_missing_module_of_our_own_is_a_fault(capsys) -> None:
    error = ModuleNotFoundError("No module named 'regulars.nowhere'", name="regulars.nowhere")

    assert guarded(SETTINGS, raising(error)) == Exit.FAULT
    capsys.readouterr()


def test_an_interrupt_is_no_fault(capsys) -> None:
    assert guarded(SETTINGS, raising(KeyboardInterrupt())) == Exit.INTERRUPTED
    assert "Interrupted" in capsys.readouterr().err


def start(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from regulars.cli.main import run; run()", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """``regulars rfm … --json | head`` ends without a complaint."""
    path = tmp_path / "many.csv"
    path.write_text("c,d,a\n" + "\n".join(f"{i},2024-01-0{1 + i % 9},{i}" for i in range(3000)) + "\n", "utf-8")
    started = start("rfm", path, "--customer", "c", "--date", "d", "--amount", "a", "--json")
    assert started.stdout is not None
    started.stdout.readline()
    started.stdout.close()

    _, said = started.communicate(timeout=120)

    assert said == b""
    assert started.returncode == Exit.PIPE_CLOSED


def test_ctrl_c_ends_with_a_sentence(tmp_path: Path) -> None:
    fifo = tmp_path / "slow.csv"
    fifo.write_text("x\n", "utf-8")
    program = (
        "import time, regulars.cli.calculations.columns as columns\n"
        "columns.existing = lambda path: (print('ready', flush=True), time.sleep(60))\n"
        "from regulars.cli.main import run; run()"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program, "nps", str(fifo), "--column", "x"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdout is not None
    started.stdout.readline()
    time.sleep(0.1)
    started.send_signal(signal.SIGINT)

    _, said = started.communicate(timeout=60)

    assert started.returncode == Exit.INTERRUPTED
    assert b"Interrupted" in said
    assert b"Traceback" not in said


@pytest.mark.long
def test_json_survives_a_terminal_that_is_not_unicode(process, answers: Path) -> None:
    done = process("nps", answers, "--column", "recommend", "--json", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert json.loads(done.out)["n"] == 60


@pytest.mark.long
def test_words_survive_a_chinese_terminal_of_old(tmp_path: Path) -> None:
    """GBK has no minus sign; the rest of the line must still come."""
    import os

    path = tmp_path / "low.csv"
    path.write_text("x\n1\n2\n10\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from regulars.cli.main import run; run()", "nps", str(path), "--column", "x"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "gbk", "REGULARS_LANGUAGE": "zh"},
        timeout=120,
    )

    assert done.returncode == 0
    assert "净推荐值" in done.stdout.decode("gbk")


def test_global_options_are_found_wherever_they_stand() -> None:
    assert hoist(["nps", "f", "--home", "h", "--column=--home"]) == (["--home", "h"], ["nps", "f", "--column=--home"])
    assert hoist(["nps", "--", "--home", "h"]) == ([], ["nps", "--", "--home", "h"])
    assert hoist(["nps", "--home"]) == ([], ["nps", "--home"])
