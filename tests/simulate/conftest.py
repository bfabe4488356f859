"""One company for all tests of the floor, and its purchases as the models of buying need them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from regulars.simulate import Company, company


@pytest.fixture(scope="session")
def juniper() -> Company:
    """The sample company as everybody sees it."""
    return company()


@pytest.fixture(scope="session")
def small() -> Company:
    """The same group with 1,000 customers."""
    return company(customers=1_000)


@pytest.fixture(scope="session")
def histories() -> Callable[[Company], dict[str, Any]]:
    """Frequency, recency, T in weeks and mean repeat invoice, straight from the exported lines."""
    return _histories


def _histories(of: Company) -> dict[str, Any]:
    lines = of.purchases.filter(pc.is_valid(of.purchases["guest"]))
    day = pc.cast(lines["closed"], pa.date32()).cast(pa.int32())
    frame = pa.table({"guest": lines["guest"], "day": day, "amount": pc.cast(lines["amount"], pa.float64())})
    days = frame.group_by(["guest", "day"]).aggregate([("amount", "sum")])
    days = days.filter(pc.greater(days["amount_sum"], 0)).sort_by([("guest", "ascending"), ("day", "ascending")])
    guest = np.unique(days["guest"].to_numpy(), return_inverse=True)[1]
    when, amount = days["day"].to_numpy().astype(float), days["amount_sum"].to_numpy()
    first = np.flatnonzero(np.r_[True, guest[1:] != guest[:-1]])
    last = np.r_[first[1:], len(guest)] - 1
    frequency = last - first
    repeat = np.bincount(guest, weights=amount) - amount[first]
    end = (of.truth.totals.last_day - np.datetime64(0, "D").astype(object)).days
    return {
        "frequency": frequency,
        "recency": (when[last] - when[first]) / 7,
        "T": (end - when[first]) / 7,
        "monetary": np.divide(repeat, frequency, out=np.zeros(len(first)), where=frequency > 0),
    }
