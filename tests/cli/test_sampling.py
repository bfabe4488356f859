"""The commands that plan, draw and weigh a sample."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

API = Path("survey-api")
MARGINS = "stype: E=4421, H=755, M=1018; sch.wide: No=1072, Yes=5122"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Forty guests of two hotels with weights, in clusters of four, and what became of each invitation."""
    path = tmp_path / "sample.csv"
    outcomes = ("complete", "complete", "partial", "refusal", "NC", "unknown other", "NE", "complete")
    rows = [
        f"{i:03},{'lakeside' if i % 4 else 'harbour'},{'f' if i % 3 else 'm'},{1 + i % 5},{1 + i % 3},{i // 4},"
        f"{outcomes[i % 8]}"
        for i in range(40)
    ]
    path.write_text("id,hotel,sex,rating,w,party,outcome\n" + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    path = tmp_path / "groups.csv"
    path.write_text("kind,people,sd\nE,4421,131.3463\nH,755,107.6563\nM,1018,124.7171\n", "utf-8")
    return path


CALLS = {
    "draw-sample": ("--id", "id", "--n", "8", "--seed", "7", "--stratum", "hotel"),
    "response-rates": ("--column", "outcome"),
    "rake": ("--targets", "hotel: lakeside=300, harbour=200; sex: f=260, m=240", "--weight", "w", "--most", "4"),
    "post-stratify": ("--stratum", "hotel", "--targets", "lakeside=300,harbour=200"),
    "trim": ("--weight", "w", "--most", "1.2"),
    "design-effect": ("--weight", "w", "--cluster-size", "4", "--correlation", "0.05"),
    "survey-mean": ("--column", "rating", "--weight", "w", "--cluster", "party"),
}
PLANS = {
    "required-sample": ("--margin", "0.05", "--population", "1000", "--response-rate", "0.5"),
    "required-per-group": ("--first", "0.5", "--second", "0.6"),
}


@pytest.mark.parametrize("command", CALLS)
def test_a_command_on_a_sample(regulars, sample: Path, command: str) -> None:
    shown = regulars(command, sample, *CALLS[command])
    found = regulars(command, sample, *CALLS[command], "--json")

    assert (shown.code, found.code, found.err) == (0, 0, "")
    assert shown.out.strip()
    assert found.json["n"] == (8 if command == "draw-sample" else 40)


@pytest.mark.parametrize("command", PLANS)
def test_a_plan_takes_no_file(regulars, command: str) -> None:
    shown = regulars(command, *PLANS[command])
    found = regulars(command, *PLANS[command], "--json")

    assert (shown.code, found.code, found.err) == (0, 0, "")
    assert found.json["n"] == {"required-sample": 278, "required-per-group": 388}[command]
    assert "FILE" not in regulars(command, "--help").out


@pytest.mark.parametrize("command", [*CALLS, *PLANS, "allocate-sample"])
def test_the_terminal_speaks_chinese(regulars, sample: Path, groups: Path, monkeypatch, command: str) -> None:
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    options = {**CALLS, "allocate-sample": ("--n", "200", "--population", "people", "--name", "kind")}
    file = groups if command == "allocate-sample" else sample

    done = regulars(command, *PLANS[command]) if command in PLANS else regulars(command, file, *options[command])

    assert done.code == 0
    own = {"hotel", "sex", "f", "m", "lakeside", "harbour", "strata", "e", "E", "H", "M", "t", "Wald", "Wilson"}
    letters = {"RR", "COOP", "REF", "CON", "I", "P", "R", "NC", "O", "UH", "UO", "NE"}
    assert set(re.findall(r"[A-Za-z]+", done.out)) <= own | letters


def test_allocation_of_the_apipop_strata(regulars, groups: Path) -> None:
    options = ("--n", "200", "--population", "people", "--name", "kind", "--deviation", "sd", "--method", "neyman")
    found = regulars("allocate-sample", groups, *options, "--json").json
    shown = regulars("allocate-sample", groups, *options).out

    assert found["sizes"] == [147, 21, 32]
    assert [round(size, 4) for size in found["exact"]] == [147.2085, 20.6054, 32.1861]
    assert re.search(r"E +4,421 +147 +3\.33%", shown)


def test_a_raked_file_has_r_surveys_weights(regulars, reference_data: Path) -> None:
    options = ("--weight", "pw", "--targets", MARGINS, "--tolerance", "1", "--json")
    found = regulars("rake", reference_data / API / "apiclus1.csv.gz", *options).json

    assert round(found["weights"][0], 8) == 50.33015277
    assert round(found["design_effect"], 6) == 1.051661


def test_r_surveys_stratified_mean(regulars, reference_data: Path) -> None:
    options = ("--column", "api00", "--weight", "pw", "--stratum", "stype", "--population", "fpc")
    found = regulars("survey-mean", reference_data / API / "apistrat.csv.gz", *options, "--json").json
    shown = regulars("survey-mean", reference_data / API / "apistrat.csv.gz", *options).out

    assert (round(found["mean"], 7), round(found["standard_error"], 7)) == (662.2873632, 9.4089408)
    assert "662.2874 (643.7322–680.8425)" in shown


def test_the_drawn_ids_are_those_of_the_file(regulars, sample: Path) -> None:
    found = regulars("draw-sample", sample, *CALLS["draw-sample"], "--json").json
    with sample.open(encoding="utf-8") as file:
        known = [row["id"] for row in csv.DictReader(file)]

    assert found["ids"] == [known[row] for row in found["rows"]]
    assert found["sizes"] == [2, 6]


def test_outcomes_as_counted_rows(regulars, tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("status,k\nI,760\nP,339\nR,59\nNC,288\nO,1\nUO,173\nNE,71\n", "utf-8")
    found = regulars("response-rates", path, "--column", "status", "--count", "k", "--json").json

    assert (round(found["rr1"], 8), round(found["rr4"], 8)) == (0.46913580, 0.68180052)


def test_the_chinese_signs_of_a_target_are_understood(regulars, sample: Path) -> None:
    plain = regulars("rake", sample, *CALLS["rake"], "--json").json
    targets = "hotel：lakeside＝300，harbour＝200；sex：f=260，m=240"
    chinese = regulars("rake", sample, "--targets", targets, *CALLS["rake"][2:], "--json").json

    assert chinese == plain


@pytest.mark.parametrize(
    ("command", "options", "code", "said"),
    [
        ("rake", ("--targets", "hotel lakeside=3"), 2, "names no column. Write each column once"),
        ("rake", ("--targets", "hotel: lakeside"), 2, "“lakeside” is no target."),
        ("rake", ("--targets", "hotel: lakeside=many"), 2, "“many” is not a number"),
        ("rake", ("--targets", "house: lakeside=3"), 1, "There is no column house."),
        ("rake", ("--targets", "hotel: lakeside=3"), 1, "harbour of hotel has no target."),
        ("rake", ("--targets", "hotel: lakeside=3, harbour=1; sex: f=1, m=2"), 1, "Both describe one population"),
        ("post-stratify", ("--stratum", "hotel", "--targets", "lakeside=3"), 1, "harbour of hotel has no target."),
        ("draw-sample", ("--id", "id", "--n", "50", "--seed", "1"), 1, "50 people cannot be drawn from 40."),
        ("draw-sample", ("--id", "hotel", "--n", "5", "--seed", "1"), 1, "Whoever stands twice"),
        ("response-rates", ("--column", "hotel"), 1, "Row 1 of hotel is “harbour”, which is no outcome."),
        ("trim", ("--weight", "hotel"), 1, "Row 1 of hotel: “harbour” is not a number."),
        ("survey-mean", ("--column", "rating", "--weight", "w", "--population", "w"), 1, "more than one population"),
    ],
)
def test_what_cannot_be_used_is_said(regulars, sample: Path, command: str, options, code: int, said: str) -> None:
    done = regulars(command, sample, *options)

    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--margin", "0.05", "--population", "300", "--response-rate", "0.2"), 1, "the population has 300"),
        (("--margin", "wide"), 2, "“wide” is not a number"),
        (("--margin", "nan"), 1, "margin is “nan”. Give a finite number."),
        (("--margin", "0.1", "--measure", "mean"), 1, "A mean needs standard_deviation"),
        ((), 2, "--margin"),
    ],
)
def test_a_plan_that_cannot_be_is_said(regulars, options, code: int, said: str) -> None:
    done = regulars("required-sample", *options)

    assert (done.code, done.out) == (code, "")
    assert said in done.err
