"""What somebody who can add and subtract learns of the groups that are hidden, and what to hide so that it is little.

The published numbers, and that no group has fewer than nobody, leave each hidden group a range. A group below k is
safe where its range reaches k: then no sum of hidden groups below k is known either, for each of them would be bounded
by it, and no count is known exactly. The ends of the ranges are found by linear programming; where a single sum ties
the hidden groups together, which is nearly always, by subtraction. Source: [fischetti2001].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats
from regulars.methods.disclosure.cells import TOTAL, Cells

NEARLY = 1e-6
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reach:
    """The most people that a hidden cell can have, no further than k, and what each cell does to that bound.

    ``example``: numbers of people that agree with all that is published, where such were worked out.
    """

    most: float
    lever: Floats
    example: Floats | None = None


def protect(cells: Cells, hidden: Mask, k: int) -> Mask:
    """The cells to hide besides, so that each hidden one of 1 to k - 1 people might have k."""
    small = hidden & (cells.n > 0) & (cells.n < k)
    chosen = hidden.copy()
    order = _order(cells)
    # Showing less never narrows a range: what is safe stays so.
    while (found := _told(cells, chosen, small, k)) is not None:
        reach, small = found
        moves = ~chosen & (np.abs(reach.lever) > NEARLY) & (cells.n > 0)
        chosen[next(other for other in order if moves[other])] = True
    return _spared(cells, hidden, chosen, k)


def _told(cells: Cells, hidden: Mask, small: Mask, k: int) -> tuple[Reach, Mask] | None:
    """The first small cell that is known to have fewer than k people, with those still to be looked at."""
    left = small.copy()
    for cell in np.flatnonzero(small):
        if left[cell]:
            reach = _reach(cells, hidden, int(cell), k)
            if reach.most < k - NEARLY:
                return reach, left
            left[cell] = False
            if reach.example is not None:
                # One example shows of all that reach k in it that they might.
                left &= ~(reach.example >= k - NEARLY)
    return None


def _order(cells: Cells) -> list[int]:
    """Small groups go first, then what is a sum of groups, the total last of all."""
    whole = cells.wholes
    return sorted(range(len(cells.n)), key=lambda cell: (cell == TOTAL, bool(whole[cell]), cells.n[cell], cell))


def _spared(cells: Cells, hidden: Mask, chosen: Mask, k: int) -> Mask:
    """Show again what is not needed, the largest first; what can be told from the rest anyway is then shown."""
    small = hidden & (cells.n > 0) & (cells.n < k)
    order = [cell for cell in reversed(_order(cells)) if chosen[cell] and not hidden[cell]]
    shown = True
    while shown:
        shown = False
        for cell in [cell for cell in order if chosen[cell]]:
            _, together = _bound_to(cells, chosen, cell)
            chosen[cell] = False
            if _told(cells, chosen, small & together, k) is None:
                shown = True
            else:
                chosen[cell] = True
    return chosen


def _bound_to(cells: Cells, hidden: Mask, cell: int) -> tuple[NDArray[np.int64], Mask]:
    """The equations, and the hidden cells, that hang together with this one."""
    touches = (cells.sums != 0) & hidden
    together = np.zeros(len(cells.n), dtype=bool)
    together[cell] = True
    while True:
        rows = touches[:, together].any(axis=1)
        wider = together | touches[rows].any(axis=0)
        if (wider == together).all():
            return np.flatnonzero(rows), together
        together = wider


def _reach(cells: Cells, hidden: Mask, cell: int, k: int) -> Reach:
    rows, together = _bound_to(cells, hidden, cell)
    if not len(rows):
        return Reach(float(k), np.zeros(len(cells.n)))
    if len(rows) == 1:
        signed = cells.sums[rows[0]] * float(cells.sums[rows[0], cell])
        known = float(signed[together] @ cells.n[together])
        return Reach(min(k, known) if (signed[together] > 0).all() else float(k), signed)
    return _programmed(cells, rows, together, cell, k)


def _programmed(cells: Cells, rows: NDArray[np.int64], together: Mask, cell: int, k: int) -> Reach:
    from scipy.optimize import linprog

    unknown = np.flatnonzero(together)
    equations = cells.sums[np.ix_(rows, unknown)].astype(np.float64)
    aim = -(unknown == cell).astype(np.float64)
    # The cell itself ends at k: whether it reaches that is all we ask, and no program is without an end.
    ends = [(0, k if other == cell else None) for other in unknown]
    found = linprog(aim, A_eq=equations, b_eq=equations @ cells.n[unknown], bounds=ends, method="highs")
    if found.status != 0:
        raise ArithmeticError(found.message)  # the true counts are a solution, so there is one
    example = np.zeros(len(cells.n))
    example[unknown] = found.x
    # By duality the bound is these multiples of the equations; what stands in none of them cannot move it.
    return Reach(-float(found.fun), -np.asarray(found.eqlin.marginals) @ cells.sums[rows], example)
