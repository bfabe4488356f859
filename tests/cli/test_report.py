"""Reports and the doctor."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from regulars.cli.commands import doctor

MAPPING = """
survey: {name: guests, title: {en: Guests, zh: 客人}, sample: census}
response: id
day: 2024-05-13
missing: [Blank]
scale: {low: 1, high: 5}
items:
  overall: {role: overall, label: {en: Stay as a whole, zh: 整体}}
  recommend: {kind: nps, label: {en: Recommendation, zh: 推荐}}
  room: {role: attribute, label: {en: Room, zh: 客房}}
  staff: {role: attribute, label: {en: Staff, zh: 员工}}
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "guests.yaml"
    path.write_text(MAPPING, "utf-8")
    return path


@pytest.fixture
def guests(regulars, answers: Path, mapping: Path) -> None:
    """A home with one survey."""
    assert regulars("import", "responses", answers, "--map", mapping).code == 0


@pytest.mark.usefixtures("guests")
def test_a_survey_is_reported_here_and_in_files(regulars, tmp_path: Path) -> None:
    paths = [tmp_path / f"guests.{kind}" for kind in ("html", "xlsx", "json", "pdf")]
    shown = regulars("report", "guests")
    done = regulars("report", "guests", *(word for path in paths for word in ("-o", path)))

    assert (shown.code, done.code) == (0, 0)
    assert shown.out.strip()
    assert done.out == ""
    assert all(path.stat().st_size > 500 and str(path) in done.err for path in paths)
    assert json.loads(paths[2].read_text("utf-8"))["reports"]


@pytest.mark.usefixtures("guests")
def test_the_report_has_the_figure_of_the_command(regulars, answers: Path) -> None:
    """One definition for each number, whoever shows it."""
    figures = regulars("report", "guests", "--json").json["reports"][0]["figures"]
    direct = regulars("nps", answers, "--column", "recommend", "--json").json

    assert figures["nps"]["value"] == pytest.approx(direct["points"])
    assert figures["nps"]["low"] == pytest.approx(direct["low"])


@pytest.mark.usefixtures("guests")
def test_a_wrong_survey_comes_with_the_right_ones(regulars) -> None:
    done = regulars("report", "guest")

    assert done.code == 1
    assert "guests" in done.err


def test_without_a_survey_it_is_the_value_of_customers(regulars, purchases: Path, answers: Path, mapping: Path) -> None:
    regulars("import", "purchases", purchases)
    regulars("import", "responses", answers, "--map", mapping, "--survey", "guests-2024")

    done = regulars("report", "--json")

    assert done.code == 0
    assert done.json["reports"][0]["key"] == "value"
    assert "guests-2024" in done.err


@pytest.mark.usefixtures("guests")
def test_the_report_speaks_chinese(regulars) -> None:
    done = regulars("report", "guests", "--language", "zh")

    assert len(re.findall(r"[\u4e00-\u9fff]", done.out)) > 50


def test_the_doctor_finds_all_well(regulars, purchases: Path) -> None:
    regulars("import", "purchases", purchases)
    shown = regulars("doctor")
    found = regulars("doctor", "--json").json

    assert shown.code == 0
    assert "All is well" in shown.err
    assert found["problems"] == []
    assert found["facts"][0]["table"] == "purchases"
    assert found["facts"][0]["rows"] > 0


def test_the_doctor_names_the_way_out(regulars, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 60)
    monkeypatch.setitem(doctor.EXTRAS, "facts", ("typer", "surely_not_there"))

    done = regulars("doctor")

    assert done.code == 1
    assert done.err.count("Problem:") == 2
    assert 'pip install "regulars[facts]"' in done.err


def test_the_doctor_sees_a_home_that_cannot_be_one(regulars, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", "utf-8")

    done = regulars("doctor")

    assert done.code == 1
    assert str(tmp_path / "home") in done.err


def test_the_demo_makes_the_sample_company_once(regulars, tmp_path: Path) -> None:
    first = regulars("demo", "--no-server", "--customers", "600", "--seed", "3", "--language", "zh")
    second = regulars("demo", "--no-server", "--customers", "600", "--seed", "3")
    other = regulars("demo", "--no-server", "--customers", "600", "--seed", "4")
    report = regulars("report", "juniper-guests", "--language", "zh", "-o", tmp_path / "report.html")

    assert (first.code, second.code, other.code, report.code) == (0, 0, 1, 0)
    assert (first.out, second.out) == ("", "")
    assert "生成" in first.err
    assert "Making" not in second.err
    assert "another company" in other.err
    page = (tmp_path / "report.html").read_text("utf-8")
    assert not re.search(r'(src|href)="(?!#|data:)', page)
    assert len(re.findall(r"[\u4e00-\u9fff]", page)) > 200


def test_the_demo_never_comes_among_other_facts(regulars, purchases: Path) -> None:
    regulars("import", "purchases", purchases)

    assert regulars("demo", "--no-server", "--customers", "600").code == 1
