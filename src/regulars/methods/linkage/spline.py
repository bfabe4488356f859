"""A smooth curve with few parameters: the natural cubic spline."""

from __future__ import annotations

import numpy as np

from regulars.methods.columns import Floats

KNOTS = 4


def knots_of(levels: Floats) -> Floats:
    """Up to four, evenly over the range of the answers and not where most of them lie.

    Fixed beforehand they cost no honesty of the interval, and a heap of answers at one point cannot swallow them.
    """
    return levels if len(levels) <= KNOTS else np.linspace(levels[0], levels[-1], KNOTS)


def spline(x: Floats, knots: Floats) -> Floats:
    """Columns 1, x and one for each knot but two, in which the curve bends; shape (len(x), len(knots)).

    Straight beyond the first and last knot. x counts from 0 at the first knot to 1 at the last. Source: [hastie2009]
    equation 5.4.
    """
    start, width = knots[0], knots[-1] - knots[0]
    t, at = (x - start) / width, (knots - start) / width

    def bend(place: int) -> Floats:
        cubes = np.maximum(t - at[place], 0) ** 3 - np.maximum(t - at[-1], 0) ** 3
        return np.asarray(cubes / (at[-1] - at[place]))

    last = bend(len(knots) - 2)
    return np.column_stack([np.ones(len(x)), t, *(bend(place) - last for place in range(len(knots) - 2))])


def full_rank(design: Floats) -> bool:
    """Whether no column follows from the others."""
    scale = np.sqrt((design**2).sum(axis=0))
    if not (scale > 0).all():
        return False
    return bool(np.linalg.svd(design / scale, compute_uv=False)[-1] > 1e-6)
