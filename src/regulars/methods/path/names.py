"""Numbers by the name of a block, a path or an item."""

from __future__ import annotations

from typing import Any

import numpy as np

from regulars.methods.columns import Floats
from regulars.methods.path.structure import Structure


class ByBlock(dict[Any, float]):
    """Numbers by block, or by pair of blocks. A block may be called by the beginning of its name, in any case.

    >>> found = ByBlock({("Image", "Expectation"): 0.5})
    >>> found["Image", "Expectation"], found["IMAG", "EXPE"]
    (0.5, 0.5)
    """

    def __missing__(self, key: Any) -> float:
        """The one key that begins so."""
        wanted = key if isinstance(key, tuple) else (key,)
        fits = [name for name in self if _begins(name if isinstance(name, tuple) else (name,), wanted)]
        if len(fits) != 1:
            raise KeyError(key)
        return self[fits[0]]


def by_block(structure: Structure, values: Floats, places: Any = None) -> ByBlock:
    """One number for each block, or for those at ``places``."""
    chosen = range(len(structure.blocks)) if places is None else places
    return ByBlock((structure.blocks[j], float(values[j])) for j in chosen)


def by_path(structure: Structure, values: Floats, pairs: Any) -> ByBlock:
    """One number for each pair of blocks, from a table with a row for each block and a column for each."""
    return ByBlock(((structure.blocks[i], structure.blocks[j]), float(values[i, j])) for i, j in pairs)


def by_item(structure: Structure, values: Floats) -> dict[str, float]:
    """One number for each item."""
    return dict(zip(structure.items, np.asarray(values).tolist(), strict=True))


def _begins(names: tuple[Any, ...], wanted: tuple[Any, ...]) -> bool:
    return len(names) == len(wanted) and all(
        isinstance(part, str) and part and name.casefold().startswith(part.casefold())
        for name, part in zip(names, wanted, strict=True)
    )
