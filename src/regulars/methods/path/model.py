"""PathModel: what is to be estimated, and how."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Scale, check_scale
from regulars.methods.errors import OptionError
from regulars.methods.path.algorithm import SCHEMES
from regulars.methods.path.answers import Answers
from regulars.methods.path.fitted import FittedPathModel
from regulars.methods.path.groups import PathComparison, compare_groups
from regulars.methods.path.structure import Path, Structure
from regulars.methods.registry import method


@method(
    message("What drives satisfaction, what does it bring about, and how high is it from 0 to 100?"),
    rows=("M22", "M34", "L22"),
    name="path_model",
    samples=False,
)
@dataclass(frozen=True)
class PathModel:
    """A path model estimated by partial least squares (PLS): blocks of items, and paths between the blocks.

    Nothing is computed before ``fit``. A wrong model raises ``OptionError`` at once: a path to an unknown block, a
    circle of paths, a block without a path.

    Parameters:
        blocks: the items (column names) of each block.
        paths: pairs of blocks, cause first.
        scheme: inner weights. "centroid" takes the sign of the correlation, "factor" the correlation, "path" the
            regression coefficient from causes and the correlation with effects.
        scale: lowest and highest answer, for all items or for each; needed for the index, and then checked.
        modes: "A", a block shows itself in its items, or "B", the items make it up; for all blocks or by block.
        consistent: correct correlations and loadings of blocks in mode A for unreliability (PLSc).

    Source: [wold1982], [lohmoeller1989]; index [fornell1996], [tenenhaus2005]; PLSc [dijkstra2015].

    >>> model = PathModel({"Quality": ["q1", "q2"], "Satisfaction": ["s1", "s2"]}, [("Quality", "Satisfaction")])
    >>> answers = {"q1": [1, 2, 4, 5, 3, 2], "q2": [2, 2, 5, 4, 3, 1],
    ...            "s1": [1, 3, 4, 5, 4, 2], "s2": [2, 2, 5, 5, 3, 2]}
    >>> fitted = model.fit(answers)
    >>> round(fitted.path_coefficients["Quality", "Satisfaction"], 4)
    0.9877
    """

    blocks: Mapping[str, Sequence[str]]
    paths: Sequence[Path]
    scheme: str = "centroid"
    scale: Scale | Mapping[str, Scale] | None = None
    modes: str | Mapping[str, str] = "A"
    consistent: bool = False

    def __post_init__(self) -> None:
        """Check the model while the caller still looks at it."""
        _ = self.structure, self.scales
        if self.scheme not in SCHEMES:
            raise OptionError(
                message("There is no scheme {value}. Choose one of: {known}.", value=str(self.scheme), known=SCHEMES)
            )

    @cached_property
    def structure(self) -> Structure:
        """Blocks and paths as arrays."""
        return Structure.of(self.blocks, self.paths, self.modes)

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Scale of each item that has one."""
        if self.scale is None:
            return {}
        if not isinstance(self.scale, Mapping):
            return dict.fromkeys(self.structure.items, _pair(self.scale))
        for item in self.scale:
            if item not in self.structure.items:
                raise OptionError(
                    message(
                        "There is a scale for {item}, which is in no block. The items are: {known}.",
                        item=str(item),
                        known=self.structure.items[:12],
                    )
                )
        return {item: _pair(scale) for item, scale in self.scale.items()}

    @cached_property
    def ends(self) -> tuple[Floats, Floats]:
        """Lowest answer and width of each item's scale; 0 and 100 leave an item without one as it is."""
        scales = np.array([self.scales.get(item, (0.0, 100.0)) for item in self.structure.items], dtype=np.float64)
        return scales[:, 0], scales[:, 1] - scales[:, 0]

    @cached_property
    def indexed(self) -> tuple[int, ...]:
        """Blocks whose items all have a scale."""
        known = np.array([item in self.scales for item in self.structure.items])
        blocks = range(len(self.structure.blocks))
        return tuple(block for block in blocks if known[self.structure.block_of == block].all())

    @cached_property
    def indexed_pairs(self) -> tuple[tuple[int, int], ...]:
        """Every two of these of which the first acts on the second."""
        return tuple(pair for pair in self.structure.reach if set(pair) <= set(self.indexed))

    def fit(
        self,
        frame: Any,
        *,
        weights: IntoColumn | None = None,
        counts: IntoColumn | None = None,
        clusters: IntoColumn | None = None,
        missing: Collection[Any] = (),
        incomplete: str = "mean",
    ) -> FittedPathModel:
        """Estimate the model; a new frozen object.

        Parameters:
            frame: answers, one column for each item (dict, Arrow table, data frame).
            weights: one non-negative survey weight for each respondent; equal when omitted.
            counts: how often each row stands for a respondent; exactly as if the row were repeated.
            clusters: who or which account the respondent belongs to; whole clusters are resampled.
            missing: codes that mean "no answer", in every item.
            incomplete: "mean", the mean of those who answered stands for a missing answer (counted in ``replaced``),
                or "casewise", only complete rows are used. Rows left out are counted in ``n_missing``.

        An item whose answers are all the same and, in mode B, items that depend on each other raise
        ``DependentColumnsError``; weights that never settle raise ``ConvergenceError``.
        """
        answers = Answers.of(
            frame,
            self.structure,
            scales=self.scales,
            incomplete=incomplete,
            missing=missing,
            weights=weights,
            counts=counts,
            clusters=clusters,
        )
        return FittedPathModel.of(self, answers)

    def compare(
        self,
        frame: Any,
        groups: IntoColumn,
        *,
        measure: str = "path_coefficients",
        adjust: str = "bh",
        weights: IntoColumn | None = None,
        counts: IntoColumn | None = None,
        clusters: IntoColumn | None = None,
        missing: Collection[Any] = (),
        incomplete: str = "mean",
        confidence: float = 0.95,
        n_resamples: int = 1000,
        seed: int = 0,
    ) -> PathComparison:
        """Fit the model to each group of respondents and compare every pair of groups.

        Parameters:
            groups: the group of each row.
            measure: what is compared, such as "path_coefficients", "total_effects", "index" or "weights".
            adjust: how p-values allow for many comparisons: "bh", "holm" or "none".
            n_resamples: how often each group is resampled.

        The other parameters are as in ``fit``. The p-value is the share of resamples in which the difference has the
        other sign, for both sides. Source: [henseler2009]; [benjamini1995], [holm1979].
        """
        return compare_groups(
            self,
            frame,
            groups,
            measure=measure,
            adjust=adjust,
            n_resamples=n_resamples,
            seed=seed,
            confidence=confidence,
            missing=missing,
            incomplete=incomplete,
            weights=weights,
            counts=counts,
            clusters=clusters,
        )


def _pair(scale: Any) -> Scale:
    if not isinstance(scale, Sequence) or isinstance(scale, str) or len(scale) != 2:
        raise OptionError(
            message("A scale is a pair of the lowest and the highest answer, such as {example}.", example="(1, 10)")
        )
    return check_scale((scale[0], scale[1]))
