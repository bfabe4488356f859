"""What somebody who can add and subtract learns of the groups that are hidden, and what to hide so that it is little.

The published numbers, and that no group has fewer than nobody, leave each hidden group a range. A group below k is
safe where its range reaches k: then no sum of hidden groups below k is known either, for each of them would be bounded
by it, and no count is known exactly. The ends of the ranges are found by linear programming; where a single sum ties
the hidden groups together, which is nearly always, by subtraction. Source: [fischetti2001].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats
from regulars.methods.disclosure.cells import TOTAL, Cells

NEARLY = 1e-6
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reach:
    """The most people that a hidden cell can have, no further than k, and what each cell does to that bound."""

    most: float
    lever: Floats


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
    left, seen = small.copy(), np.zeros(len(small), dtype=bool)
    for cell in np.flatnonzero(small):
        if left[cell]:
            rows, together = _bound_to(cells, hidden, int(cell))
            if len(rows) > 1 and not seen[cell]:
                seen |= together
                left &= ~_at_once(cells, rows, together, left & together, k)
        if left[cell]:
            reach = _reach(cells, rows, together, int(cell), k)
            if reach.most < k - NEARLY:
                return reach, left
            left[cell] = False
    return None


def _at_once(cells: Cells, rows: NDArray[np.int64], together: Mask, left: Mask, k: int) -> Mask:
    """Those that reach k in examples where as many do as can; a few examples spare a program for each."""
    reached = np.zeros(len(left), dtype=bool)
    unknown = np.flatnonzero(together)
    while (wanted := left & ~reached).any():
        found = _program(cells, rows, unknown, wanted[unknown], k)
        example = np.zeros(len(left))
        example[unknown] = found.x
        new = wanted & (example >= k - NEARLY)
        if not new.any():
            break
        reached |= new
    return reached


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


def _reach(cells: Cells, rows: NDArray[np.int64], together: Mask, cell: int, k: int) -> Reach:
    if not len(rows):
        return Reach(float(k), np.zeros(len(cells.n)))
    if len(rows) == 1:
        signed = cells.sums[rows[0]] * float(cells.sums[rows[0], cell])
        known = float(signed[together] @ cells.n[together])
        return Reach(min(k, known) if (signed[together] > 0).all() else float(k), signed)
    unknown = np.flatnonzero(together)
    found = _program(cells, rows, unknown, unknown == cell, k)
    # By duality the bound is these multiples of the equations; what stands in none of them cannot move it.
    return Reach(-float(found.fun), -np.asarray(found.eqlin.marginals) @ cells.sums[rows])


def _program(cells: Cells, rows: NDArray[np.int64], unknown: NDArray[np.int64], wanted: Mask, k: int) -> Any:
    """The most people that the wanted cells can have together, none of them more than k."""
    from scipy.optimize import linprog

    equations = cells.sums[np.ix_(rows, unknown)].astype(np.float64)
    # The wanted ones end at k: whether they reach that is all we ask, and no program is without an end.
    ends = np.column_stack([np.zeros(len(unknown)), np.where(wanted, float(k), np.inf)])
    found = linprog(-wanted.astype(float), A_eq=equations, b_eq=equations @ cells.n[unknown], bounds=ends)
    if found.status != 0:
        raise ArithmeticError(found.message)  # the true counts are a solution, so there is one
    return found
