"""Answers on any scale as 0 to 100."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regulars.methods.columns import Floats

if TYPE_CHECKING:
    from regulars.methods.path.model import PathModel


def scaled(model: PathModel, means: Floats, deviations: Floats) -> tuple[Floats, Floats]:
    """Means and deviations of the items from 0 to 100; as they are where an item has no scale."""
    low, width = model.ends
    return (means - low) / width * 100, deviations / width * 100
