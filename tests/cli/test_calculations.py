"""The table of calculations against the registry, and every one of them on a small file."""

from __future__ import annotations

import dataclasses
import inspect
import math
import re
import typing
from pathlib import Path

import pytest

from regulars.cli.calculations import CALCULATIONS, paths, purchases
from regulars.cli.calculations.labels import LABELS
from regulars.cli.calculations.table import Calculation
from regulars.methods.registry import all_methods, find

CALLS = {
    "nps": ("--column", "recommend"),
    "csat": ("--column", "overall", "--top", "1"),
    "ces": ("--column", "overall", "--question", "1.0"),
    "mean-rating": ("--column", "overall"),
    "top-box": ("--column", "overall", "--bottom", "2"),
    "weighted-index": ("--column", "overall,room", "--importance", "2,1"),
    "drivers": ("--column", "room,staff", "--outcome", "overall", "--missing", "Blank", "--resamples", "200"),
    "importance-performance": (
        *("--column", "room", "--column", "staff", "--outcome", "overall"),
        *("--missing", "Blank", "--resamples", "200"),
    ),
    "concentration": ("--column", "recommend"),
}
BUYING = {
    "bg-nbd": ("--frequency", "x", "--recency", "t_x", "--observed", "T"),
    "mbg-nbd": ("--frequency", "x", "--recency", "t_x", "--observed", "T"),
    "pareto-nbd": ("--frequency", "x", "--recency", "t_x", "--observed", "T"),
    "gamma-gamma": ("--frequency", "x", "--monetary", "m"),
}
# Fields that are no single figure for the terminal, or that the table shows under another field's name.
UNSHOWN = {"confidence", "interval", "too_few", "covariance", "boundary", "standard_errors", "intervals", "values"}


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    rows = [f"{i % 4},{(i % 4) * (3 + i % 7)},{30 + i % 9},{20 + (7 * i) % 31}" for i in range(200)]
    path.write_text("x,t_x,T,m\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_every_method_has_a_command() -> None:
    """``rfm`` takes purchase lines and path models a model; they have commands of their own, as ``clv`` besides."""
    own = {"rfm", "ecsi", "path_model", "satisfaction_to_loyalty"}

    assert {method.name for method in all_methods() if not method.name.startswith("lifetime")} - own == {
        calculation.method for calculation in CALCULATIONS
    }
    assert own <= {function.__name__ for function, _ in (*purchases.COMMANDS, *paths.COMMANDS)}


@pytest.mark.parametrize("calculation", CALCULATIONS, ids=lambda calculation: calculation.command)
def test_a_command_takes_what_its_method_takes(calculation: Calculation) -> None:
    method = find(calculation.method)
    function = method.function.fit if calculation.fits else method.function
    offered = {item.parameter for item in (*calculation.all_takes, *calculation.all_settings)}

    parameters = set(inspect.signature(function).parameters) - {"self"}

    assert offered | set(calculation.left_out) == parameters
    assert calculation.samples == method.samples


@pytest.mark.parametrize("calculation", CALCULATIONS, ids=lambda calculation: calculation.command)
def test_every_field_shown_has_words(calculation: Calculation) -> None:
    function = find(calculation.method).function
    result = function if calculation.fits else typing.get_type_hints(function)["return"]
    fields = {field.name for field in dataclasses.fields(result)} - UNSHOWN
    shown = calculation.shown
    limits = {f"{field}{end}" for field in LABELS for end in ("_low", "_high")}
    single = {f.name for f in dataclasses.fields(result) if str(f.type) in ("float", "int", "str", "bool")}
    wanted = fields if shown is None else (fields & single) | set(shown)

    assert {name for name in wanted if name not in LABELS and not (name in limits and name in single)} == set()


@pytest.mark.parametrize("command", CALLS)
def test_a_command_on_answers(regulars, answers: Path, command: str) -> None:
    shown = regulars(command, answers, *CALLS[command])
    found = regulars(command, answers, *CALLS[command], "--json")

    assert (shown.code, found.code, found.err) == (0, 0, "")
    assert shown.out.strip()
    assert 0 < found.json["n"] <= 60


@pytest.mark.parametrize("command", BUYING)
def test_a_command_on_customers(regulars, customers: Path, command: str) -> None:
    shown = regulars(command, customers, *BUYING[command])
    found = regulars(command, customers, *BUYING[command], "--json")

    assert (shown.code, found.code) == (0, 0)
    assert math.isfinite(found.json["log_likelihood"])


@pytest.mark.parametrize("command", CALLS)
def test_the_terminal_speaks_chinese(regulars, answers: Path, monkeypatch, command: str) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars(command, answers, *CALLS[command])

    names = {"overall", "room", "staff", "R", "t", "johnson", "lmg", "Wald", "Wilson"}
    assert set(re.findall(r"[A-Za-z]+", done.out)) <= names


def test_the_result_is_one_flat_object(regulars, answers: Path) -> None:
    found = regulars("nps", answers, "--column", "recommend", "--json").json

    assert {"points", "low", "high", "n", "n_missing"} <= set(found)
    assert not any(isinstance(value, dict | list) for value in found.values())


def test_a_weight_of_one_changes_nothing(regulars, tmp_path: Path) -> None:
    path = tmp_path / "weighted.csv"
    path.write_text("score,w\n10,1\n9,1\n3,1\n8,1\n", "utf-8")

    plain = regulars("nps", path, "--column", "score", "--json").json
    weighted = regulars("nps", path, "--column", "score", "--weight", "w", "--json").json

    assert plain == weighted


def test_an_error_of_a_method_names_the_column_of_the_file(regulars, answers: Path) -> None:
    done = regulars("nps", answers, "--column", "staff")

    assert done.code == 1
    assert "staff" in done.err
    assert "scores" not in done.err
    assert "Blank" in done.err


@pytest.mark.parametrize("kind", ["parquet", "xlsx", "tsv"])
def test_other_kinds_of_files_give_the_same(regulars, answers: Path, tmp_path: Path, kind: str) -> None:
    import pyarrow.parquet as pq

    from regulars.facts.imports import read_table

    path = tmp_path / f"answers.{kind}"
    table = read_table(answers)
    if kind == "parquet":
        pq.write_table(table, path)
    elif kind == "tsv":
        path.write_text(answers.read_text("utf-8").replace(",", "\t"), "utf-8")
    else:
        import xlsxwriter

        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, table.column_names)
            for row, values in enumerate(table.to_pylist(), 1):
                sheet.write_row(row, 0, [int(v) if v.isdigit() else v for v in values.values()])

    options = ("--column", "staff", "--missing", "Blank", "--json")
    assert regulars("csat", path, *options).json == regulars("csat", answers, *options).json


