"""The claims of textbooks on own data: published arithmetic, every verdict, hostile input."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from regulars.methods import (
    TextbookVerdict,
    concentration,
    hidden_complaints,
    retention_whatif,
    satisfied_leavers,
    textbook,
    win_back,
)
from regulars.methods.errors import (
    ColumnLengthError,
    MethodError,
    NotANumberError,
    OptionError,
    OutOfScaleError,
    WeightError,
)
from regulars.methods.textbook import CLAIMS, Answer, judged
from regulars.methods.textbook.claims import TAKEN
from regulars.methods.textbook.figures import Figure

FAST = {"n_resamples": 100}
SIZE = 400


def answers(**given: Any) -> dict[str, Answer]:
    return {answer.claim.key: answer for answer in textbook(**{**FAST, **given}).answers()}


def verdicts(**given: Any) -> dict[str, str]:
    return {key: answer.verdict.value for key, answer in answers(**given).items() if answer.asked}


def table() -> dict[str, Any]:
    """Four hundred customers with all that can be asked."""
    random = np.random.default_rng(7)
    lost = np.arange(SIZE) % 4 == 0
    return {
        "value": random.lognormal(3, 1, SIZE).tolist(),
        "margin": random.lognormal(2, 0.5, SIZE).tolist(),
        "left": lost.astype(int).tolist(),
        "rating": random.integers(1, 6, SIZE).tolist(),
        "problem": (np.arange(SIZE) % 3 == 0).astype(int).tolist(),
        "complained": (np.arange(SIZE) % 9 == 0).astype(int).tolist(),
        "returned": [int(i % 8 == 0) if gone else None for i, gone in enumerate(lost)],
    }


WHOLE = {"periods": 5, "discount_rate": 0.1, "customers": 9000, "logged": 300, "prospects": 400, "prospects_won": 40}


# --- each figure is that of its own method ---


def test_each_figure_is_that_of_its_method() -> None:
    t = table()
    found = answers(**t, **WHOLE, seed=3)
    whatif = retention_whatif(
        1 - np.array(t["left"]), t["margin"], points=0.05, periods=5, discount_rate=0.1, seed=3, **FAST
    )
    hidden = hidden_complaints(t["problem"], customers=9000, logged=300)
    leavers = satisfied_leavers(t["rating"], t["left"])
    back = win_back(t["returned"], prospects=400, prospects_won=40)
    held = concentration(t["value"])

    expected = {
        "top_fifth": (held.top_share(0.2), *held.top_share_interval(0.2)),
        "more_profit": (whatif.gain_share, whatif.gain_share_low, whatif.gain_share_high),
        "more_profit_first": (whatif.gain_share, whatif.gain_share_low, whatif.gain_share_high),
        "silent": (hidden.silent, hidden.silent_low, hidden.silent_high),
        "one_in_ten": (hidden.silent, hidden.silent_low, hidden.silent_high),
        "said_satisfied": (leavers.share, leavers.low, leavers.high),
        "times_as_easy": (back.times, back.times_low, back.times_high),
        "satisfied_and_gone": (leavers.left_satisfied, leavers.left_satisfied_low, leavers.left_satisfied_high),
    }
    for key, numbers in expected.items():
        figure = found[key].figure
        assert (figure.value, figure.low, figure.high) == pytest.approx(numbers), key
    assert found["stayed_more"].figure.value == pytest.approx(leavers.left_others - leavers.left_satisfied)
    assert all(answer.asked for answer in found.values())


def test_arithmetic_of_the_claim_of_profit() -> None:
    """Margin 100 a year, 75 % kept, five years at ten per cent: 267.98 without, 24.09 more with five points."""
    figure = answers(margin=[100] * 400, left=[0, 0, 0, 1] * 100, periods=5, discount_rate=0.1)["more_profit"].figure

    assert round(figure.value, 4) == round(24.09 / 267.98, 4)


def test_the_difference_is_newcombes() -> None:
    """Newcombe's example of two shares, 56/70 and 48/80: 0.2, from 0.0524 to 0.3339 (method 10)."""
    found = answers(rating=[5, 5, 2, 2], left=[0, 1, 0, 1], counts=[56, 14, 48, 32])["stayed_more"]

    assert round(found.figure.value, 4) == 0.2
    assert (round(found.figure.low, 4), round(found.figure.high, 4)) == (0.0524, 0.3339)
    assert found.verdict is TextbookVerdict.AS_CLAIMED


