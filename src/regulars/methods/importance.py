"""Importance that somebody stated: one number for each item, or each respondent's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, as_array, weights_of
from regulars.methods.errors import ColumnLengthError, MethodError


def importance_of(importance: Any, names: tuple[str, ...]) -> Floats:
    """One number for each name; by name from a mapping, else in order."""
    if isinstance(importance, Mapping):
        for name in names:
            if name not in importance:
                raise MethodError(
                    message(
                        "There is no importance for {column}. There are: {known}.",
                        column=name,
                        known=tuple(importance)[:12],
                    )
                )
        importance = [importance[name] for name in names]
    values = weights_of(importance, len(as_array(importance)), name="importance")
    if values is None or len(values) != len(names):
        raise ColumnLengthError(
            message(
                "There are {found} importance values for {size} items. Give one for each.",
                found=0 if values is None else len(values),
                size=len(names),
            )
        )
    return values


def of_each_respondent(given: Any) -> bool:
    """Whether it is a frame with a row for each respondent, and not one number for each item."""
    if isinstance(given, Mapping):
        return not all(np.isscalar(value) for value in given.values())
    return hasattr(given, "column_names") or hasattr(given, "columns") or np.ndim(given) == 2
