"""One feature by segments: whose must-be is whose delight?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats, IntoColumn, as_array, same_length
from regulars.methods.columns import groups as groups_of
from regulars.methods.preference.kano_class import differ
from regulars.methods.preference.kano_feature import Feature
from regulars.methods.preference.one_cluster import size_of
from regulars.methods.sample import Sample


@dataclass(frozen=True)
class Segments:
    """The feature as each segment sees it; the p-value asks whether all of them see it alike."""

    names: tuple[str, ...] = ()
    parts: tuple[Feature, ...] = ()
    too_few: tuple[bool, ...] = ()
    p_value: float = math.nan


def segments_of(
    groups: IntoColumn | None,
    places: Floats,
    sample: Sample,
    feature_of: Callable[[Sample], Feature],
    minimum_n: int,
) -> Segments:
    """The segments that have an answer; those of too few stay out of the test."""
    if groups is None:
        return Segments()
    named = as_array(groups).astype(object)
    same_length(len(places), ("groups", named))
    answered = np.zeros(len(places), dtype=bool)
    answered[sample.rows] = True
    # Whoever gave no answer needs no segment; a word in the place of nothing, not to be told as an error.
    names, codes = groups_of(np.where(answered, named, "-"), name="groups")
    own = codes[sample.rows]
    present = np.unique(own).tolist()
    parts = tuple(feature_of(sample.over(np.where(own == code, sample.values, np.nan))) for code in present)
    sizes = [_effective(part) for part in parts]
    too_few = tuple(size < minimum_n for size in sizes)
    judged = [row for row, few in enumerate(too_few) if not few]
    shares = np.array([[parts[row].sample.mean(here) for here in parts[row].inside.values()] for row in judged])
    p_value = differ(shares, np.array([sizes[row] for row in judged])) if len(judged) > 1 else math.nan
    return Segments(tuple(names[code] for code in present), parts, too_few, p_value)


def _effective(part: Feature) -> float:
    """The least that any of its classes is known by."""
    return min(size_of(part.sample, here) for here in part.inside.values())
