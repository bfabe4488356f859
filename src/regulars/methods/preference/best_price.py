"""The price at which most is earned, from a demand curve that is straight between the prices known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats


@dataclass(frozen=True)
class Best:
    """One entry for each curve: the price, the share who buy at it, what one person asked brings on average."""

    price: Floats
    share: Floats
    earned: Floats


def best_price(grid: Floats, share: Floats, *, unit_cost: float = 0.0) -> Best:
    """Largest (price - unit cost) · share, exactly; of equals the lowest price. NaN where nobody buys at all.

    ``grid`` rising, shape (prices,); ``share`` shape (curves, prices). On a straight piece a + b p the earnings
    are a parabola, largest at (cost - a / b) / 2 where b is negative.

    >>> best = best_price(np.array([10.0, 20.0, 30.0]), np.array([[0.9, 0.5, 0.1]]))
    >>> best.price.tolist(), best.share.round(4).tolist(), best.earned.round(4).tolist()
    ([16.25], [0.65], [10.5625])
    """
    slope = np.diff(share, axis=1) / np.diff(grid)
    level = share[:, :-1] - slope * grid[:-1]
    turn = np.divide(-level, slope, out=np.full_like(slope, np.inf), where=slope < 0)
    inner = np.clip((unit_cost + turn) / 2, grid[:-1], grid[1:])
    price = np.concatenate([np.broadcast_to(grid, share.shape), inner], axis=1)
    bought = np.concatenate([share, level + slope * inner], axis=1)
    earned = (price - unit_cost) * bought
    most = earned.max(axis=1)
    among = np.where(earned >= (most - 1e-9 * np.abs(most))[:, None], price, np.inf)
    row, place = np.arange(len(share)), among.argmin(axis=1)
    nobody = share.max(axis=1) <= 1e-12
    return Best(*(np.where(nobody, np.nan, part[row, place]) for part in (price, bought, earned)))


def most_reached(grid: Floats, share: Floats) -> Best:
    """The price at which most buy; of equals the lowest."""
    most = share.max(axis=1)
    place = (share >= most[:, None] - 1e-9).argmax(axis=1)
    nobody = most <= 1e-12
    price = np.where(nobody, np.nan, grid[place])
    return Best(price, np.where(nobody, np.nan, most), price * most)


def bought_at(grid: Floats, share: Floats, price: float) -> Floats:
    """The share who buy at one price, shape (curves,); NaN where the price is."""
    if np.isnan(price):
        return np.full(len(share), np.nan)
    right = int(np.clip(np.searchsorted(grid, price), 1, len(grid) - 1))
    part = (price - grid[right - 1]) / (grid[right] - grid[right - 1])
    return np.asarray(share[:, right - 1] + part * (share[:, right] - share[:, right - 1]))
