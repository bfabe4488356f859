"""What follows what: the published example, plain counts, chance found as chance, guarded input."""

from __future__ import annotations

import numpy as np
import pytest

from regulars.methods import next_purchases
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, TooFewAnswersError
from regulars.methods.patterns.next_purchases import Occasions

# Agrawal and Srikant (1995), figure 2: the transactions of five customers in June 1993.
PUBLISHED = [
    (1, 25, (30,)), (1, 30, (90,)), (2, 10, (10, 20)), (2, 15, (30,)), (2, 20, (40, 60, 70)), (3, 25, (30, 50, 70)),
    (4, 25, (30,)), (4, 30, (40, 70)), (4, 31, (90,)), (5, 12, (90,)),
]  # fmt: skip


def test_the_published_example():
    """Figure 3: <(30)(90)> and <(30)(40 70)> are supported by two of five customers; others by fewer."""
    lines = [(who, day, item) for who, day, items in PUBLISHED for item in items]
    who, day, item = (np.array(column, dtype=np.int64) for column in zip(*lines, strict=True))
    history = Occasions.of(who, day, item, 91)
    after = history.followed(None).toarray()
    held = history.held.toarray()
    support = {
        (a, b): len(set(history.customer[(held[:, a] > 0) & (after[:, b] > 0)]))
        for a in set(item.tolist())
        for b in set(item.tolist())
    }

    assert {pair for pair, count in support.items() if count >= 2} == {(30, 90), (30, 40), (30, 70)}
    assert (support[30, 90], support[30, 40], support[30, 70], support[10, 30], support[40, 90]) == (2, 2, 2, 1, 1)


def random_lines(seed: int = 1, people: int = 150):
    random = np.random.default_rng(seed)
    lines = [
        (who, int(random.integers(0, 300)), "abcdef"[int(random.integers(0, 6))])
        for who in range(people)
        for _ in range(6)
    ]
    return ([one[at] for one in lines] for at in range(3))


def on(days):
    return np.datetime64("2026-01-01") + np.array(days)


def test_numbers_are_the_plain_counts():
    who, day, item = random_lines()
    who, day, item = (
        [*who, *range(150), *range(150)],
        [*day, *[100] * 150, *[110] * 150],
        [*item, *"x" * 150, *"y" * 150],
    )
    result = next_purchases(who, on(day), item, within=30)
    at = list(zip(result.if_bought, result.then_bought, strict=True)).index(("x", "y"))
    occasions = {(c, d) for c, d in zip(who, day, strict=True) if d + 30 <= max(day)}
    bought = set(zip(who, day, item, strict=True))
    follows = {(c, d) for c, d in occasions if any((c, d + ahead, "y") in bought for ahead in range(1, 31))}
    first = {(c, d) for c, d in occasions if (c, d, "x") in bought}

    assert (result.n, result.n_customers) == (len(occasions), 150)
    assert result.together[at] == len(first & follows)
    assert result.certainty[at] == pytest.approx(len(first & follows) / len(first))
    assert result.after_anything[at] == pytest.approx(len(follows) / len(occasions))
    assert result.lift[at] == pytest.approx(result.certainty[at] / result.after_anything[at])
    assert result.lift_low[at] < result.lift[at] < result.lift_high[at]
    assert result.support[at] == result.followers[at] / 150


def test_chance_is_rarely_a_rule():
    """At most one run in twenty finds anything, and a little more by luck."""
    found = 0
    for seed in range(30):
        who, day, item = random_lines(seed)
        found += next_purchases(who, on(day), item, within=60).n_found > 0

    assert found <= 4


def test_a_habit_of_one_customer_is_no_rule():
    who, day, item = random_lines()
    days = [*day, *range(0, 280, 2)]
    habit = ["u" if at % 2 else "v" for at in range(140)]
    result = next_purchases([*who, *[999] * 140], on(days), [*item, *habit], within=30)

    assert ("u", "v") not in set(zip(result.if_bought, result.then_bought, strict=True))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"within": 0}, OptionError),
        ({"min_support": 2}, OptionError),
        ({"confidence": 95}, MethodError),
        ({"products": ["a"]}, ColumnLengthError),
        ({"dates": ["soon"] * 4}, MethodError),
        ({"products": [None] * 4}, TooFewAnswersError),
        ({}, TooFewAnswersError),
    ],
)
def test_input_is_guarded(wrong, error):
    given = {"customers": [1, 1, 2, 2], "dates": ["2026-01-01", "2026-01-05"] * 2, "products": ["a", "b", "a", "b"]}
    with pytest.raises(error):
        next_purchases(**{**given, **wrong})
