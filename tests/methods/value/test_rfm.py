"""RFM: ties, ranks, fixed cuts, segments, guarded input."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.methods import Segment, rfm
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

rows = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9), st.integers(-20, 500)), min_size=1, max_size=50)


def columns(table):
    return (list(column) for column in zip(*table, strict=True))


def test_a_hundred_different_customers_fall_into_fifths():
    result = rfm(range(100), range(1, 101), range(100))

    assert [result.cells[r, f, m] for r, f, m in [(5, 1, 1), (4, 2, 2), (3, 3, 3), (2, 4, 4), (1, 5, 5)]] == [20] * 5
    assert result.ranges["recency"] == {5: (0, 19), 4: (20, 39), 3: (40, 59), 2: (60, 79), 1: (80, 99)}
    assert result.score[0] == 511


@given(rows, st.integers(2, 9))
def test_a_score_is_one_and_the_share_of_those_strictly_worse(table, bins):
    days, often, much = columns(table)
    n = len(table)

    result = rfm(days, often, much, bins=bins)

    assert result.recency.tolist() == [1 + bins * sum(o > d for o in days) // n for d in days]
    assert result.frequency.tolist() == [1 + bins * sum(o < f for o in often) // n for f in often]
    assert result.monetary.tolist() == [1 + bins * sum(o < m for o in much) // n for m in much]
    assert sum(result.cells.values()) == sum(result.segments.values()) == result.n == n


@given(rows, st.randoms(use_true_random=False))
def test_counts_equal_repetition(table, random):
    counts = [random.randint(1, 4) for _ in table]
    counted = rfm(*columns(table), counts=counts)
    repeated = rfm(*(np.repeat(column, counts) for column in columns(table)))

    assert np.repeat(counted.score, counts).tolist() == repeated.score.tolist()
    assert (counted.cells, counted.segments) == (repeated.cells, repeated.segments)


def test_fixed_cuts_mean_the_same_every_month():
    cuts = {"recency": [30, 90, 180, 365], "monetary": [10, 50, 100, 500]}

    result = rfm([30, 31, 400, 365], [1, 1, 2, 2], [9.99, 10, 500, 499], cuts=cuts)

    assert result.recency.tolist() == [5, 4, 1, 2]
    assert result.monetary.tolist() == [1, 2, 5, 4]
    assert result.frequency.tolist() == [1, 1, 3, 3]


@pytest.mark.parametrize(
    ("scores", "segment"),
    [
        ((5, 5, 5), Segment.KEY),
        ((5, 1, 5), Segment.KEY_DEVELOP),
        ((1, 5, 5), Segment.KEY_KEEP),
        ((1, 1, 5), Segment.KEY_WIN_BACK),
        ((5, 5, 1), Segment.OTHER),
        ((4, 3, 3), Segment.OTHER_DEVELOP),
        ((3, 4, 3), Segment.OTHER_KEEP),
        ((3, 3, 3), Segment.OTHER_WIN_BACK),
    ],
)
def test_eight_segments_by_what_is_high(scores, segment):
    cuts = {"recency": [1, 2, 3, 4], "frequency": [2, 3, 4, 5], "monetary": [2, 3, 4, 5]}
    r, f, m = scores

    result = rfm([6 - r], [f], [m], cuts=cuts)

    assert (result.score[0], result.segment[0]) == (100 * r + 10 * f + m, segment)
    assert result.segments[segment] == 1
    assert str(segment.words)


def test_missing_numbers_have_no_score_and_are_counted():
    result = rfm([1, None, 3], [1, 2, 3], [5, 5, None])

    assert (result.n, result.n_missing, result.score.tolist()) == (1, 2, [111, 0, 0])
    assert result.segment.tolist() == ["other-win-back", "", ""]
    assert json.loads(json.dumps(result.to_dict()))["cells"] == {"1|1|1": 1}


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (([-1], [1], [1]), {}, "Row 1 of recency_days is −1"),
        (([1], [-2], [1]), {}, "Row 1 of frequency is −2"),
        (([1, 2], [1], [1]), {}, "frequency has 1 rows"),
        (([1], ["x"], [1]), {}, "“x” is not a number"),
        (([1], [1], [1]), {"bins": 1}, "bins is 1"),
        (([1], [1], [1]), {"bins": 10}, "bins is 10"),
        (([1], [1], [1]), {"cuts": {"money": [1]}}, "There is no measure money"),
        (([1], [1], [1]), {"cuts": {"monetary": [1, 2]}}, "For 5 scores give 4 limits"),
        (([1], [1], [1]), {"cuts": {"monetary": [1, 3, 2, 4]}}, "each above the last"),
        (([None], [1], [1]), {}, "1 rows, none complete"),
    ],
)
def test_wrong_input_is_named(arguments, options, said):
    with pytest.raises(MethodError) as caught:
        rfm(*arguments, **options)

    assert said in str(caught.value)


def test_errors_have_their_kind():
    with pytest.raises(TooFewAnswersError):
        rfm([], [], [])
    with pytest.raises(OptionError):
        rfm([1], [1], [1], bins=2.5)


@given(rows, st.integers(2, 9), st.data())
def test_a_score_is_the_share_of_who_is_worse(table, bins, data):
    """By its definition, customer by customer, with rows that stand for several or for nobody."""
    counts = data.draw(st.lists(st.integers(0, 3), min_size=len(table), max_size=len(table)).filter(any))
    days, often, much = columns(table)

    for repeat in (None, counts):
        found = rfm(days, often, much, counts=repeat, bins=bins)

        people = np.array(repeat or [1] * len(table))
        for name, values in (
            ("recency", -np.array(days)),
            ("frequency", np.array(often)),
            ("monetary", np.array(much)),
        ):
            worse = [int(people[values < value].sum()) for value in values]
            scores = [min(bins, 1 + bins * one // int(people.sum())) for one in worse]
            assert getattr(found, name).tolist() == scores
            plain = -values if name == "recency" else values
            assert found.ranges[name] == {
                score: (plain[mine].min(), plain[mine].max())
                for score in set(scores)
                if (mine := np.array(scores) == score).any()
            }
        assert sum(found.cells.values()) == sum(found.segments.values()) == people.sum()
