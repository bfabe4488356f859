"""Answers on any scale as 0 to 100."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from regulars.methods.columns import Floats

if TYPE_CHECKING:
    from regulars.methods.path.model import PathModel


def scaled(model: PathModel, means: Floats, deviations: Floats) -> tuple[Floats, Floats]:
    """Means and deviations of the items from 0 to 100; NaN where an item has no scale."""
    scales = np.array([model.scales.get(item, (np.nan, np.nan)) for item in model.structure.items], dtype=np.float64)
    low, width = scales[:, 0], scales[:, 1] - scales[:, 0]
    return (means - low) / width * 100, deviations / width * 100


def indexed(model: PathModel) -> list[int]:
    """Blocks whose items all have a scale."""
    structure = model.structure
    return [
        block
        for block in range(len(structure.blocks))
        if all(structure.items[item] in model.scales for item in structure.items_of(block))
    ]
