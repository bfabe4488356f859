"""Basket rules: plain counts, chance found as chance, repetition by one customer, guarded input."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from regulars.methods import basket_rules
from regulars.methods.errors import ColumnLengthError, NotANumberError, OptionError, TooFewAnswersError


def chance(n: int = 400, products: int = 12, seed: int = 1):
    """Lines in which no product has to do with another."""
    random = np.random.default_rng(seed)
    held = random.random((n, products)) < np.linspace(0.1, 0.5, products)
    basket, product = np.nonzero(held)
    return basket.tolist(), [f"p{at}" for at in product]


def planted(n: int = 400):
    """The same, and everybody who has p11 has "x" as well, four of five times."""
    basket, product = chance(n)
    more = [b for b, p in zip(basket, product, strict=True) if p == "p11" and b % 5]
    return [*basket, *more], [*product, *["x"] * len(more)]


def test_numbers_are_the_plain_counts():
    basket, product = planted()
    result = basket_rules(basket, product)
    sets = {name: {b for b, p in zip(basket, product, strict=True) if p == name} for name in set(product)}
    n, (a, b) = len(set(basket)), (sets["x"], sets["p11"])

    assert (result.if_bought[0], result.then_bought[0]) == ("x", "p11")
    assert (result.n, result.together[0]) == (n, len(a & b))
    assert result.certainty[0] == len(a & b) / len(a) == 1
    assert result.certainty_back[0] == pytest.approx(len(a & b) / len(b))
    assert result.lift[0] == pytest.approx(n * len(a & b) / (len(a) * len(b)))
    moved = [((at in a & b) / len(a & b)) - (at in a) / len(a) - (at in b) / len(b) + 1 / n for at in set(basket)]
    reach = 1.959963984540054 * math.sqrt(sum(value**2 for value in moved))
    assert np.log(result.lift_high[0] / result.lift[0]) == pytest.approx(reach)
    assert result.n_tested == 13 * 12 / 2


def test_chance_is_rarely_a_rule():
    found = sum(basket_rules(*chance(seed=seed)).n_found > 0 for seed in range(40))

    assert found <= 5
    assert "by chance" in str(basket_rules(*chance()).notes[0])


def test_twice_in_a_basket_and_the_order_of_lines_are_nothing():
    basket, product = planted()
    order = np.random.default_rng(3).permutation(len(basket))
    one = basket_rules(basket, product)
    other = basket_rules([basket[at] for at in order] + basket[:50], [product[at] for at in order] + product[:50])

    assert json.dumps(one.to_dict()) == json.dumps(other.to_dict())


def test_a_habit_of_one_customer_is_no_rule():
    basket, product = chance()
    habit = [b for b in range(400, 440) for _ in range(2)]
    basket, product = [*basket, *habit], [*product, *["red", "green"] * 40]
    alone = basket_rules(basket, product)
    known = basket_rules(basket, product, customers=[f"c{b}" if b < 400 else "one" for b in basket])
    unknown = basket_rules(basket, product, customers=[None] * len(basket))

    assert ("green", "red") in zip(alone.if_bought, alone.then_bought, strict=True)
    assert "red" not in {*known.if_bought, *known.then_bought}
    assert unknown.lift_low == pytest.approx(alone.lift_low)


def test_returns_and_missing_are_counted():
    basket, product = planted()
    result = basket_rules([*basket, None, 1], [*product, "x", "x"], quantity=[*[1] * len(basket), 1, -1])

    assert (result.n_missing, result.n_returned) == (1, 1)
    assert result.lift == pytest.approx(basket_rules(basket, product).lift)
    assert json.loads(json.dumps(result.to_dict(), allow_nan=False))["n_returned"] == 1


@pytest.mark.parametrize(
    ("error", "says", "options"),
    [
        (ColumnLengthError, "products has 1 rows", {"products": ["a"]}),
        (ColumnLengthError, "customers has 1 rows", {"customers": ["a"]}),
        (ColumnLengthError, "quantity has 1 rows", {"quantity": [1]}),
        (NotANumberError, "“few” is not a number", {"quantity": ["few"] * 20}),
        (TooFewAnswersError, "There is no purchase", {"quantity": [-1] * 20}),
        (TooFewAnswersError, "There is no purchase", {"products": [None] * 20}),
        (TooFewAnswersError, "Fewer than two products", {"products": ["a"] * 20}),
        (TooFewAnswersError, "Fewer than two products", {"min_support": 1.0, "products": ["a", "b"] * 10}),
        (OptionError, "min_support is 2", {"min_support": 2}),
        (OptionError, "most is 0", {"most": 0}),
        (OptionError, "confidence level", {"confidence": "95"}),
    ],
)
def test_wrong_input_is_named(error, says, options):
    given = {"baskets": list(range(20)), "products": ["a", "b"] * 10, **options}

    with pytest.raises(error) as caught:
        basket_rules(**given)

    assert says in str(caught.value)


def test_online_retail(reference_data):
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(reference_data / "online-retail-2009-2010" / "online_retail_2009_2010.parquet")[:60_000]
    result = basket_rules(
        table["Invoice"], table["StockCode"], customers=table["Customer ID"], quantity=table["Quantity"]
    )

    assert result.n_found > len(result.lift) == 200
    assert (result.lift_low > 1).all()
    assert (result.q <= 0.05).all()
