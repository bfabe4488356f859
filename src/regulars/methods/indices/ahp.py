"""The analytic hierarchy process: weights from comparing things two by two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, as_array, frame_columns, text_of
from regulars.methods.errors import ColumnLengthError, NotANumberError, OptionError, OutOfScaleError
from regulars.methods.registry import method
from regulars.methods.result import Result

# Mean consistency index of random judgements for 1, 2, 3 … items [saaty1980].
RANDOM = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
ROUNDING = 0.02  # 0.33 for a third, 0.11 for a ninth


@dataclass(frozen=True, kw_only=True)
class Ahp(Result):
    """``importance`` sums to 1, in the order of ``names``; ``n`` counts the items.

    ``consistent`` says that the consistency ratio does not pass the limit. The judgement that fits
    least says that ``worst_first`` is ``worst_given`` times as important as ``worst_second``; the weights say
    ``worst_implied`` times.
    """

    names: tuple[str, ...]
    importance: Floats
    eigenvalue: float
    consistency_index: float
    consistency_ratio: float
    consistent: bool
    limit: float
    worst_first: str
    worst_second: str
    worst_given: float
    worst_implied: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """What to ask again."""
        if self.consistent:
            return ()
        return (
            message(
                "The judgements contradict each other: the consistency ratio {ratio} is above {limit}. Look again at "
                "{first} against {second}: {given} was given, the weights say {implied}.",
                ratio=round(self.consistency_ratio, 3),
                limit=self.limit,
                first=self.worst_first,
                second=self.worst_second,
                given=round(self.worst_given, 2),
                implied=round(self.worst_implied, 2),
            ),
        )


@method(message("How important is each item, by comparing them two by two?"), rows=("M15",), samples=False)
def ahp(matrix: Any, *, names: Sequence[str] | None = None, limit: float = 0.1) -> Ahp:
    """Weights that sum to 1 from a matrix of pairwise comparisons, with their consistency ratio (Saaty).

    Row i, column j says how many times as important item i is as item j, from 1/9 to 9. The weights are the
    principal eigenvector; the ratio is (λ - n) / (n - 1) over what random judgements have, 0 where no
    judgement contradicts another. One half of the matrix is enough: what is left empty is taken from the
    other half, turned round.

    Parameters:
        matrix: frame with a column for each item, or a 2-D array; the rows in the order of the columns. Numbers,
            or text such as "1/3".
        names: of the items; those of the columns when omitted.
        limit: the largest consistency ratio that passes, above 0.

    Source: [saaty1977], random judgements [saaty1980].

    >>> result = ahp([[1, 3, 5], ["1/3", 1, 2], ["1/5", "1/2", 1]], names=["room", "staff", "pool"])
    >>> result.importance.round(3).tolist(), round(result.consistency_ratio, 4), result.consistent
    ([0.648, 0.23, 0.122], 0.0032, True)
    """
    if not (isinstance(limit, int | float) and limit > 0):
        raise OptionError(message("limit is {value}. Give a number above 0, such as 0.1.", value=str(limit)[:60]))
    titles, judged = _judgements(matrix, names)
    size = len(titles)
    values, vectors = np.linalg.eig(judged)
    place = int(np.argmax(values.real))
    weights = np.abs(vectors[:, place].real)
    weights /= weights.sum()
    # Rounding may leave λ a hair below n, where it cannot be.
    index = max(0.0, (float(values[place].real) - size) / (size - 1))
    ratio = index / RANDOM[size - 1] if size > 2 else 0.0
    off = np.abs(np.log(judged * weights / weights[:, None]))
    a, b = np.unravel_index(int(np.argmax(np.triu(off, 1))), off.shape) if size > 2 else (0, 1)
    return Ahp(
        names=titles,
        importance=weights,
        eigenvalue=index * (size - 1) + size,
        consistency_index=index,
        consistency_ratio=ratio,
        consistent=ratio <= limit,
        limit=float(limit),
        worst_first=titles[a],
        worst_second=titles[b],
        worst_given=float(judged[a, b]),
        worst_implied=float(weights[a] / weights[b]),
        n=size,
    )


def _judgements(matrix: Any, names: Sequence[str] | None) -> tuple[tuple[str, ...], Floats]:
    """The whole matrix, exactly reciprocal."""
    columns = frame_columns(np.array(list(matrix), dtype=object) if isinstance(matrix, list | tuple) else matrix)
    titles = tuple(columns) if names is None else tuple(str(name) for name in names)
    size = len(columns)
    if not 2 <= size <= len(RANDOM) or len(titles) != size:
        raise OptionError(
            message(
                "There are {count} items and {names} names. Compare from 2 to {most} items.",
                count=size,
                names=len(titles),
                most=len(RANDOM),
            )
        )
    given = np.empty((size, size))
    for j, (name, column) in enumerate(columns.items()):
        values = as_array(column).tolist()
        if len(values) != size:
            raise ColumnLengthError(
                message(
                    "{column} has {found} rows for {size} items. Give one row and one column for each item.",
                    column=name,
                    found=len(values),
                    size=size,
                )
            )
        given[:, j] = [_judgement(value, titles[i], titles[j]) for i, value in enumerate(values)]
    for i in range(size):
        for j in range(i, size):
            given[i, j], given[j, i] = _agreed(given[i, j], given[j, i], titles[i], titles[j])
    return titles, given


def _judgement(value: Any, first: str, second: str) -> float:
    """A number of times, NaN where nothing stands."""
    text = text_of(value)
    if not text:
        return float("nan")
    try:
        number = float(Fraction(text))
    except (ValueError, ZeroDivisionError):
        raise NotANumberError(
            message(
                "{first} against {second}: “{value}” is not a number. Write 3 or 1/3.",
                first=first,
                second=second,
                value=text[:60],
            )
        ) from None
    if not (1 / 9) * (1 - ROUNDING) <= number <= 9 * (1 + ROUNDING):
        raise OutOfScaleError(
            message(
                "{first} against {second}: {value} is not on the scale 1/9 to 9.",
                first=first,
                second=second,
                value=number,
            )
        )
    return number


def _agreed(one: float, other: float, first: str, second: str) -> tuple[float, float]:
    """Both directions of one comparison, each exactly the other turned round."""
    if np.isnan(one) and np.isnan(other):
        if first != second:
            raise OptionError(message("{first} is not compared with {second}.", first=first, second=second))
        return 1.0, 1.0
    one = 1 / other if np.isnan(one) else one
    other = 1 / one if np.isnan(other) else other
    if abs(np.log(one * other)) > ROUNDING:
        raise OptionError(
            message(
                "{first} against {second} is {one}, turned round it is {other}: each must be 1 over the other.",
                first=first,
                second=second,
                one=round(one, 4),
                other=round(other, 4),
            )
        )
    times = float(np.sqrt(one / other))
    return times, 1 / times
