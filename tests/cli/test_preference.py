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


@pytest.fixture
def choices(tmp_path: Path) -> dict[str, Path]:
    """Forty guests: best and worst of four sets of three in both forms, points, ranks."""
    items, sets = ("bed", "food", "spa", "view"), ((0, 1, 2), (1, 2, 3), (0, 2, 3), (0, 1, 3))
    wide, long = ["id,kind,a,b,c,best,worst"], ["id,set,item,best,worst"]
    points, ranks = ["kind,bed,food,spa,view"], ["kind,bed,food,spa,view"]
    for guest in range(40):
        kind = "business" if guest % 2 else "leisure"
        for number, shown in enumerate(sets):
            order = sorted(shown, key=lambda item: (item + guest * (number + 1) // 3) % 4)
            first, last = items[order[0]], items[order[-1]]
            wide.append(f"{guest},{kind},{','.join(items[item] for item in shown)},{first},{last}")
            long += [f"{guest},{number},{items[k]},{int(items[k] == first)},{int(items[k] == last)}" for k in shown]
        points.append(f"{kind},{40 + guest % 5},{30 - guest % 5},20,{10 if guest else 30}")
        ranks.append(f"{kind},{1 + guest % 2},{2 - guest % 2},3,{4 if guest > 1 else 3 - 2 * guest}")
    found = {"wide": wide, "long": long, "points": points, "ranks": ranks}
    for name, lines in found.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return {name: tmp_path / f"{name}.csv" for name in found}


WANTED = {
    "max-diff": ("wide", *("--best", "best", "--worst", "worst", "--shown", "a,b,c", "--respondent", "id")),
    "constant-sum": ("points", "--column", "bed,food,spa,view"),
    "ranking": ("ranks", "--column", "bed,food,spa,view"),
}


@pytest.mark.parametrize("command", WANTED)
def test_what_people_want(regulars, choices: dict[str, Path], monkeypatch, command: str) -> None:
    name, *options = WANTED[command]
    found = regulars(command, choices[name], *options, "--group", "kind", "--json")
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    shown = regulars(command, choices[name], *options, "--group", "kind")

    assert (found.code, found.err, shown.code) == (0, "", 0)
    assert set(found.json["segment_names"]) == {"business", "leisure"}
    assert len(found.json["names"]) == 4
    own = {"bed", "food", "spa", "view", "business", "leisure", "p", "R", "W", "t"}
    assert set(re.findall(r"[A-Za-z]+", shown.out)) <= own


def test_both_forms_of_a_file_say_the_same(regulars, choices: dict[str, Path]) -> None:
    wide = regulars("max-diff", choices["wide"], *WANTED["max-diff"][1:], "--json").json
    rows = ("--best", "best", "--worst", "worst", "--item", "item", "--set", "set", "--respondent", "id")
    long = regulars("max-diff", choices["long"], *rows, "--json").json

    assert long["utility"] == pytest.approx(wide["utility"])
    assert (wide["n"], wide["n_respondents"], wide["names"]) == (160, 40, long["names"])


def test_answers_that_do_not_fit_are_said(regulars, choices: dict[str, Path]) -> None:
    points = regulars("constant-sum", choices["points"], *WANTED["constant-sum"][1:])
    ranks = regulars("ranking", choices["ranks"], *WANTED["ranking"][1:])
    chosen = regulars("max-diff", choices["wide"], "--best", "best", "--worst", "worst", "--shown", "a,b")

    assert "The points of 1 of 40 respondents do not add up to 100." in points.out + points.err
    assert "The ranks of 2 of 40 respondents repeat or skip a place." in ranks.out + ranks.err
    assert chosen.code == 1
    assert "was chosen, but not shown" in chosen.err
