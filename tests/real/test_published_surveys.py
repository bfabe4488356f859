"""Four published data sets, imported and reported: the figures are those of their sources."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml
from scipy import stats

from regulars.insights.satisfaction import satisfaction
from regulars.insights.scope import Scope

pytestmark = pytest.mark.reference

MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"
WHOLE = Scope.whole(purpose="test")
IMPORTANCE = (
    0.170747, 0.046193, 0.002731, 0.090311, 0.030629, 0.082874, 0.178398, 0.022081, 0.004633, 0.001194, 0.066188,
    0.035946, 0.071930,
)  # fmt: skip


def mapping(folder: Path, data: dict[str, Any]) -> Path:
    path = folder / "mapping.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return path


def test_the_airport_with_its_weights(house: Any) -> None:
    """Sfo-2017: 40.40 and 82.28 % with weights, 39.84 and 82.07 % without."""
    file = house.data / "sfo-2017" / "2017_SFO_Customer_Survey.csv.gz"
    done = house.json("import", "responses", file, "--map", MAPPINGS / "sfo-2017.yaml")
    report = satisfaction(house.facts, "sfo-2017", scope=WHOLE)

    assert (done["rows"], done["new"], done["n_bad"]) == (2831, 2831, 0)
    assert report.figure("nps").estimate.value == pytest.approx(40.398436, abs=1e-5)
    assert report.figure("csat").estimate.value == pytest.approx(0.82279306, abs=1e-7)
    assert report.figure("mean").estimate.value == pytest.approx(4.0712026, abs=1e-6)
    plain = {figure.key: figure.estimate for figure in report.section("without-weights").figures}
    nps, csat = plain["nps_plain"], plain["csat_plain"]
    assert (nps.value, nps.low, nps.high) == pytest.approx(
        (39.839767, 37.224858, 42.454676), abs=1e-4
    )  # z is 1.96 there
    assert (csat.value, csat.low, csat.high) == pytest.approx((2206 / 2688, 0.80572792, 0.83472584), abs=1e-7)
    english, chinese = (house.run("report", "sfo-2017", language=language) for language in ("en", "zh"))
    assert "San Francisco Airport 2017" in english
    assert "旧金山机场2017年旅客调查" in chinese
    assert "40.4" in english
    assert "40.4" in chinese


def test_the_index_of_the_mobile_phone_provider(house: Any, tmp_path: Path) -> None:
    """Ecsi-mobi: twelve paths by the centroid scheme, the index, and the diagram in both languages."""
    file = house.data / "ecsi-mobi" / "mobi.csv"
    with file.open(encoding="utf-8") as opened:
        names = next(csv.reader(opened))
    items = {name: {"kind": "rating", "role": "overall" if name == "CUSA1" else "other"} for name in names}
    told = {"survey": {"name": "mobi"}, "scale": {"low": 1, "high": 10}, "items": items}
    done = house.json("import", "responses", file, "--map", mapping(tmp_path, told))
    stored = tmp_path / "stored.parquet"
    pq.write_table(house.facts.answers("mobi").to_pyarrow().select(names), stored)
    found = house.json("ecsi", stored, "--resamples", "0")

    assert (done["new"], done["n_bad_values"], len(names)) == (250, 0, 24)
    paths = found["path_coefficients"]
    assert {name: round(paths[name], 6) for name in paths} == {
        "Image|Expectation": 0.504706, "Image|Satisfaction": 0.178833, "Image|Loyalty": 0.195360,
        "Expectation|Quality": 0.557248, "Expectation|Value": 0.050788, "Expectation|Satisfaction": 0.064425,
        "Quality|Value": 0.557217, "Quality|Satisfaction": 0.512545, "Value|Satisfaction": 0.191816,
        "Satisfaction|Complaints": 0.526097, "Satisfaction|Loyalty": 0.483475, "Complaints|Loyalty": 0.071232,
    }  # fmt: skip
    assert round(found["index"]["Satisfaction"], 6) == 72.542802
    for language, word in (("en", "Satisfaction"), ("zh", "满意")):
        picture = tmp_path / f"{language}.svg"
        shown = house.run("ecsi", stored, "--resamples", "0", "--chart", picture, language=language)
        assert word in shown
        assert word in picture.read_text("utf-8")


@pytest.mark.parametrize(
    ("feature", "table", "counts", "better", "worse"),
    [
        ("f01", "classic", (291, 46, 42, 750, 104, 245), 0.298494, -0.077945),
        ("f01", "variant", (291, 46, 42, 552, 104, 443), 0.361976, -0.094522),
        ("f16", "classic", (242, 85, 59, 819, 133, 140), 0.271369, -0.119502),
    ],
)
def test_the_amenities_of_a_neighbourhood(
    house: Any, feature: str, table: str, counts: tuple[int, ...], better: float, worse: float
) -> None:
    """Kano-neighbourhood: both tables, as its author counted."""
    file = house.data / "kano-neighbourhood" / "kano_responses.csv.gz"
    told = ("kano", file, "--functional", f"{feature}_functional", "--dysfunctional", f"{feature}_dysfunctional")
    found = house.json(*told, "--table", table)

    assert (found["n"], tuple(found["counts"][letter] for letter in "AOMIRQ")) == (1478, counts)
    assert (found["better"], found["worse"]) == pytest.approx((better, worse), abs=1e-6)
    shown = {language: house.run(*told, "--table", table, language=language) for language in ("en", "zh")}
    assert all("478" in text for text in shown.values())
    assert shown["en"] != shown["zh"]


def test_the_customers_of_a_paper_maker_from_spss(house: Any, tmp_path: Path) -> None:
    """HBAT.sav: questions and options from the file; importance as Johnson's weights of the published data."""
    file = house.data / "hbat-b2b" / "HBAT.sav"
    seen = house.json("import", "responses", file, "--dry-run")
    shown = house.run("import", "responses", file, "--dry-run")
    items = {item["key"]: item for item in seen["preview"]["mapping"]["survey"]["items"]}

    assert (seen["rows"], seen["n_bad"], seen["n_bad_values"], seen["preview"]["guessed"]) == (100, 0, 0, True)
    assert items["x6"]["label"] == "X6 - Product Quality"
    assert items["x1"]["options"] == {"1": "Less than 1 year", "2": "1 to 5 years", "3": "Over 5 years"}
    assert "Newsprint industry" in shown

    numbers = {f"x{i}": {"kind": "number", "scale": {"low": 0, "high": 10}, "role": "attribute"} for i in range(6, 19)}
    overall = {"x19": {"kind": "number", "scale": {"low": 0, "high": 10}, "role": "overall"}}
    told = {"survey": {"name": "hbat"}, "response": "id", "items": {**numbers, **overall, "x3": {"kind": "choice"}}}
    done = house.json("import", "responses", file, "--map", mapping(tmp_path, told))
    names = ",".join(numbers)
    drivers = house.json(
        "drivers", file, "--column", names, "--outcome", "x19", "--method", "johnson", "--resamples", "0"
    )

    assert (done["new"], done["n_bad"], done["n_bad_values"]) == (100, 0, 0)
    survey = house.facts.survey("hbat")
    assert str(survey.item("x3").options["1"]) == "Large (500+)"
    assert drivers["importance"] == pytest.approx(IMPORTANCE, abs=1e-6)


