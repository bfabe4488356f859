"""Shares that must not rise: the nearest curve that falls."""

from __future__ import annotations

import numpy as np

from regulars.methods.columns import Floats


def falling(share: Floats, known: Floats) -> Floats:
    """Pool neighbours that rise, by how many are known; shapes (curves, prices). Source: [barlow1972].

    Computed for all curves at once as min over starts of max over ends of the mean between.

    >>> falling(np.array([[0.9, 0.2, 0.4, 0.1]]), np.array([[10.0, 30.0, 10.0, 10.0]])).round(4).tolist()
    [[0.9, 0.25, 0.25, 0.1]]
    """
    if (np.diff(share, axis=1) <= 0).all() and (known > 0).all():
        return share
    size = share.shape[1]
    weight = np.concatenate([np.zeros((len(share), 1)), np.cumsum(known, axis=1)], axis=1)
    total = np.concatenate([np.zeros((len(share), 1)), np.cumsum(known * share, axis=1)], axis=1)
    found = np.full_like(share, np.inf)
    for start in range(size):
        mass = weight[:, start + 1 :] - weight[:, start, None]
        between = np.divide(
            total[:, start + 1 :] - total[:, start, None], mass, out=np.full_like(mass, -np.inf), where=mass > 0
        )
        most = np.maximum.accumulate(between[:, ::-1], axis=1)[:, ::-1]
        found[:, start:] = np.minimum(found[:, start:], np.where(np.isfinite(most), most, np.inf))
    # Where nobody of a draw is known at a price, its neighbours stand for it.
    return np.where(np.isfinite(found), found, share)
