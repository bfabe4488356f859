"""From the ranks that people gave to the place of every item."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats


def places_of(ranks: Floats, *, shared: bool) -> tuple[Floats, NDArray[np.bool_]]:
    """The place of each item, shape (rows, items), and whether a row fits together.

    Items without a rank come behind all others and share what is left. Ranks that are 1, 2, 3, … fit; with ``shared``
    all do, and those of one rank share its places.

    >>> places, fits = places_of(np.array([[1, 2, np.nan, np.nan], [1, 1, 3, 4], [2, 1, 4, np.nan]]), shared=False)
    >>> places[0].tolist(), fits.tolist()
    ([1.0, 2.0, 3.5, 3.5], [True, False, False])
    >>> places_of(np.array([[1, 1, 3, 4]]), shared=True)[0].tolist()
    [[1.5, 1.5, 3.0, 4.0]]
    """
    filled = np.where(np.isnan(ranks), np.inf, ranks)
    before = (filled[:, :, None] > filled[:, None, :]).sum(axis=2)
    same = (filled[:, :, None] == filled[:, None, :]).sum(axis=2)
    places = before + (same + 1) / 2
    fits = np.isnan(ranks) | ((places == ranks) & (same == 1)) | shared
    return places, np.asarray(fits.all(axis=1))
