"""The command that compares groups and waves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def stays(tmp_path: Path) -> Path:
    """Three hotels, the lakeside clearly better, the annex hardly asked; each guest in two waves."""
    path = tmp_path / "stays.csv"
    rows = [("lakeside", 4 + (i % 2), 1 + i % 2, i // 2) for i in range(40)]
    rows += [("harbour", 2 + (i % 3), 1 + i % 2, 20 + i // 2) for i in range(40)]
    rows += [("annex", 3, 1, 90), ("annex", "", 2, 90)]
    path.write_text("hotel,rating,wave,guest\n" + "\n".join(",".join(map(str, row)) for row in rows) + "\n", "utf-8")
    return path


def test_hotels_against_each_other(regulars, stays: Path) -> None:
    options = ("--column", "rating", "--by", "hotel", "--scale", "1-5")
    found = regulars("compare", stays, *options, "--json").json
    shown = regulars("compare", stays, *options).out

    assert (found["n"], found["n_missing"], found["n_tested"]) == (81, 1, 1)
    assert found["verdict"] == ["too few to judge", "too few to judge", "clearly lower"]
    assert found["p_value"][0] is None
    assert re.search(r"harbour +lakeside +−1\.\d+ .* clearly lower", shown)
    assert "Benjamini-Hochberg" in shown


def test_the_same_guests_in_two_waves_in_chinese(regulars, stays: Path) -> None:
    options = ("--by", "wave", "--respondent", "guest", "--against", "before", "--measure", "share", "--margin", "0.5")
    done = regulars("compare", stays, "--column", "rating", *options, "--language", "zh")

    assert done.code == 0
    assert "判断" in done.out
    assert set(re.findall(r"[A-Za-z]{2,}", done.out)) <= {"Benjamini", "Hochberg", "BH"}


def test_waves_in_an_order_of_ones_own(regulars, stays: Path) -> None:
    options = ("--by", "wave", "--order", "2,1", "--against", "first", "--measure", "mean", "--resamples", "200")
    found = regulars("compare", stays, "--column", "rating", *options, "--json").json

    assert (found["names"], found["first"], found["interval"]) == (["2", "1"], ["1"], "bootstrap")


def test_one_group_is_told(regulars, stays: Path) -> None:
    stays.write_text("hotel,rating\nlakeside,5\nlakeside,4\n", "utf-8")
    done = regulars("compare", stays, "--column", "rating", "--by", "hotel")

    assert done.code != 0
    assert "There is one group, “lakeside”." in done.err
