"""Prices that people were asked about, and what follows from their answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, as_array, frame_columns
from regulars.methods.errors import ColumnLengthError, OptionError
from regulars.methods.sampling.settings import finite


def prices_of(prices: Any, names: tuple[str, ...]) -> tuple[Floats, list[int]]:
    """The prices, rising, and the column of each."""
    if isinstance(prices, Mapping):
        prices = list(frame_columns(dict(prices), names).values())
    given = [finite(price, name="prices") for price in as_array(prices).tolist()]
    if len(given) != len(names):
        raise ColumnLengthError(
            message(
                "There are {found} prices for {size} columns. Give one for each.", found=len(given), size=len(names)
            )
        )
    if len(given) < 2:
        raise OptionError(message("There is one price only. A demand curve takes two or more."))
    for price in given:
        if price <= 0 or given.count(price) > 1:
            raise OptionError(message("prices has {value}. Each price is above 0 and stands there once.", value=price))
    order = sorted(range(len(given)), key=given.__getitem__)
    return np.array([given[column] for column in order]), order


def filled_in(bought: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Answers with what follows from them, and whether a row fits together; prices rise from left to right."""
    yes_from = np.maximum.accumulate((bought == 1)[:, ::-1], axis=1)[:, ::-1]
    no_from = np.maximum.accumulate(bought == 0, axis=1)
    fits = np.asarray(~(yes_from & no_from).any(axis=1))
    return np.where(yes_from, 1.0, np.where(no_from, 0.0, np.nan)), fits
