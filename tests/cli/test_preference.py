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


@pytest.fixture
def money(tmp_path: Path) -> Path:
    """Sixty guests: four prices with two intentions, and whether they would buy at three prices."""
    path = tmp_path / "money.csv"
    rows = [
        f"{5 + i % 4},{9 + i % 6},{15 + i % 6},{21 + i % 9},{3 + i % 3},{1 + i % 3},"
        f"{int(i % 10 > 0)},{int(i % 10 > 4)},{int(i % 10 > 8)}"
        for i in range(60)
    ]
    titles = "tc,c,e,te,buy_c,buy_e,p10,p20,p30"
    path.write_text(titles + "\n" + "\n".join(rows) + "\n9,8,7,6,1,1,0,1,1\n", "utf-8")
    return path


PRICES = {
    "price-sensitivity": (
        *("--too-cheap", "tc", "--cheap", "c", "--expensive", "e", "--too-expensive", "te"),
        *("--intention-cheap", "buy_c", "--intention-expensive", "buy_e", "--resamples", "100"),
    ),
    "gabor-granger": ("--column", "p10,p20,p30", "--prices", "10,20,30", "--resamples", "100"),
}


@pytest.mark.parametrize(("command", "headline"), [("price-sensitivity", "idp"), ("gabor-granger", "best_price")])
def test_prices_of_a_file(regulars, money: Path, command: str, headline: str) -> None:
    shown = regulars(command, money, *PRICES[command])
    found = regulars(command, money, *PRICES[command], "--json")

    assert (shown.code, found.code, found.err) == (0, 0, "")
    assert "They are left out." in shown.out + shown.err
    assert (found.json["n"], found.json["n_contradictory"]) == (60, 1)
    assert found.json[f"{headline}_low"] < found.json[headline] < found.json[f"{headline}_high"]


@pytest.mark.parametrize("command", PRICES)
def test_prices_in_chinese(regulars, money: Path, monkeypatch, command: str) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars(command, money, *PRICES[command])

    assert done.code == 0
    assert set(re.findall(r"[A-Za-z]+", done.out)) <= {
        *("PMC", "PME", "IDP", "OPP", "pmc", "pme", "idp", "opp", "narrow"),
    }


def test_a_code_among_prices_is_found_by_the_range(regulars, money: Path) -> None:
    money.write_text(money.read_text("utf-8") + "9999,9999,9999,9999,,,,,\n", "utf-8")
    done = regulars("price-sensitivity", money, *PRICES["price-sensitivity"], "--price-range", "0-100")
    named = regulars("price-sensitivity", money, *PRICES["price-sensitivity"], "--missing", "9999", "--json")

    assert done.code == 1
    assert "Row 62 of tc: 9,999 is not on the scale 0 to 100" in done.err
    assert named.json["n_missing"] == 1
