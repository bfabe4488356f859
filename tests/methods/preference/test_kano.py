"""Kano: published examples, the two tables, clear classes, segments and hostile input."""

from __future__ import annotations

import csv
import gzip
import math
from pathlib import Path

import numpy as np
import pytest

from regulars.methods import KanoCategory, csat, kano, kano_classes, kanos, mean_rating
from regulars.methods.errors import ColumnLengthError, MethodError, NotANumberError, OptionError, OutOfScaleError
from regulars.methods.preference.kano_class import differ

LETTERS = "AOMIRQ"
PAIR = {"A": (1, 3), "O": (1, 5), "M": (3, 5), "I": (3, 3), "R": (3, 1), "Q": (1, 1)}


def of(counts: dict[str, int], **options):
    """A feature with so many pairs of each class."""
    pairs = [PAIR[letter] for letter in counts]
    return kano([f for f, _ in pairs], [d for _, d in pairs], counts=list(counts.values()), **options)


# --- published ---


@pytest.mark.parametrize(
    ("shares", "category", "better", "worse"),
    [
        ((7.0, 32.3, 49.3, 9.5, 0.3, 1.5), "M", 0.400612, -0.831804),  # edge grip
        ((10.4, 45.1, 30.5, 11.5, 1.2, 1.2), "O", 0.569231, -0.775385),  # ease of turn
        ((63.8, 21.6, 2.9, 8.5, 0.7, 2.5), "A", 0.882231, -0.253099),  # service
    ],
)
def test_the_ski_of_sauerwein_1996(shares: tuple[float, ...], category: str, better: float, worse: float) -> None:
    result = of({letter: round(10 * share) for letter, share in zip(LETTERS, shares, strict=True)})

    assert (result.category, result.clear, result.fong) == (category, True, True)
    assert (result.better, result.worse) == pytest.approx((better, worse), abs=5e-7)