def test_rfm_scores_every_customer(regulars, purchases: Path) -> None:
    columns = ("--customer", "Customer ID", "--date", "Date", "--amount", "Amount")
    found = regulars("rfm", purchases, *columns, "--json").json

    assert found["n"] == 150 == sum(found["segments"].values()) == len(found["customers"])
    assert {row["customer"] for row in found["customers"]} == {f"C{c:03}" for c in range(150)}
    assert found["customers"][0]["score"] >= found["customers"][-1]["score"]


@pytest.mark.parametrize("model", ["bg-nbd", "mbg-nbd"])
@pytest.mark.parametrize("period", ["day", "month"])
def test_clv_in_other_periods(regulars, purchases: Path, model: str, period: str) -> None:
    """The likelihood moves with the unit of time, the shape of the model does not."""
    columns = ("--customer", "Customer ID", "--date", "Date", "--amount", "Amount", "--model", model, "--json")
    weekly = regulars("clv", purchases, *columns).json
    other = regulars("clv", purchases, *columns, "--period", period).json

    days = {"day": 1, "week": 7, "month": 365.25 / 12}
    assert other["parameters"]["r"] == pytest.approx(weekly["parameters"]["r"], rel=1e-3)
    assert other["parameters"]["alpha"] * days[period] == pytest.approx(weekly["parameters"]["alpha"] * 7, rel=1e-3)


def test_clv_of_occasions_counts_periods(regulars, purchases: Path) -> None:
    columns = ("--customer", "Customer ID", "--date", "Date", "--amount", "Amount", "--model", "bg-bb", "--json")
    done = regulars("clv", purchases, *columns, "--period", "month", "--horizon", "6")

    assert set(done.json["parameters"]) == {"alpha", "beta", "gamma", "delta"}
    assert 0 < done.json["expected_purchases"] < 6 * done.json["customers"]


def test_bad_rows_are_named_and_the_rest_is_used(regulars, purchases: Path) -> None:
    with purchases.open("a", encoding="utf-8") as file:
        file.write("R99,C01,2024-05-05,plenty\n")
    columns = ("--customer", "Customer ID", "--date", "Date", "--amount", "Amount")
    done = regulars("rfm", purchases, *columns, "--json")

    assert done.code == 3
    assert done.json["rows_set_aside"] == 1
    assert "plenty" in done.err


def test_the_share_of_the_top_fifth_has_its_interval(regulars, tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    path.write_text("total\n" + "\n".join(str(1 + i * i % 97) for i in range(300)) + "\n", "utf-8")

    shown = regulars("concentration", path, "--column", "total").out
    found = regulars("concentration", path, "--column", "total", "--json").json

    assert 0 < found["top_share_20_low"] < found["top_share_20"] < found["top_share_20_high"] < 1
    assert found["interval"] == "linearisation"
    line = next(line for line in shown.splitlines() if "top fifth" in line)
    assert re.search(r"\(\d+\.\d+–\d+\.\d+\)", line)
    assert "linearisation" in shown


def test_too_few_answers_are_said_to_people(regulars, answers: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("x\n9\n10\n3\n", "utf-8")

    assert (
        "Too few to judge: the interval keeps what it promises from 10 on." in regulars("nps", few, "--column", "x").err
    )
    assert "from 100 on" in regulars("nps", few, "--column", "x", "--interval", "wald").err
    assert "Too few" not in regulars("nps", answers, "--column", "recommend").err


def test_quadrants_have_the_words_of_the_report() -> None:
    from regulars.cli.calculations.words import WORDS
    from regulars.insights.satisfaction.sections import QUADRANTS

    assert {name: WORDS[name] for name in QUADRANTS} == QUADRANTS
