"""Files that are not there, not readable, not tables; values that attack the reader."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

NOBODY = 65534
COLUMN = ("--column", "recommend")
LINES = "Customer,Date,Amount\n" + "".join(f"C{i},2024-01-02,{i}\n" for i in range(1, 20))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", ["nps", "import"])
def test_a_file_that_is_not_there(regulars, tmp_path: Path, language: str, command: str) -> None:
    path = tmp_path / "nowhere.csv"
    arguments = ("nps", path, *COLUMN) if command == "nps" else ("import", "purchases", path)
    done = regulars(*arguments, "--language", language)

    assert done.code == 1
    assert str(path) in done.err
    assert ("There is no file" in done.err) == (language == "en")


def test_a_folder_is_no_file(regulars, tmp_path: Path) -> None:
    done = regulars("nps", tmp_path, *COLUMN)

    assert done.code == 1
    assert "is a folder" in done.err


def test_a_file_that_may_not_be_read(regulars, answers: Path) -> None:
    regulars("nps", answers, *COLUMN)  # all modules are loaded before root gives up its rights
    answers.chmod(0)
    user = os.geteuid()

    if user == 0:
        os.seteuid(NOBODY)
    try:
        done = regulars("nps", answers, *COLUMN)
    finally:
        os.seteuid(user)

    assert done.code == 1
    assert "permission" in done.err


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n\n", b"\x00\x01\x02\xff\xfe" * 100, b"PK\x03\x04broken", b"%PDF-1.7 nonsense"],
    ids=["empty", "blank", "binary", "half a zip", "pdf"],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_what_is_no_table_gets_a_sentence(regulars, tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"odd{suffix}"
    path.write_bytes(content)

    done = regulars("nps", path, *COLUMN)

    assert done.code == 1
    assert done.err.strip()
    assert "fault of Regulars" not in done.err
    assert "Traceback" not in done.err


def test_a_header_alone(regulars, tmp_path: Path) -> None:
    path = tmp_path / "header.csv"
    path.write_text("recommend,overall\n", "utf-8")

    done = regulars("nps", path, *COLUMN)

    assert done.code == 1
    assert "fault of Regulars" not in done.err


@pytest.mark.parametrize(
    ("name", "meant"), [("recomend", "recommend"), ("RECOMMEND", "recommend"), ("staf", "staff"), ("zzzz", "overall")]
)
def test_a_wrong_column_comes_with_near_misses(regulars, answers: Path, name: str, meant: str) -> None:
    """Where nothing is near, the columns of the file are listed."""
    done = regulars("nps", answers, "--column", name)

    assert done.code == 1
    assert name in done.err
    assert meant in done.err


def test_many_columns_are_not_all_listed(regulars, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"q{i}" for i in range(300)) + "\n" + ",".join("5" for _ in range(300)) + "\n", "utf-8")

    done = regulars("nps", path, "--column", "zzzzzz")

    assert "q11" in done.err
    assert "q12," not in done.err
    assert "…" in done.err


def test_a_value_cannot_steer_the_terminal(regulars, tmp_path: Path) -> None:
    path = tmp_path / "attack.csv"
    path.write_text(LINES + "C2,2024-01-02,\x1b[31m[red]=cmd()\n", "utf-8")

    done = regulars("import", "purchases", path)

    assert done.code == 3
    assert "\x1b" not in done.out + done.err
    assert "[red]=cmd()" in done.err


def test_a_sentence_cannot_steer_the_terminal(regulars, tmp_path: Path) -> None:
    path = tmp_path / "attack.csv"
    path.write_text("recommend,b\n\x1b]0;owned\x07,2\n", "utf-8")

    done = regulars("nps", path, *COLUMN)

    assert done.code == 1
    assert "owned" in done.err
    assert "\x1b" not in done.err


def test_the_rows_set_aside_start_no_formula(regulars, tmp_path: Path) -> None:
    """The file of rows to mend is opened in a spreadsheet: whatever starts a formula must not start there."""
    path = tmp_path / "attack.csv"
    path.write_text(LINES + 'C2,2024-01-02,"=HYPERLINK(""http://x"")"\n', "utf-8")

    report = regulars("import", "purchases", path, "--json").json

    kept = Path(report["bad_rows_file"]).read_text("utf-8-sig")
    assert "HYPERLINK" in kept
    assert not any(cell.strip('"').startswith("=") for cell in kept.replace("\n", ",").split(","))
