"""The commands about what customers want and would pay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def wishes(tmp_path: Path) -> Path:
    """Eighty guests: how they would feel with a pool, and without; business or leisure."""
    path = tmp_path / "wishes.csv"
    rows = [f"{1 if i % 4 else 3},{3 if i % 2 else 5},{'business' if i % 3 else 'leisure'}" for i in range(80)]
    path.write_text("pool,no_pool,purpose\n" + "\n".join(rows) + "\n,3,\n", "utf-8")
    return path


KANO = ("--functional", "pool", "--dysfunctional", "no_pool", "--group", "purpose")
OWN = set("AOMIRQp") | {"Better", "Worse", "business", "leisure", "Fong", "Wilson"}


def test_kano_of_a_feature(regulars, wishes: Path) -> None:
    shown = regulars("kano", wishes, *KANO)
    found = regulars("kano", wishes, *KANO, "--table", "variant", "--decided-by", "berger", "--json")

    assert (shown.code, found.code, found.err) == (0, 0, "")
    assert "A, attractive: having it pleases" in shown.out + shown.err
    assert found.json["counts"] == {"A": 40, "O": 20, "M": 20, "I": 0, "R": 0, "Q": 0}
    assert (found.json["category"], found.json["clear"], found.json["n"], found.json["n_missing"]) == ("A", True, 80, 1)
    assert found.json["segment_names"] == ["business", "leisure"]


def test_kano_in_chinese(regulars, wishes: Path, monkeypatch) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars("kano", wishes, *KANO)

    assert done.code == 0
    assert set(re.findall(r"[A-Za-z]+", done.out)) <= OWN
    assert "魅力" in done.out + done.err


def test_an_answer_off_the_scale_is_said_with_the_files_name(regulars, wishes: Path) -> None:
    wishes.write_text(wishes.read_text("utf-8") + "7,3,leisure\n", "utf-8")
    done = regulars("kano", wishes, *KANO)

    assert (done.code, done.out) == (1, "")
    assert "Row 82 of pool: 7 is not on the scale 1 to 5" in done.err
