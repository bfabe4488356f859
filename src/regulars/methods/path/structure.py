"""Blocks and paths as arrays, and the checks that they make a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import message
from regulars.methods.columns import Floats, Ints
from regulars.methods.errors import OptionError
from regulars.methods.grouping import members_of

MODES = ("A", "B")
Path = tuple[str, str]


@dataclass(frozen=True)
class Regressions:
    """g regressions on up to m causes, as places in a row of k · k correlations, a zero and a one.

    ``left`` (g, m, m) are the correlations of the causes, ``right`` (g, m) those with the effect; spare causes go with
    nothing. ``kept``: which of the g · m coefficients are those of paths; ``place``: where they go among k · k.
    """

    left: Ints
    right: Ints
    kept: Ints
    place: Ints


@dataclass(frozen=True)
class Structure:
    """A checked model of k blocks and p items; ``order`` has every block after those that lead to it."""

    blocks: tuple[str, ...]
    items: tuple[str, ...]
    block_of: Ints  # (p,)
    paths: tuple[tuple[int, int], ...]
    order: tuple[int, ...]
    formative: tuple[int, ...]  # blocks in mode B

    @classmethod
    def of(
        cls, blocks: Mapping[str, Sequence[str]], paths: Sequence[Path], modes: str | Mapping[str, str]
    ) -> Structure:
        """Check the parts against each other. Raises ``OptionError`` naming what does not fit."""
        members = members_of(blocks)
        names = tuple(members)
        arrows = _arrows(paths, names)
        order = _order(arrows, names)
        return cls(
            blocks=names,
            items=tuple(item for block in names for item in members[block]),
            block_of=np.repeat(np.arange(len(names)), [len(members[block]) for block in names]),
            paths=arrows,
            order=order,
            formative=tuple(names.index(name) for name, mode in _modes(modes, names).items() if mode == "B"),
        )

    @cached_property
    def member(self) -> Floats:
        """1 where an item (row) belongs to a block (column), shape (p, k)."""
        return np.asarray(self.block_of[:, None] == np.arange(len(self.blocks)), dtype=np.float64)

    @cached_property
    def leads(self) -> NDArray[np.bool_]:
        """Whether a path leads from block (row) to block (column), shape (k, k)."""
        found = np.zeros((len(self.blocks), len(self.blocks)), dtype=bool)
        for source, target in self.paths:
            found[source, target] = True
        return found

    @cached_property
    def neighbours(self) -> Floats:
        """1 between blocks that a path joins, whichever way."""
        return np.asarray(self.leads | self.leads.T, dtype=np.float64)

    @cached_property
    def alone(self) -> Floats:
        """1 for a path to a block that nothing else leads to: its coefficient is the correlation."""
        return np.asarray(self.leads & (self.leads.sum(axis=0) == 1), dtype=np.float64)

    @cached_property
    def follows(self) -> Floats:
        """1 where a path leads from block (column) to block (row)."""
        return np.asarray(self.leads.T, dtype=np.float64)

    @cached_property
    def entangled(self) -> tuple[int, ...]:
        """Blocks with several causes."""
        return tuple(np.flatnonzero(self.leads.sum(axis=0) > 1).tolist())

    @cached_property
    def regressions(self) -> Regressions:
        """Of every block with several causes on these; where one has fewer than others, on spare ones too."""
        k, targets = len(self.blocks), self.entangled
        most = int(self.leads.sum(axis=0).max(initial=0))
        nothing, itself = k * k, k * k + 1
        left = np.full((len(targets), most, most), nothing)
        left[:, range(most), range(most)] = itself
        right = np.full((len(targets), most), nothing)
        for row, target in enumerate(targets):
            sources = np.flatnonzero(self.leads[:, target])
            left[row, : len(sources), : len(sources)] = sources[:, None] * k + sources
            right[row, : len(sources)] = sources * k + target
        kept = np.flatnonzero(right.ravel() != nothing)
        return Regressions(left, right, kept, right.ravel()[kept])

    @cached_property
    def explained(self) -> tuple[int, ...]:
        """Blocks that a path leads to."""
        return tuple(np.flatnonzero(self.leads.any(axis=0)).tolist())

    @cached_property
    def reach(self) -> tuple[tuple[int, int], ...]:
        """Every block with each block that it acts on, directly or through others; in causal order."""
        reached = self.leads.copy()
        for j in self.order:
            reached[:, j] |= reached[:, self.leads[:, j]].any(axis=1)
        place = {block: i for i, block in enumerate(self.order)}
        pairs = np.argwhere(reached).tolist()
        return tuple(sorted(((i, j) for i, j in pairs), key=lambda pair: (place[pair[0]], place[pair[1]])))

    def items_of(self, block: int) -> Ints:
        """Places of a block's items."""
        return np.flatnonzero(self.block_of == block)


def _arrows(paths: Sequence[Path], names: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    given: Any = paths
    for path in given:
        if isinstance(path, str) or len(path) != 2:
            raise OptionError(
                message(
                    "A path is a pair of blocks, such as {example}; this one is {path}.",
                    example='("Image", "Satisfaction")',
                    path=str(path),
                )
            )
        for name in path:
            if name not in names:
                raise OptionError(
                    message(
                        "A path names the block {block}, which is not there. There are: {known}.",
                        block=str(name),
                        known=names,
                    )
                )
        arrow = (names.index(path[0]), names.index(path[1]))
        if arrow in found:
            raise OptionError(
                message("The path from {first} to {second} stands there twice.", first=path[0], second=path[1])
            )
        found.append(arrow)
    for place, name in enumerate(names):
        if not any(place in arrow for arrow in found):
            raise OptionError(
                message("No path leads to {block} or from it. Join it to another block, or leave it out.", block=name)
            )
    return tuple(found)


def _order(arrows: tuple[tuple[int, int], ...], names: tuple[str, ...]) -> tuple[int, ...]:
    sorter: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(range(len(names)), ()))
    for source, target in arrows:
        sorter.add(target, source)
    try:
        return tuple(sorter.static_order())
    except CycleError as error:
        around = tuple(names[place] for place in error.args[1])
        raise OptionError(
            message(
                "The paths go in a circle: {path}. Leave one of them out: a cause comes before what it brings about.",
                path=" → ".join(around),
            )
        ) from None


def _modes(modes: str | Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    own = modes if isinstance(modes, Mapping) else dict.fromkeys(names, modes)
    given = {**dict.fromkeys(names, "A"), **own}
    for name, mode in given.items():
        if name not in names:
            raise OptionError(message("There is no block {block}. There are: {known}.", block=str(name), known=names))
        if mode not in MODES:
            raise OptionError(
                message(
                    "The mode of {block} is {value}. Choose A, where the block shows itself in its items, or B, "
                    "where the items make the block up.",
                    block=name,
                    value=str(mode),
                )
            )
    return given