def test_silence_by_what_customers_say_where_there_is_no_log() -> None:
    figure = answers(problem=[1] * 100 + [0] * 300, complained=[1] * 20 + [0] * 80 + [None] * 300)["silent"].figure

    assert (figure.value, figure.n) == (0.8, 100)
    assert (round(figure.low, 4), round(figure.high, 4)) == (0.7112, 0.8666)  # Wilson


@pytest.mark.reference
def test_best_fifth_of_cdnow(reference_data: Path) -> None:
    spent: dict[str, float] = defaultdict(float)
    for line in (reference_data / "cdnow-sample" / "CDNOW_sample.txt").read_text().splitlines():
        _, who, _, _, amount = line.split()
        spent[who] += float(amount)
    found = answers(value=list(spent.values()))["top_fifth"]

    assert found.figure.n == 2357
    assert round(found.figure.value, 3) == 0.675
    assert found.verdict is TextbookVerdict.LESS


# --- verdicts ---


def test_every_verdict_appears() -> None:
    gone = {"left": [1] * 100 + [0] * 300}
    assert verdicts(rating=[5] * 30 + [2] * 70 + [5] * 150 + [2] * 150, **gone)["said_satisfied"] == "less than claimed"
    assert verdicts(rating=[5] * 76 + [2] * 24 + [5] * 300, **gone)["said_satisfied"] == "as claimed"
    assert verdicts(rating=[5] * 98 + [2] * 2 + [5] * 300, **gone)["said_satisfied"] == "more than claimed"
    assert verdicts(rating=[5] * 63 + [2] * 37 + [5] * 300, **gone)["said_satisfied"] == "cannot be told"
    assert answers(rating=[5, 2], left=[0, 1])["top_fifth"].verdict is TextbookVerdict.NOT_ASKED


@pytest.mark.parametrize(
    ("low", "high", "n", "said"),
    [
        (0.75, 0.85, 10, "as claimed"),
        (0.5, 0.7499, 10, "less than claimed"),
        (0.8501, 0.9, 10, "more than claimed"),
        (0.7, 0.8, 10, "cannot be told"),
        (0.75, 0.85, 9, "cannot be told"),
        (math.nan, 0.8, 10, "cannot be told"),
    ],
)
def test_a_verdict_needs_the_whole_interval_and_enough_customers(low: float, high: float, n: int, said: str) -> None:
    assert judged(Figure(0.8, low, high, n, 10, "wilson"), 0.75, 0.85).value == said


def test_more_than_has_no_upper_end() -> None:
    found = answers(returned=[1] * 90 + [0] * 10, prospects=1000, prospects_won=50)["times_as_easy"]

    assert found.verdict is TextbookVerdict.AS_CLAIMED
    assert found.figure.value == pytest.approx(18)


def test_a_claim_not_asked_names_what_it_takes() -> None:
    found = answers(left=[0, 1], logged=3)

    assert found["more_profit"].lacking == ("margin", "periods", "discount_rate")
    assert found["said_satisfied"].lacking == ("rating",)
    assert found["silent"].lacking == ("problem", "customers")
    assert answers(left=[0, 1], problem=[0, 1])["silent"].lacking == ("complained",)
    assert {name for claim in CLAIMS for way in claim.takes for name in way} == set(TAKEN)


def test_what_cannot_be_computed_says_why() -> None:
    stayed = textbook(rating=[5, 4, 3], left=[0, 0, 0])

    assert [str(answer.verdict) for answer in stayed.answers() if answer.asked] == ["cannot be told"] * 3
    assert any("None of the customers with a rating in time has left" in str(note) for note in stayed.notes)
    assert any("Too few to judge" in str(note) for note in stayed.notes)
    alike = textbook(rating=[5] * 40, left=[0, 1] * 20)
    assert any("nobody to compare with" in str(note) for note in alike.notes)
    nobody = answers(problem=[0] * 200, complained=[None] * 200)["silent"]
    assert nobody.verdict is TextbookVerdict.UNCLEAR


def test_without_resamples_there_is_no_verdict() -> None:
    found = answers(margin=[5] * 400, left=[0, 1] * 200, periods=3, discount_rate=0, n_resamples=0)["more_profit"]

    assert found.figure.value > 0
    assert found.verdict is TextbookVerdict.UNCLEAR


