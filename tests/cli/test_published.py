"""Published numbers, through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

SFO = Path("sfo-2017") / "2017_SFO_Customer_Survey.csv.gz"
CDNOW = Path("cdnow-sample") / "cdnowElog.csv"


def test_nps_of_the_airport_survey(regulars, reference_data: Path) -> None:
    """NPS 39.84 (95 % 37.22 to 42.45, Wald)."""
    found = regulars("nps", reference_data / SFO, "--column", "NETPRO", "--missing", "11", "--json").json

    assert [round(found[name], 2) for name in ("points", "low", "high")] == [39.84, 37.22, 42.45]
    assert (found["n"], found["n_missing"]) == (2746, 85)


def test_weighted_nps_of_the_airport_survey(regulars, reference_data: Path) -> None:
    """Weighted NPS 40.40."""
    options = ("--column", "NETPRO", "--weight", "WEIGHT", "--missing", "11", "--json")
    found = regulars("nps", reference_data / SFO, *options).json

    assert round(found["points"], 2) == 40.40


def test_csat_of_the_airport_survey(regulars, reference_data: Path) -> None:
    """82.07 % satisfied, on the terminal too."""
    options = ("--column", "Q7ALL", "--missing", "0,6,Blank")
    found = regulars("csat", reference_data / SFO, *options, "--json").json
    shown = regulars("csat", reference_data / SFO, *options).out

    assert round(100 * found["share"], 2) == 82.07
    assert found["n"] == 2688
    assert "82.07%" in shown


@pytest.mark.parametrize("until", ["1997-09-30"])
def test_bg_nbd_of_the_cdnow_sample(regulars, reference_data: Path, until: str) -> None:
    """Table 2 of the BG/NBD paper: r .243, alpha 4.414, a .793, b 2.426, log-likelihood -9582.4."""
    columns = ("--customer", "masterid", "--date", "date", "--amount", "sales")
    done = regulars("clv", reference_data / CDNOW, *columns, "--until", until, "--json")

    found = done.json
    assert found["model"] == "bg-nbd"
    assert {name: round(value, 3) for name, value in found["parameters"].items()} == {
        "r": 0.243,
        "alpha": 4.414,
        "a": 0.793,
        "b": 2.426,
    }
    assert round(found["log_likelihood"], 1) == -9582.4
    assert (found["customers"], found["repeat_customers"]) == (2357, 946)
    assert (done.code, done.err) == (0, "")


def test_the_table_of_customers_gives_the_same_model(regulars, reference_data: Path) -> None:
    """The published table of customers has weeks rounded to two decimals."""
    columns = ("--frequency", "frequency", "--recency", "recency", "--observed", "T")
    found = regulars("bg-nbd", reference_data / "cdnow-sample" / "cdnow_cbs.csv", *columns, "--json").json

    assert {name: round(found[name], 3) for name in ("r", "alpha", "a", "b")} == {
        "r": 0.243,
        "alpha": 4.414,
        "a": 0.793,
        "b": 2.426,
    }


def test_importing_the_same_file_twice_changes_nothing(regulars, reference_data: Path) -> None:
    first = regulars("import", "purchases", reference_data / CDNOW, "--json")
    second = regulars("import", "purchases", reference_data / CDNOW, "--json")

    assert (first.code, second.code) == (0, 0)
    assert (first.json["rows"], first.json["new"]) == (6919, 6919)
    assert (second.json["new"], second.json["known"]) == (0, 6919)
