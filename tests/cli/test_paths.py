"""Path models from the command line: the index of the published data, and a model of one's own."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

MOBI = Path("ecsi-mobi") / "mobi.csv"
MODEL = """
blocks:
  Service: [s1, s2]
  Mood: [m1, m2]
  Return: again
paths:
  - Service -> Mood
  - [Mood, Return]
  - Service → Return
scale: 1-5
modes: {Service: B}
"""


@pytest.fixture
def stays(tmp_path: Path) -> Path:
    """240 guests of two hotels who liked the service more or less."""
    chance = random.Random(3)
    lines = ["s1,s2,m1,m2,again,hotel,w"]
    for row in range(240):
        base = chance.gauss(3, 1)
        answers = [min(5, max(1, round(base + chance.gauss(0, 0.7)))) for _ in range(5)]
        lines.append(",".join(map(str, [*answers, "lake" if row % 2 else "port", 1 + row % 3])))
    lines[5] = "," + lines[5].split(",", 1)[1]
    path = tmp_path / "stays.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.yaml"
    path.write_text(MODEL, "utf-8")
    return path


@pytest.mark.reference
def test_ecsi_of_the_published_data(regulars, reference_data: Path) -> None:
    found = regulars("ecsi", reference_data / MOBI, "--resamples", "0", "--json").json
    shown = regulars("ecsi", reference_data / MOBI, "--resamples", "200", "--target", "Loyalty")

    assert round(found["path_coefficients"]["Satisfaction|Loyalty"], 6) == 0.483475
    assert round(found["index"]["Satisfaction"], 6) == 72.542802
    assert round(found["gof"], 7) == 0.4714668
    assert shown.code == 0
    assert re.search(r"Satisfaction +72\.5 \(\d+\.\d–\d+\.\d\) +68\.0%", shown.out)
    assert "Points of Loyalty for a point more" in shown.out


def test_a_model_of_ones_own(regulars, stays: Path, model: Path) -> None:
    options = ("--model", model, "--resamples", "100", "--seed", "4")
    found = regulars("path-model", stays, *options, "--json").json
    shown = regulars("path-model", stays, *options, "--weight", "w").out

    assert (found["n"], found["replaced"]["s1"], found["n_resamples"], found["seed"]) == (240, 1, 100, 4)
    assert found["path_coefficients_low"]["Service|Mood"] < found["path_coefficients"]["Service|Mood"]
    assert set(found["index"]) == {"Service", "Mood", "Return"}
    assert "Service → Return" in shown


def test_hidden_answers_are_predicted(regulars, stays: Path, model: Path) -> None:
    options = ("path-model", stays, "--model", model, "--resamples", "0", "--q-squared", "7")

    assert regulars(*options, "--json").json["q_squared"]["Mood"] > 0.1
    assert "Q²" in regulars(*options).out
    assert "are a multiple of the distance 8" in regulars(*options[:-1], "8").err


def test_json_is_a_model_too_and_options_go_before_the_file(regulars, stays: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    blocks = {"Service": ["s1", "s2"], "Mood": ["m1", "m2"]}
    path.write_text(json.dumps({"blocks": blocks, "paths": [["Service", "Mood"]], "scheme": "factor"}), "utf-8")
    options = ("path-model", stays, "--model", path, "--resamples", "0", "--json")

    assert regulars(*options).json["scheme"] == "factor"
    assert regulars(*options).json["index"] == {}
    changed = regulars(*options, "--scheme", "path", "--scale", "1-5", "--incomplete", "casewise", "--consistent").json
    assert (changed["scheme"], changed["n"], changed["n_missing"], changed["consistent"]) == ("path", 239, 1, True)
    assert set(changed["index"]) == {"Service", "Mood"}


def test_groups_are_compared(regulars, stays: Path, model: Path) -> None:
    options = ("path-model", stays, "--model", model, "--group", "hotel", "--resamples", "100")
    found = regulars(*options, "--json").json

    assert found["names"] == ["lake", "port"]
    assert set(found["verdict"]) <= {"no clear difference", "clearly higher", "clearly lower"}
    assert "no clear difference" in regulars(*options).out


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ((), ["Service", "Mood", "Return"]),
        (("--resamples", "0"), ["Service", "Mood", "Return"]),
        (("--target", "Return"), ["Fix first", "Service", "Mood"]),
        (("--group", "hotel"), ["Service → Mood", "Mood → Return", "Service → Return"]),
    ],
)
def test_what_was_found_is_drawn(regulars, stays: Path, model: Path, tmp_path: Path, options, shown) -> None:
    """The diagram; with a target the map of what moves it; with groups what differs."""
    target = tmp_path / "model.svg"
    done = regulars("path-model", stays, "--model", model, "--resamples", "100", *options, "--chart", target, "--json")

    assert done.code == 0
    assert done.json["n"] == 240
    drawn = target.read_text("utf-8")
    assert all(f">{name}</text>" in drawn for name in shown)


def test_from_satisfaction_to_what_customers_are_worth(regulars, stays: Path) -> None:
    blocks = "Satisfaction: m1; Trust: m2; Commitment: again; Loyalty: s2; Customer value: w"
    options = ("satisfaction-to-loyalty", stays, "--blocks", blocks, "--drivers", "Service: s1", "--scale", "1-5")
    found = regulars(*options, "--resamples", "100", "--json").json

    assert len(found["path_coefficients"]) == 8
    assert found["path_coefficients_low"]["Service|Satisfaction"] > 0
    assert set(found["index"]) == {"Service", "Satisfaction", "Trust", "Commitment", "Loyalty"}
    assert "Loyalty → Customer value" in regulars(*options, "--resamples", "0").out


def test_a_target_beside_groups_is_told_off(regulars, stays: Path, model: Path) -> None:
    done = regulars("path-model", stays, "--model", model, "--group", "hotel", "--target", "Return")

    assert (done.code, done.out) == (2, "")
    assert "Leave out --target and --q-squared, or --group." in done.err


def test_a_ready_model_with_other_columns(regulars, stays: Path, tmp_path: Path) -> None:
    path = tmp_path / "loyal.yaml"
    names = ("Quality", "Price", "Satisfaction", "Trust", "Commitment", "Loyalty")
    columns = ("s1", "s2", "m1", "m2", "again", "w")
    blocks = "".join(f"  {name}: {column}\n" for name, column in zip(names, columns, strict=True))
    path.write_text(f"ready: satisfaction_to_loyalty\nblocks:\n{blocks}", "utf-8")
    found = regulars("path-model", stays, "--model", path, "--resamples", "0", "--json").json

    assert found["weights"] == pytest.approx(dict.fromkeys(columns, 1.0))


def test_the_terminal_speaks_chinese(regulars, stays: Path, monkeypatch) -> None:
    columns = "Image: s1; Expectation: s2; Quality: m1; Value: m2; Satisfaction: again; Complaints: w; Loyalty: x"
    stays.write_text("\n".join(f"{line},{place % 4}" for place, line in enumerate(stays.read_text("utf-8").split())))
    stays.write_text(stays.read_text("utf-8").replace("w,0", "w,x", 1), "utf-8")
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    done = regulars("ecsi", stays, "--blocks", columns, "--scale", "0-10", "--resamples", "100", "--target", "Loyalty")

    assert done.code == 0
    names = {"AVE", "rho", "rho_A", "alpha", "VIF", "HTMT", "R²", "s1", "s2", "m1", "m2", "again", "w", "x"}
    assert set(re.findall(r"[A-Za-z]\w*", done.out)) - names == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("blocks: [", "line 1: not valid YAML"),
        ("- a\n- b", "holds no model"),
        ("blocks:\n  A: s1", "“paths” is missing"),
        ("paths:\n  - A -> B", "“blocks” is missing"),
        ("block:\n  A: s1", "there is no field “block”"),
        ("blocks: s1\npaths:\n  - A -> B", "“blocks” has a line for each block"),
        ("blocks:\n  A: s1\n  B: s2\npaths: A -> B", "“paths” is a list of lines"),
        ("blocks:\n  A: s1\n  B: s2\npaths:\n  - A B", "A path is a pair of blocks"),
        ("blocks:\n  A: s1\n  B: s2\npaths:\n  - A -> B\n  - B -> A", "The paths go in a circle"),
        ("blocks:\n  A: s1\n  B: nobody\npaths:\n  - A -> B", "There is no column nobody"),
        ("ready: csi", "there is no ready model csi"),
        ("ready: ecsi\npaths:\n  - A -> B", "ecsi has its own paths"),
        ("blocks:\n  A: s1\n  B: s2\npaths:\n  - A -> B\nscheme: pca", "There is no scheme pca"),
        ("blocks:\n  A: s1\n  B: s2\npaths:\n  - A -> B\nscale: high", "is not a scale"),
        ("blocks:\n  A: s1\n  B: s2\npaths:\n  - A -> B\nscale: 5", "A scale is a pair"),
        ("blocks:\n  A: s1\n  B: s2\npaths:\n  - A -> B\nmodes: 3", "The mode of A is 3"),
    ],
)
def test_a_wrong_model_is_told_off_in_words(regulars, stays: Path, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(text, "utf-8")
    done = regulars("path-model", stays, "--model", path)

    assert done.code in (1, 2)
    assert said in done.err