# --- the same numbers however they are given ---


def plain(**given: Any) -> Any:
    return textbook(**{**FAST, **given}).to_dict()


def test_counts_are_repetition_and_order_changes_nothing() -> None:
    t, counts = table(), np.arange(SIZE) // 2 % 3
    again = np.repeat(np.arange(SIZE), counts)
    repeated = {name: [column[row] for row in again] for name, column in t.items()}
    order = np.random.default_rng(1).permutation(SIZE)
    shuffled = {name: [column[row] for row in order] for name, column in t.items()}

    for other, first in (
        (textbook(**repeated, **WHOLE, **FAST), textbook(**t, **WHOLE, **FAST, counts=counts)),
        (textbook(**shuffled, **WHOLE, **FAST), textbook(**t, **WHOLE, **FAST)),
    ):
        for name in ("figure", "figure_low", "figure_high", "figure_n"):
            assert getattr(other, name) == pytest.approx(getattr(first, name), rel=1e-9)
        assert (other.verdict, other.n) == (first.verdict, first.n)


def test_the_kind_of_column_changes_nothing() -> None:
    t = table()

    assert plain(**{name: pa.array(column) for name, column in t.items()}, **WHOLE) == plain(**t, **WHOLE)


def test_it_is_plain_json_without_infinities() -> None:
    found = json.loads(json.dumps(plain(**table(), **WHOLE), allow_nan=False))

    assert found["claimed_high"][6] is None
    assert found["lacking"] == [[]] * len(CLAIMS)


def test_customers_below_zero_are_left_out_and_counted() -> None:
    result = textbook([*range(1, 300), -4, None])

    assert next(result.answers()).figure.n == 299
    assert any("1 customers with a negative total" in str(note) for note in result.notes)


# --- hostile ---


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({}, MethodError, "No column is given"),
        ({"periods": 3}, MethodError, "No column is given"),
        ({"value": ["much"]}, NotANumberError, "of value"),
        ({"value": [math.inf]}, NotANumberError, "of value is infinite"),
        ({"value": [1e200]}, MethodError, "of value is .* too large"),
        ({"left": ["maybe"]}, NotANumberError, "of left: “maybe” is neither yes nor no"),
        ({"rating": [6]}, OutOfScaleError, "of rating"),
        ({"rating": [5], "left": [0, 1]}, ColumnLengthError, "rating has 1 rows, the first column has 2"),
        ({"left": [0, 1], "counts": [1, -1]}, WeightError, "Row 2 of counts"),
        ({"left": [0, 1], "counts": [1]}, ColumnLengthError, "counts has 1 rows"),
        ({"left": [0, 1], "periods": 0}, OptionError, "periods is"),
        ({"left": [0, 1], "discount_rate": -1}, OptionError, "discount_rate is"),
        ({"left": [0, 1], "prospects": -1}, OptionError, "prospects is"),
        ({"left": [0, 1], "satisfied_from": 9}, OptionError, "satisfied_from is 9"),
        ({"left": [0, 1], "seed": -1}, OptionError, "seed is"),
        ({"left": [0, 1], "n_resamples": 3}, OptionError, "n_resamples is 3"),
        ({"left": [0, 1], "confidence": 2}, OptionError, "confidence"),
        ({"problem": [0, 1], "customers": 5, "logged": 9}, OptionError, "logged is 9"),
        ({"returned": [0, 1], "prospects": 5, "prospects_won": 9}, MethodError, "prospects_won is 9"),
        ({"left": [0, 1], "missing": 99}, OptionError, "Give the codes as a list"),
    ],
)
def test_what_makes_no_sense_raises_and_names_it(given: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        textbook(**{**FAST, **given})


@pytest.mark.parametrize("column", ["value", "margin", "left", "rating", "problem", "complained", "returned"])
@pytest.mark.parametrize("rows", [[], [None, None], [1], [1, 1], [0, 0]])
def test_columns_with_nothing_in_them_are_no_traceback(column: str, rows: list[Any]) -> None:
    scale = {"scale": (0, 5)}
    others = {name: [1] * len(rows) for name in TAKEN if name not in WHOLE and name != column}

    for given in ({column: rows}, {column: rows, **others}):
        result = textbook(**given, **WHOLE, **scale, **FAST)
        assert set(result.verdict) <= {TextbookVerdict.UNCLEAR, TextbookVerdict.NOT_ASKED}
