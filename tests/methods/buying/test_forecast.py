"""The search for the number of purchases that a customer will hardly pass."""

from __future__ import annotations

from typing import Any

import numpy as np

from regulars.methods.buying.forecast import smallest_enough


def test_a_chance_that_is_no_number_ends_the_search() -> None:
    """Doubling must not go on for ever where the model has no answer."""

    def above(n: Any, who: Any) -> Any:
        return np.where(who == 1, np.nan, np.where(who == 2, 1.0, np.exp(-n)))

    found = smallest_enough(above, 0.9, missing=np.zeros(3, dtype=bool))
    assert found[0] == 3
    assert np.isnan(found[1:]).all()
