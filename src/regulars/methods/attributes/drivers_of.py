"""Key drivers from correlations that are already there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.attributes.cases import check_dependence
from regulars.methods.attributes.drivers import Drivers, Known, divided, driver_measure
from regulars.methods.attributes.moments import SINGULAR, Resamples, root_of
from regulars.methods.columns import Floats, frame_columns, names_of, numbers
from regulars.methods.errors import DependentColumnsError, MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import check_confidence
from regulars.methods.registry import method as enter_method
from regulars.methods.resampling import check_resamples, check_seed
from regulars.methods.sampling.settings import finite


@enter_method(
    message("Which attributes go with overall satisfaction, where only correlations are left?"),
    rows=("M16",),
    minimum_n=Drivers.minimum_n,
    samples=False,
)
def drivers_of(
    correlation: Any,
    *,
    n: float | None = None,
    names: Sequence[str] | None = None,
    method: str = "lmg",
    orders: int | None = None,
    confidence: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> Drivers:
    """The same as ``drivers`` from a correlation matrix, weighted or not.

    The limits are those of a parametric bootstrap: correlations of ``n`` respondents whose answers are normal.
    ``coefficients`` are those of standardised answers. Without ``n`` there are no limits, and no line of noise.

    Parameters:
        correlation: square, the outcome in its last row and column: a 2-D array, or a frame with the names.
        n: respondents behind it; where it is weighted, effective ones. At least the number of attributes and 2.
        names: of the attributes, where the matrix has none.
        method: "lmg", "johnson" or "pratt".
        orders: as in ``drivers``.
        confidence: level of the intervals and of the line of noise.
        n_resamples: how many resamples; 0 leaves limits and line NaN.
        seed: the same seed gives the same limits, the same line and the same orders.

    Source: [lindeman1980], [groemping2006]; [johnson2000]; [pratt1987]; interval [efron1993].

    >>> result = drivers_of([[1, 0.5, 0.6], [0.5, 1, 0.4], [0.6, 0.4, 1]], n_resamples=0)
    >>> result.importance.round(4).tolist(), round(result.r_squared, 4)
    ([0.2867, 0.0867], 0.3733)
    """
    seed = check_seed(seed)
    measure = driver_measure(method, orders, seed)
    check_confidence(confidence)
    check_resamples(n_resamples)
    titles, matrix = _matrix(correlation, names)
    p = len(matrix) - 1
    check_dependence((*titles, "y")[:p], matrix[:-1, :-1])
    if np.linalg.eigvalsh(matrix)[0] < -SINGULAR:
        raise DependentColumnsError(
            message("No answers can have these correlations: the matrix is not positive definite. Check its figures.")
        )
    size = 0.0 if n is None else finite(n, name="n")
    if n is not None and size < p + 2:
        raise TooFewAnswersError(
            message("n is {value}. For {count} attributes it is at least {least}.", value=n, count=p, least=p + 2)
        )
    known = Known(
        names=titles,
        correlation=matrix,
        means=np.zeros(p + 1),
        scales=np.ones(p + 1),
        attribute_n=np.full(p, round(size), dtype=np.int64),
        n=round(size),
        n_effective=size,
        n_noise=size,
        use="correlations",
    )
    resamples = _normal(matrix, size, n_resamples if n is not None else 0, seed)
    return divided(known, resamples, measure, confidence, seed)


def _matrix(correlation: Any, names: Sequence[str] | None) -> tuple[tuple[str, ...], Floats]:
    """The names of the attributes, and the matrix, checked."""
    columns = frame_columns(correlation)
    table = [numbers(column, name=name) for name, column in columns.items()]
    size = len(table)
    if size < 2 or any(len(column) != size for column in table):
        raise MethodError(
            message(
                "A correlation matrix has as many rows as columns, two or more; this one has {rows} rows and {columns} "
                "columns.",
                rows=len(table[0]) if table else 0,
                columns=size,
            )
        )
    matrix = np.column_stack(table)
    titles = tuple(columns)[:-1] if names is None else tuple(str(name) for name in names_of(names))
    if len(titles) != size - 1:
        raise OptionError(
            message(
                "There are {found} names for {size} attributes. Give one for each.", found=len(titles), size=size - 1
            )
        )
    bad = np.argwhere(~(np.abs(matrix) <= 1 + 1e-9))
    if len(bad):
        row, column = (int(place) for place in bad[0])
        raise MethodError(
            message(
                "Row {row}, column {column} of the matrix is {value}. A correlation lies between −1 and 1; of "
                "covariances, divide each by both standard deviations.",
                row=row + 1,
                column=column + 1,
                value=float(matrix[row, column]),
            )
        )
    if np.abs(np.diagonal(matrix) - 1).max() > 1e-6:
        raise MethodError(message("The diagonal of a correlation matrix is 1 throughout; this one is not."))
    unlike = np.argwhere(np.abs(matrix - matrix.T) > 1e-6)
    if len(unlike):
        row, column = (int(place) for place in unlike[0])
        raise MethodError(
            message(
                "Row {row}, column {column} of the matrix is {value}, and the other way round {other}. They are one.",
                row=row + 1,
                column=column + 1,
                value=float(matrix[row, column]),
                other=float(matrix[column, row]),
            )
        )
    matrix = (matrix + matrix.T) / 2
    np.fill_diagonal(matrix, 1.0)
    return titles, matrix


def _normal(matrix: Floats, n: float, n_resamples: int, seed: int) -> Resamples:
    """Covariances of samples of n from a normal distribution with this matrix, by Bartlett's decomposition."""
    size = len(matrix)
    if not n_resamples:
        return Resamples(np.empty((0, size)), np.empty((0, size, size)))
    random = np.random.default_rng(seed)
    lower = np.tril(random.standard_normal((n_resamples, size, size)), -1)
    degrees = np.maximum(n - 1 - np.arange(size), 0.5)
    lower[:, np.arange(size), np.arange(size)] = np.sqrt(random.chisquare(degrees, size=(n_resamples, size)))
    drawn = (root_of(matrix) @ lower) / np.sqrt(max(n - 1, 1))
    return Resamples(np.zeros((n_resamples, size)), drawn @ np.swapaxes(drawn, -1, -2))
