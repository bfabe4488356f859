"""Importance-performance map: what a point more in each block would bring, beside how high it is already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats
from regulars.methods.errors import OptionError
from regulars.methods.path.resampled import PathBootstrap
from regulars.methods.path.scaling import scaled
from regulars.methods.result import Result

if TYPE_CHECKING:
    from regulars.methods.path.fitted import FittedPathModel


@dataclass(frozen=True, kw_only=True)
class ImportanceMap(Result):
    """Blocks that act on ``target``, then their items.

    ``importance``: by how many points the target's index rises where this index rises by one, on every way;
    ``performance``: this index from 0 to 100; their limits are NaN without resamples. ``item_importance`` and
    ``item_performance``: the same of each item, whose part in its block is its relative weight.
    """

    minimum_n = PathBootstrap.minimum_n

    target: str
    names: tuple[str, ...]
    importance: Floats
    importance_low: Floats
    importance_high: Floats
    performance: Floats
    performance_low: Floats
    performance_high: Floats
    items: tuple[str, ...]
    item_block: tuple[str, ...]
    item_importance: Floats
    item_performance: Floats
    n_effective: float

    @classmethod
    def of(cls, fitted: FittedPathModel, target: str, found: PathBootstrap | None) -> ImportanceMap:
        """Of everything that leads to ``target``. Source: [ringle2016]."""
        structure = fitted.model.structure
        if target not in structure.blocks:
            raise OptionError(
                message("There is no block {block}. There are: {known}.", block=str(target), known=structure.blocks)
            )
        names = tuple(first for first, second in fitted.total_effects if second == target)
        if not names:
            raise OptionError(message("No path leads to {block}: nothing is important for it.", block=target))
        for name in (*names, target):
            if name not in fitted.index:
                raise OptionError(message("{block} has no index. Give the model the scale of its items.", block=name))
        importance = np.array([fitted.index_effects[name, target] for name in names])
        places = [
            (row, item) for row, name in enumerate(names) for item in structure.items_of(structure.blocks.index(name))
        ]
        items = [structure.items[item] for _, item in places]
        levels, _ = scaled(fitted.model, fitted.answers.means, fitted.answers.deviations)
        shares = np.array([fitted.relative_weights[item] for item in items])
        return cls(
            target=target,
            names=names,
            importance=importance,
            importance_low=_limits(found, "index_effects_low", [(name, target) for name in names]),
            importance_high=_limits(found, "index_effects_high", [(name, target) for name in names]),
            performance=np.array([fitted.index[name] for name in names]),
            performance_low=_limits(found, "index_low", names),
            performance_high=_limits(found, "index_high", names),
            items=tuple(items),
            item_block=tuple(names[row] for row, _ in places),
            item_importance=importance[[row for row, _ in places]] * shares,
            item_performance=levels[[item for _, item in places]],
            n=fitted.n,
            n_missing=fitted.n_missing,
            n_effective=fitted.n_effective,
            confidence=0.95 if found is None else found.confidence,
            interval="" if found is None else found.interval,
        )


def _limits(found: PathBootstrap | None, end: str, keys: Iterable[Any]) -> Floats:
    """One end of the intervals of these blocks or pairs."""
    return np.array([np.nan if found is None else getattr(found, end)[key] for key in keys])
