"""The segments of a sample."""

from __future__ import annotations

from typing import Any

import numpy as np

from regulars.methods.columns import as_array, same_length
from regulars.methods.columns import groups as groups_of
from regulars.methods.sample import Sample


def segments_in(groups: Any, size: int, sample: Sample) -> tuple[tuple[str, ...], list[Sample]]:
    """Name and sample of each segment that gave an answer; whoever gave none needs no segment."""
    if groups is None:
        return (), []
    named = as_array(groups).astype(object)
    same_length(size, ("groups", named))
    answered = np.zeros(size, dtype=np.bool_)
    answered[sample.rows] = True
    # A word in the place of nothing, not to be told as an error.
    names, codes = groups_of(np.where(answered, named, "-"), name="groups")
    own = codes[sample.rows]
    present = np.unique(own).tolist()
    parts = [sample.over(np.where(own == code, sample.values, np.nan)) for code in present]
    return tuple(names[code] for code in present), parts
