"""The commands that say how sure a number is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CALLS = {
    "predictive-range": ("--column", "overall", "--next", "100"),
    "bootstrap": ("--column", "overall", "--statistic", "median", "--resamples", "200"),
}


def test_a_counted_share_takes_no_file(regulars) -> None:
    shown = regulars("share-interval", "--hits", "81", "--n", "263")
    found = regulars("share-interval", "--hits", "81", "--n", "263", "--interval", "jeffreys", "--json").json

    assert "30.80% (25.53–36.62)" in shown.out
    assert found["interval"] == "jeffreys"


@pytest.mark.parametrize("command", CALLS)
def test_a_command_on_answers(regulars, answers: Path, monkeypatch, command: str) -> None:
    shown = regulars(command, answers, *CALLS[command])
    found = regulars(command, answers, *CALLS[command], "--json")
    monkeypatch.setenv("REGULARS_LANGUAGE", "zh")
    chinese = regulars(command, answers, *CALLS[command])

    assert (shown.code, found.code, chinese.code) == (0, 0, 0)
    assert found.json["n"] == 60
    assert re.search(r"(Expected|Value) +[\d.,]+ \([\d.,]+–[\d.,]+\)", shown.out)
    assert re.findall(r"[A-Za-z]+", chinese.out) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("share-interval", "--hits", "9", "--n", "4"), 1, "9 hits are more than the 4 answers"),
        (("share-interval", "--hits", "few", "--n", "4"), 2, "“few” is not a whole number"),
        (("predictive-range", "FILE", "--column", "overall", "--next", "0"), 1, "m is 0"),
        (("bootstrap", "FILE", "--column", "overall", "--statistic", "mode"), 1, "statistic is “mode”"),
        (("bootstrap", "FILE", "--column", "overall", "--statistic", "share"), 1, "needs their scale"),
    ],
)
def test_what_cannot_be_used_is_said(regulars, answers: Path, arguments, code: int, said: str) -> None:
    done = regulars(*(answers if argument == "FILE" else argument for argument in arguments))

    assert (done.code, done.out) == (code, "")
    assert said in done.err
