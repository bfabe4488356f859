"""A single cloud like the customers, each column with one peak: what groups are held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from regulars.methods.columns import Floats

POINTS = 200  # quantiles by which a column is known
PEAKS = 40  # places of the peak that are tried


@dataclass(frozen=True)
class Cloud:
    """``knots``: for each column values and the distribution function there; ``mixing`` makes normal scores."""

    knots: tuple[tuple[Floats, Floats], ...]
    mixing: Floats

    @classmethod
    def like(cls, rows: Floats) -> Cloud:
        """The cloud nearest to these rows."""
        ranks = np.column_stack([_middle_ranks(column) for column in rows.T])
        scores = scipy.special.ndtri(ranks / (len(rows) + 1))
        together = np.atleast_2d(np.corrcoef(scores, rowvar=False))
        values, vectors = np.linalg.eigh(together)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        return cls(tuple(one_peak(column) for column in rows.T), root.T)

    def draw(self, size: int, random: np.random.Generator) -> Floats:
        """Rows of the cloud."""
        level = scipy.special.ndtr(random.standard_normal((size, len(self.mixing))) @ self.mixing)
        return np.column_stack(
            [np.interp(level[:, at], height, value) for at, (value, height) in enumerate(self.knots)]
        )


def one_peak(column: Floats) -> tuple[Floats, Floats]:
    """The distribution with one peak that lies nearest to that of the column [hartigan1985]: values, heights.

    Left of the peak the greatest convex function below the steps, right of it the least concave one above them; a
    value that many share may be the peak itself.

    >>> value, height = one_peak(np.array([0.0, 1.0, 1.0, 1.0, 2.0]))
    >>> value.tolist(), height.round(1).tolist()
    ([0.0, 1.0, 1.0, 2.0], [0.0, 0.2, 0.8, 1.0])
    """
    distinct, often = np.unique(column, return_counts=True)
    above = np.cumsum(often) / len(column)
    if len(distinct) > POINTS:
        kept = np.unique(np.append(np.searchsorted(above, np.linspace(0, 1, POINTS)[1:-1]), [0, len(distinct) - 1]))
        below = np.append(0.0, above[kept[:-1]])
        distinct, above = distinct[kept], above[kept]
    else:
        below = np.append(0.0, above[:-1])
    tried = np.unique(np.linspace(0, len(distinct) - 1, PEAKS).round().astype(int))
    # Of peaks that lie as near, the value that most share: only there may many stand in one place.
    return min((_about(distinct, below, above, int(at)) for at in tried), key=lambda found: found[:2])[2]


def _about(value: Floats, below: Floats, above: Floats, peak: int) -> tuple[float, float, tuple[Floats, Floats]]:
    """How far the nearest one with this peak lies off, minus the share of the peak itself, and its corners."""
    rising = _hull(value[: peak + 1], below[: peak + 1], 1)
    falling = _hull(value[peak:], above[peak:], -1) + peak
    left, right = value[: peak + 1], value[peak:]
    off = max(
        float(np.abs(np.interp(left, value[rising], below[rising]) - below[: peak + 1]).max()),
        float(np.abs(np.interp(right, value[falling], above[falling]) - above[peak:]).max()),
    )
    corners = np.append(value[rising], value[falling]), np.append(below[rising], above[falling])
    return round(off, 12), float(below[peak] - above[peak]), corners


def _hull(x: Floats, y: Floats, sign: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Corners of the greatest convex function below the points (sign 1), or the least concave above (-1)."""
    corners: list[int] = []
    for at in range(len(x)):
        while len(corners) > 1:
            a, b = corners[-2], corners[-1]
            if sign * ((y[b] - y[a]) * (x[at] - x[a]) - (y[at] - y[a]) * (x[b] - x[a])) < 0:
                break
            corners.pop()
        corners.append(at)
    return np.array(corners, dtype=np.int64)


def _middle_ranks(column: Floats) -> Floats:
    _, place, often = np.unique(column, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(often) - (often - 1) / 2)[place])
