"""Published surveys as both kinds of report show them, in both languages: the figures are those of their sources."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.reference

MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"
PATHS = {
    "Image|Expectation": 0.504706, "Image|Satisfaction": 0.178833, "Image|Loyalty": 0.195360,
    "Expectation|Quality": 0.557248, "Expectation|Value": 0.050788, "Expectation|Satisfaction": 0.064425,
    "Quality|Value": 0.557217, "Quality|Satisfaction": 0.512545, "Value|Satisfaction": 0.191816,
    "Satisfaction|Complaints": 0.526097, "Satisfaction|Loyalty": 0.483475, "Complaints|Loyalty": 0.071232,
}  # fmt: skip
BETTER = {"f01": 0.298494, "f02": 0.240864, "f09": 0.319722, "f16": 0.271369}
WORSE = {"f01": -0.077945, "f02": -0.092193, "f09": -0.138141, "f16": -0.119502}


def read_in(house: Any, file: Path, told: dict[str, Any]) -> None:
    mapping = house.home.parent / "mapping.yaml"
    mapping.write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    house.run("import", "responses", file, "--map", mapping)


def reported(house: Any, name: str) -> list[dict[str, Any]]:
    """Report and chapters, in English and Chinese, all of which have the same numbers; the English ones."""
    found = []
    for chapters in ((), ("--chapters",)):
        english, chinese = (
            house.run_json("report", name, *chapters, language=language)["reports"][0] for language in ("en", "zh")
        )
        numbers = [{key: (one["value"], one["low"], one["high"], one["n"]) for key, one in report["figures"].items()}
                   for report in (english, chinese)]  # fmt: skip
        assert numbers[0] == numbers[1]
        assert [part["key"] for part in english["sections"]] == [part["key"] for part in chinese["sections"]]
        assert english["conclusion"]["text"] != chinese["conclusion"]["text"]
        found.append(english)
    printed = house.home.parent / "chapters.pdf"
    house.run("report", name, "--chapters", "-o", printed, language="zh")
    assert printed.read_bytes().startswith(b"%PDF")
    assert [part["key"] for part in found[1]["sections"] if part.get("opens")] == [
        "chapter-needs", "chapter-loyalty", "chapter-price", "chapter-competitors", "chapter-method",
    ]  # fmt: skip
    return found


def rows_of(report: dict[str, Any], key: str) -> dict[str, dict[str, Any]]:
    part = next(part for part in report["sections"] if part["key"] == key)
    return {row["key"]: row for row in part["table"]["rows"]}


def test_the_airport(house: Any) -> None:
    """With weights 40.40 and 82.28 % in both kinds of report; loyal by recommendation; weights on the method page."""
    house.run(
        "import", "responses", house.data / "sfo-2017" / "2017_SFO_Customer_Survey.csv.gz",
        "--map", MAPPINGS / "sfo-2017.yaml",
    )  # fmt: skip
    report, chapters = reported(house, "sfo-2017")

    for one in (report, chapters):
        assert one["figures"]["nps"]["value"] == pytest.approx(40.398436, abs=1e-5)
        assert one["figures"]["csat"]["value"] == pytest.approx(0.82279306, abs=1e-7)
    assert rows_of(report, "priorities").keys() == rows_of(chapters, "priorities").keys()
    assert chapters["figures"]["loyal"]["value"] == pytest.approx(
        rows_of(report, "recommendation")["promoters"]["share"]["value"]
    )
    method = rows_of(chapters, "method-sample")
    assert "survey weight" in method["weights"]["said"]["text"]
    assert "Probability sample" in method["sample"]["said"]["text"]


def test_the_mobile_phone_provider_has_its_path_diagram(house: Any) -> None:
    """Ecsi-mobi: the twelve arrows and the index of the centroid scheme stand in the report."""
    file = house.data / "ecsi-mobi" / "mobi.csv"
    with file.open(encoding="utf-8") as opened:
        names = next(csv.reader(opened))
    items: dict[str, Any] = {name: {"kind": "rating", "tags": [f"ecsi:{name.rstrip('0123456789')}"]} for name in names}
    items["CUSCO"]["tags"] = ["ecsi:CUSCO"]
    items["CUSA1"] |= {"role": "overall"}
    read_in(house, file, {"survey": {"name": "mobi"}, "scale": {"low": 1, "high": 10}, "items": items})
    report, _ = reported(house, "mobi")

    arrows = rows_of(report, "path-diagram")
    found = {key: row["effect"]["value"] for key, row in arrows.items()}
    assert found == pytest.approx(PATHS, abs=1e-5)
    assert report["figures"]["ecsi"]["value"] == pytest.approx(72.542802, abs=1e-5)
    assert "Satisfaction" in house.run("report", "mobi")
    picture = house.home.parent / "report.html"
    house.run("report", "mobi", "-o", picture)
    assert "0.51" in picture.read_text("utf-8")


def test_the_amenities_of_a_neighbourhood(house: Any) -> None:
    """Kano-neighbourhood: sixteen pairs, Better and Worse by the classic table."""
    folder = house.data / "kano-neighbourhood"
    with (folder / "kano_features.csv").open(encoding="utf-8") as opened:
        features = {row["feature"]: row["text"] for row in csv.DictReader(opened)}
    items = {
        f"{key}-{part}": {"column": f"{key}_{column}", "kind": "rating", "tags": [f"kano:{key}"], "label": text}
        for key, text in features.items()
        for part, column in (("with", "functional"), ("without", "dysfunctional"))
    }
    told = {"survey": {"name": "amenities"}, "response": "respondent", "scale": {"low": 1, "high": 5}, "items": items}
    read_in(house, folder / "kano_responses.csv.gz", told)
    report, chapters = reported(house, "amenities")

    plane = rows_of(report, "kano")
    assert len(plane) == 16
    assert {key: plane[key]["y"]["value"] for key in BETTER} == pytest.approx(BETTER, abs=1e-6)
    assert {key: abs(plane[key]["x"]["value"]) for key in WORSE} == pytest.approx(
        {key: abs(value) for key, value in WORSE.items()}, abs=1e-6
    )
    assert [part["blank"] for part in chapters["sections"] if part.get("blank")] == [
        "needs", "loyalty", "price", "competitors",
    ]  # fmt: skip


def test_the_customers_of_a_paper_maker_from_spss(house: Any) -> None:
    """HBAT.sav: answers with a decimal, labels of the file as words, 9 or 10 on x20 as the loyal."""
    scaled = {"kind": "number", "scale": {"low": 0, "high": 10}}
    items: dict[str, Any] = {f"x{i}": {**scaled, "role": "attribute"} for i in range(6, 19)}
    items |= {"x19": {**scaled, "role": "overall"}, "x20": {**scaled, "role": "recommend"}, "x1": {"kind": "choice"}}
    told = {"survey": {"name": "hbat"}, "response": "id", "items": items}
    read_in(house, house.data / "hbat-b2b" / "HBAT.sav", told)
    report, chapters = reported(house, "hbat")

    assert report["figures"]["mean"]["value"] == pytest.approx(6.918, abs=1e-9)
    assert rows_of(report, "worst-first")["x6"]["name"] == "X6 - Product Quality"
    assert {row["name"] for row in rows_of(report, "choice-x1").values()} >= {"Less than 1 year", "Over 5 years"}
    assert chapters["figures"]["loyal"]["n"] == 100