def test_the_paper_maker_is_reported_from_answers_between_the_points(house: Any, tmp_path: Path) -> None:
    """HBAT: every answer has one decimal. Satisfaction 6.918 with Student's interval, scores by numpy."""
    file = house.data / "hbat-b2b" / "HBAT.sav"
    scaled = {"kind": "number", "scale": {"low": 0, "high": 10}}
    items = {f"x{i}": {**scaled, "role": "attribute" if i < 19 else "overall"} for i in range(6, 20)}
    items["x20"] = {**scaled, "role": "recommend"}
    told = {"survey": {"name": "hbat"}, "response": "id", "items": items}
    house.run("import", "responses", file, "--map", mapping(tmp_path, told))
    stored = {name: np.array(house.facts.answers("hbat").to_pyarrow()[name].to_pylist()) for name in items}
    report = satisfaction(house.facts, "hbat", scope=WHOLE)

    mean, csat, nps = (report.figure(key) for key in ("mean", "csat", "nps"))
    reach = stats.t.ppf(0.975, 99) * stored["x19"].std(ddof=1) / 10
    assert mean.n == 100
    assert (mean.estimate.value, mean.estimate.low, mean.estimate.high) == pytest.approx(
        (6.918, 6.918 - reach, 6.918 + reach), abs=1e-9
    )
    assert csat.estimate.value == pytest.approx((stored["x19"] >= 9).mean())
    assert nps.estimate.value == pytest.approx(100 * ((stored["x20"] >= 9).mean() - (stored["x20"] < 7).mean()))
    scores = {row.key: row.cells[1].value for row in report.section("worst-first").table.rows}
    assert scores == pytest.approx({f"x{i}": 10 * np.mean(stored[f"x{i}"]) for i in range(6, 19)}, abs=1e-9)
    assert "100 responses answer every attribute" in str(report.notes[-1])  # too few for thirteen attributes
    english, chinese = (house.run("report", "hbat", language=language) for language in ("en", "zh"))
    assert "lie between two points of the scale" in english
    assert "两点之间" in chinese