@pytest.fixture(scope="module")
def neighbourhood(reference_data: Path) -> dict[str, list[str]]:
    with gzip.open(reference_data / "kano-neighbourhood" / "kano_responses.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.mark.reference
@pytest.mark.parametrize(
    ("feature", "table", "counts", "better", "worse"),
    [
        ("f01", "classic", (291, 46, 42, 750, 104, 245), 0.298494, -0.077945),
        ("f01", "variant", (291, 46, 42, 552, 104, 443), 0.361976, -0.094522),
        ("f02", "classic", (226, 64, 47, 867, 150, 124), 0.240864, -0.092193),
        ("f02", "variant", (226, 64, 47, 550, 150, 441), 0.326945, -0.125141),
        ("f09", "classic", (279, 89, 70, 713, 173, 154), 0.319722, -0.138141),
        ("f09", "variant", (279, 89, 70, 507, 173, 360), 0.389418, -0.168254),
        ("f16", "classic", (242, 85, 59, 819, 133, 140), 0.271369, -0.119502),
    ],
)
def test_amenities_of_a_neighbourhood(neighbourhood, feature, table, counts, better, worse) -> None:
    result = kano(neighbourhood[f"{feature}_functional"], neighbourhood[f"{feature}_dysfunctional"], table=table)

    assert tuple(result.counts[letter] for letter in LETTERS) == counts
    assert (result.better, result.worse) == pytest.approx((better, worse), abs=1e-6)
    assert (result.category, result.n) == ("I", 1478)


def test_both_tables_cell_by_cell() -> None:
    there, absent = np.repeat(range(1, 6), 5), np.tile(range(1, 6), 5)

    assert "".join(map(str, kano_classes(there, absent))) == "QAAAORIIIMRIIIMRIIIMRRRRQ"
    assert "".join(map(str, kano_classes(there, absent, table="variant"))) == "QAAAORQIIMRIIIMRIIQMRRRRQ"
    assert kano(there, absent).pairs.tolist() == [[1] * 5] * 5


# --- the class ---


def test_a_tie_falls_to_what_hurts_more() -> None:
    assert of({"I": 5, "A": 5, "O": 5, "M": 5}).category == "M"
    assert of({"I": 5, "A": 5, "O": 5}).category == "O"
    assert of({"I": 5, "A": 5}).category == "A"
    assert of({"R": 5, "I": 5}).category == "I"


def test_a_tie_of_weights_is_a_tie_whatever_the_rounding() -> None:
    pairs = [PAIR["I"]] * 3 + [PAIR["M"]]
    result = kano([f for f, _ in pairs], [d for _, d in pairs], weights=[0.1, 0.1, 0.1, 0.3])

    assert (result.category, result.next_category) == ("M", "I")


def test_bergers_rule_looks_at_the_larger_group_first() -> None:
    counts = {"A": 20, "O": 21, "M": 22, "I": 45, "R": 5, "Q": 1}
    few = {"A": 20, "O": 21, "M": 3, "I": 40, "R": 4, "Q": 1}

    assert of(counts).category == "I"
    assert of(counts, decided_by="berger").category == "M"
    assert of(few, decided_by="berger").category == "I"
    assert of({"A": 5, "I": 5}, decided_by="berger").category == "I"  # not more: equal


def test_bergers_rule_is_clear_where_group_and_class_are() -> None:
    close = of({"A": 300, "O": 10, "I": 280}, decided_by="berger")
    sure = of({"A": 300, "O": 10, "I": 100}, decided_by="berger")

    assert (close.category, close.clear) == ("A", False)
    assert (sure.category, sure.clear) == ("A", True)


def test_the_test_of_a_class_is_the_two_sided_binomial() -> None:
    """12 of 15: 2 · P(X ≥ 12), written out."""
    result = of({"A": 12, "O": 3, "I": 1})
    tail = sum(math.comb(15, k) for k in range(12, 16)) / 2**15

    assert result.p_value == pytest.approx(2 * tail, rel=1e-9)
    assert result.clear


def test_fongs_test_is_the_published_formula() -> None:
    result = of({"A": 50, "O": 35, "I": 15})

    assert result.fong_difference == pytest.approx(15)
    assert result.fong_critical == pytest.approx(1.65 * math.sqrt(85 * 115 / 200))
    assert (result.fong, result.clear) == (True, False)  # from one sample it is not clear: p = .129


def test_strengths_are_shares_of_all() -> None:
    result = of({"A": 50, "O": 35, "M": 5, "I": 5, "R": 4, "Q": 1})

    assert (result.category_strength, result.total_strength) == pytest.approx((0.15, 0.9))


@pytest.mark.parametrize("probabilities", [(0.5, 0.5), (0.25, 0.25, 0.25, 0.25), (0.4, 0.4, 0.1, 0.1)])
def test_equal_classes_are_seldom_called_clear(probabilities: tuple[float, ...]) -> None:
    random = np.random.default_rng(5)
    draws = random.multinomial(80, probabilities, size=200)
    clear = [of(dict(zip("AOMI", map(int, draw), strict=False))).clear for draw in draws]

    assert np.mean(clear) <= 0.07


# --- the coefficients ---


def test_better_and_worse_are_shares_with_wilsons_limits() -> None:
    result = of({"A": 30, "O": 20, "M": 10, "I": 40, "R": 7, "Q": 3})
    pleased = csat([2] * 50 + [1] * 50, top=1, scale=(1, 2))
    annoyed = csat([2] * 30 + [1] * 70, top=1, scale=(1, 2))

    assert (result.better, result.better_low, result.better_high) == pytest.approx(
        (pleased.share, pleased.low, pleased.high)
    )
    assert (result.worse, result.worse_low, result.worse_high) == pytest.approx(
        (-annoyed.share, -annoyed.high, -annoyed.low)
    )


def test_coefficients_of_nobody_are_undefined() -> None:
    result = of({"R": 5, "Q": 2})

    assert math.isnan(result.better)
    assert math.isnan(result.worse_high)
    assert result.category == "R"
    assert result.to_dict()["better"] is None


def test_contradictory_pairs_are_counted_and_named() -> None:
    result = of({"A": 30, "Q": 2})

    assert [str(note) for note in result.notes][-1] == (
        "2 of 32 pairs contradict themselves (Q). They stay out of Better and Worse."
    )
    assert not any("contradict themselves" in str(note) for note in of({"A": 30}).notes)
    assert any("No clear class: A and I" in str(note) for note in of({"A": 5, "I": 5}).notes)


def test_weights_move_shares_and_class_but_no_counts() -> None:
    there, absent = [1, 1, 3], [3, 3, 5]
    result = kano(there, absent, weights=[1, 1, 8])

    assert (result.category, result.counts["A"], result.counts["M"]) == ("M", 2, 1)
    assert result.shares["M"] == pytest.approx(0.8)
    assert result.worse == pytest.approx(-0.8)


# --- continuous ---


def test_the_continuous_variant_is_the_mean_of_points() -> None:
    there, absent = [1, 1, 2, 3, 1, 5], [5, 5, 4, 5, 1, 3]
    result = kano(there, absent)
    y = mean_rating([4, 4, 2, 0, -2], scale=(-2, 4))  # the fifth pair is questionable
    x = mean_rating([4, 4, 2, 4, 0], scale=(-2, 4))

    assert (result.presence, result.presence_low, result.presence_high) == pytest.approx((y.mean, y.low, y.high))
    assert (result.absence, result.absence_low, result.absence_high) == pytest.approx((x.mean, x.low, x.high))
    assert (result.position, result.position_clear) == ("M", False)


@pytest.mark.parametrize(
    ("pair", "position"), [((1, 5), "O"), ((1, 3), "A"), ((3, 5), "M"), ((3, 3), "I"), ((5, 2), "R")]
)
def test_a_feature_that_all_see_alike_lies_in_its_quarter(pair: tuple[int, int], position: str) -> None:
    result = kano([pair[0]] * 9, [pair[1]] * 9)

    assert (result.position, result.position_clear) == (position, True)


# --- segments ---


def test_segments_are_the_feature_of_each_group() -> None:
    there, absent = [1] * 40 + [3] * 40, [3] * 40 + [5] * 40
    groups = ["b"] * 40 + ["a"] * 40
    result = kano(there, absent, groups=groups)
    own = kano(there[:40], absent[:40])

    assert (result.segment_names, result.segment_n) == (("a", "b"), (40, 40))
    assert (result.segment_category, result.segment_clear) == (("M", "A"), (True, True))
    assert (result.segment_better[1], result.segment_better_low[1]) == (own.better, own.better_low)
    assert (result.clear, result.category) == (False, "M")
    assert result.segments_p_value < 1e-9


def test_segments_of_too_few_are_marked_and_not_tested() -> None:
    result = kano([1] * 40 + [3] * 5, [3] * 40 + [5] * 5, groups=[1] * 40 + [2] * 5)

    assert result.segment_too_few == (False, True)
    assert result.segment_clear == (True, False)
    assert math.isnan(result.segments_p_value)


def test_who_gave_no_answer_needs_no_segment() -> None:
    result = kano([1, 1, None], [3, 3, 3], groups=["a", "b", None])

    assert (result.segment_names, result.n_missing) == (("a", "b"), 1)
    with pytest.raises(MethodError, match="Row 2 of groups is empty"):
        kano([1, 1, None], [3, 3, 3], groups=["a", None, None])
    with pytest.raises(ColumnLengthError, match="groups has 1 rows"):
        kano([1, 1], [3, 3], groups=["a"])


def test_a_segment_of_one_cluster_has_no_interval() -> None:
    result = kano([1, 1, 3, 3], [3, 5, 3, 5], groups=["a", "a", "b", "b"], clusters=[1, 2, 3, 3])

    assert math.isnan(result.segment_better_low[1])
    assert result.segment_better[1] == 0
    assert result.segment_clear == (False, False)


def test_the_test_of_segments_is_pearsons() -> None:
    """2 × 2 with 30, 10 and 20, 20: chi-squared is 80 (30·20 − 10·20)² / (40·40·50·30)."""
    chi = 80 * (30 * 20 - 10 * 20) ** 2 / (40 * 40 * 50 * 30)

    assert differ(np.array([[0.75, 0.25, 0.0], [0.5, 0.5, 0.0]]), np.array([40.0, 40.0])) == pytest.approx(
        math.erfc(math.sqrt(chi / 2))
    )
    assert math.isnan(differ(np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([40.0, 40.0])))


def test_many_features_at_once() -> None:
    found = kanos({"w": [1, 2, 1], "p": [1, 1, 3]}, {"x": [5, 5, 5], "y": [3, 3, 4]}, table="variant")

    assert {name: str(result.category) for name, result in found.items()} == {"x": "O", "y": "A"}
    with pytest.raises(ColumnLengthError, match="1 columns of functional and 2 of dysfunctional"):
        kanos({"w": [1]}, {"x": [5], "y": [3]})


# --- guarded ---


@pytest.mark.parametrize(
    ("there", "options", "error", "said"),
    [
        ([0, 1], {}, OutOfScaleError, "Row 1 of functional: 0 is not on the scale 1 to 5"),
        ([1.5, 1], {}, OutOfScaleError, "Row 1 of functional: 1.5 lies between two points"),
        (["like", 1], {}, NotANumberError, "Row 1 of functional: “like” is not a number"),
        ([math.inf, 1], {}, NotANumberError, "Row 1 of functional is infinite"),
        ([1, 1, 1], {}, ColumnLengthError, "dysfunctional has 2 rows"),
        ([1, 1], {"table": "mine"}, OptionError, "table is “mine”. It is one of: classic, variant"),
        ([1, 1], {"decided_by": 3}, OptionError, "decided_by is “3”. It is one of: mode, berger"),
        ([1, 1], {"confidence": 95}, OptionError, "The confidence level is 95"),
        ([1, 1], {"table": ["classic"]}, OptionError, "table is"),
        ([1, 1], {"table": np.ones((2, 2))}, OptionError, "table is"),
    ],
)
def test_what_cannot_be_used_is_said(there, options, error, said: str) -> None:
    with pytest.raises(error, match=said.replace(".", r"\.")):
        kano(there, [3, 3], **options)


def test_one_answer_is_no_clear_class() -> None:
    result = kano([1], [5])

    assert (result.category, result.clear, result.fong, result.too_few) == ("O", False, False, True)
    assert math.isnan(result.presence_low)


def test_all_alike_is_a_clear_class_without_a_warning() -> None:
    result = kano([3] * 50, [3] * 50, clusters=[row // 2 for row in range(50)])

    assert (result.category, result.clear, result.better, result.worse) == ("I", True, 0.0, 0.0)
    assert result.better_high > 0 > result.worse_low


def test_categories_are_in_the_order_that_decides_ties() -> None:
    assert [str(category) for category in KanoCategory] == list("MOAIRQ")
