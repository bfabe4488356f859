"""A fitted path model: its numbers by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.attributes.moments import SINGULAR
from regulars.methods.columns import Floats
from regulars.methods.errors import ConvergenceError, DependentColumnsError
from regulars.methods.path.algorithm import Outer, correlated_causes, outer_model
from regulars.methods.path.answers import Answers
from regulars.methods.path.blindfold import q_squared
from regulars.methods.path.estimates import Estimates, index_spread, indices, relative
from regulars.methods.path.evaluation import Evaluation
from regulars.methods.path.importance_map import ImportanceMap
from regulars.methods.path.names import ByBlock, by_block, by_item, by_path
from regulars.methods.path.resampled import PathBootstrap
from regulars.methods.path.scaling import scaled
from regulars.methods.path.structure import Structure
from regulars.methods.result import Result, plain

if TYPE_CHECKING:
    from regulars.methods.path.model import PathModel

EVALUATED = (
    *("r_squared_adjusted", "communality", "redundancy", "ave", "rho", "rho_a", "alpha"),
    *("htmt", "correlations", "vif", "item_vif", "gof"),
)


@dataclass(frozen=True, kw_only=True)
class FittedPathModel(Result):
    """Estimates of a ``PathModel``. Paths and effects are by (cause, effect), loadings and weights by item.

    ``weights`` are those of standardised items and give scores of variance 1; ``relative_weights`` those of the
    answers on their scale, summing to 1 in each block: an item's part in the index. ``index`` and ``index_sd`` run
    from 0 to 100 and need a scale; ``index_effects`` are total effects in these points: how many more of the effect for
    one more of the cause. ``replaced`` counts the answers that the item's mean stands for. How well the
    blocks are measured (``ave``, ``rho``, ``htmt``, …) is computed when it is asked for.
    """

    kept_back = ("model", "answers", "estimates", "evaluation")

    path_coefficients: ByBlock
    total_effects: ByBlock
    indirect_effects: ByBlock
    r_squared: ByBlock
    loadings: dict[str, float]
    weights: dict[str, float]
    relative_weights: dict[str, float]
    index: ByBlock
    index_sd: ByBlock
    index_effects: ByBlock
    n_effective: float
    scheme: str
    consistent: bool
    steps: int
    replaced: dict[str, int]
    model: PathModel = field(repr=False, compare=False)
    answers: Answers = field(repr=False, compare=False)
    estimates: Estimates = field(repr=False, compare=False)
    evaluation: Evaluation = field(repr=False, compare=False)

    @classmethod
    def of(cls, model: PathModel, answers: Answers) -> FittedPathModel:
        """Run the algorithm and name its numbers."""
        structure, correlation = model.structure, answers.correlation[None]
        outer = outer_model(correlation, structure, model.scheme)
        _check_settled(outer, structure)
        outer = outer.turned(structure)
        found = Estimates.of(outer, correlation, structure, consistent=model.consistent)
        _check_told_apart(found, structure)
        means, deviations = scaled(model, answers.means, answers.deviations)
        spread = index_spread(found.weights, deviations, structure)[0]
        return cls(
            path_coefficients=by_path(structure, found.paths[0], structure.paths),
            total_effects=by_path(structure, found.effects[0], structure.reach),
            indirect_effects=by_path(structure, found.effects[0] - found.paths[0], structure.reach),
            r_squared=by_block(structure, found.r_squared[0], structure.explained),
            loadings=by_item(structure, found.loadings[0]),
            weights=by_item(structure, found.weights[0]),
            relative_weights=by_item(structure, relative(found.weights, deviations, structure)[0]),
            index=by_block(structure, indices(found.weights, means, deviations, structure)[0], model.indexed),
            index_sd=by_block(structure, spread, model.indexed),
            index_effects=by_path(structure, found.effects[0] * spread / spread[:, None], model.indexed_pairs),
            n=answers.cases.n,
            n_missing=answers.cases.n_missing,
            n_effective=answers.cases.n_effective,
            scheme=model.scheme,
            consistent=model.consistent,
            steps=int(outer.steps[0]),
            replaced=answers.replaced,
            model=model,
            answers=answers,
            estimates=found,
            evaluation=Evaluation(structure, correlation, found, answers.cases.n),
        )

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a reader must know before using the numbers."""
        found = []
        items = self.model.structure.items
        if self.n < len(items):
            found.append(
                message(
                    "There are {n} respondents for {count} items: the numbers hang on chance.",
                    n=self.n,
                    count=len(items),
                )
            )
        for first, second in self.answers.alike:
            found.append(message("{first} and {second} say the same; they count double.", first=first, second=second))
        negative = tuple(name for name, weight in self.weights.items() if weight < 0)
        if negative:
            found.append(message("These items go into their block with a negative weight: {names}.", names=negative))
        if self.consistent and self._improper:
            found.append(
                message(
                    "These blocks are less reliable than the correction allows for: {names}. Use the model without "
                    "the correction.",
                    names=self._improper,
                )
            )
        return tuple(found)

    @cached_property
    def r_squared_adjusted(self) -> ByBlock:
        """R² less what chance alone explains."""
        return by_block(self._structure, self.evaluation.adjusted, self._structure.explained)

    @cached_property
    def communality(self) -> dict[str, float]:
        """Squared loading of each item."""
        return by_item(self._structure, self.evaluation.communality)

    @cached_property
    def redundancy(self) -> ByBlock:
        """Mean communality times R²: what the causes explain of a block's items."""
        return by_block(self._structure, self.evaluation.redundancy, self._structure.explained)

    @cached_property
    def ave(self) -> ByBlock:
        """Average variance extracted; NaN for a block of one item. Source: [fornell1981]."""
        return by_block(self._structure, self.evaluation.ave)

    @cached_property
    def rho(self) -> ByBlock:
        """Dillon and Goldstein's ρ, composite reliability; NaN for a block of one item. Source: [tenenhaus2005]."""
        return by_block(self._structure, self.evaluation.rho)

    @cached_property
    def rho_a(self) -> ByBlock:
        """Dijkstra and Henseler's ρ_A; NaN for a block of one item. Source: [dijkstra2015]."""
        return by_block(self._structure, self.evaluation.rho_a)

    @cached_property
    def alpha(self) -> ByBlock:
        """Cronbach's α of the standardised items; NaN for a block of one item. Source: [cronbach1951]."""
        return by_block(self._structure, self.evaluation.alpha)

    @cached_property
    def htmt(self) -> ByBlock:
        """Heterotrait-monotrait ratio of each two blocks; near 1 they are one thing. Source: [henseler2015]."""
        return by_path(self._structure, self.evaluation.htmt, self._pairs)

    @cached_property
    def correlations(self) -> ByBlock:
        """Correlation of each two scores (with ``consistent``, of the blocks themselves)."""
        return by_path(self._structure, self.estimates.scores[0], self._pairs)

    @cached_property
    def vif(self) -> ByBlock:
        """Variance inflation of each cause among the causes of its effect."""
        return by_path(self._structure, self.evaluation.vif, self._structure.paths)

    @cached_property
    def item_vif(self) -> dict[str, float]:
        """Variance inflation of each item among the items of its block."""
        return by_item(self._structure, self.evaluation.item_vif)

    @cached_property
    def gof(self) -> float:
        """Goodness of fit, √(mean communality · mean R²), blocks of one left out. Source: [tenenhaus2005]."""
        return self.evaluation.gof

    @cached_property
    def scores(self) -> dict[str, Floats]:
        """Score of each respondent used, mean 0 and variance 1, by block."""
        answers, structure = self.answers, self.model.structure
        standard = (answers.cases.values - answers.means) / answers.deviations
        values = (standard * self.estimates.weights[0]) @ structure.member
        return dict(zip(structure.blocks, values.T, strict=True))

    def bootstrap(self, n: int = 1000, seed: int = 0, *, confidence: float = 0.95) -> PathBootstrap:
        """Intervals of all numbers from ``n`` resamples of the respondents, or of whole clusters.

        The model is fitted to each resample, its scores turned as in the estimate. With 1,000 respondents or more the
        sums of a resample are drawn from their normal distribution. Source: [efron1993].
        """
        return PathBootstrap.of(self, n, seed, confidence)

    def q_squared(self, distance: int = 7) -> ByBlock:
        """Stone and Geisser's Q² of each explained block, by blindfolding: above 0 the causes predict its answers.

        Every ``distance``-th answer is hidden in turn; the number of respondents may not be a multiple of it. It
        depends on the order of the rows. Source: [stone1974], [geisser1974], [chin1998].
        """
        return q_squared(self, distance)

    def importance_map(self, target: str, *, found: PathBootstrap | None = None) -> ImportanceMap:
        """What each block and item that leads to ``target`` would bring, and how high it is; needs a scale.

        ``found``: resamples of this model, for intervals. Source: [ringle2016].
        """
        return ImportanceMap.of(self, target, found)

    def to_dict(self) -> dict[str, Any]:
        """All numbers, ready for JSON; the answers stay out."""
        return super().to_dict() | {name: plain(getattr(self, name)) for name in EVALUATED}

    @property
    def _improper(self) -> tuple[str, ...]:
        return tuple(
            name for name, value in self.rho_a.items() if value <= 0 or value > 1 or np.isnan(self._explained(name))
        )

    @property
    def _structure(self) -> Structure:
        return self.model.structure

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        return list(combinations(range(len(self._structure.blocks)), 2))

    def _explained(self, block: str) -> float:
        return self.r_squared.get(block, 0.0)


def _check_settled(outer: Outer, structure: Structure) -> None:
    if np.isnan(outer.weights).any():
        block = int(structure.block_of[int(np.flatnonzero(np.isnan(outer.weights[0]))[0])])
        raise ConvergenceError(
            message(
                "The items of {block} go with none of its neighbours, or cancel each other out: they make no score.",
                block=structure.blocks[block],
            )
        )
    if not outer.converged[0]:
        raise ConvergenceError(
            message(
                "The weights do not settle within {count} steps. Try another scheme, or look for items that hardly "
                "go with their block.",
                count=int(outer.steps[0]),
            )
        )


def _check_told_apart(found: Estimates, structure: Structure) -> None:
    """Raise where the causes of a block cannot be told apart."""
    causes = correlated_causes(found.scores, structure)[0]
    known = np.isfinite(causes).all(axis=(1, 2))
    least = np.full(len(causes), np.inf)
    least[known] = np.linalg.eigvalsh(causes[known])[:, 0]
    for target, smallest in zip(structure.entangled, least, strict=True):
        if smallest <= SINGULAR:
            raise DependentColumnsError(
                message(
                    "{names} cannot be told apart as causes of {block}: one follows from the rest.",
                    names=tuple(structure.blocks[j] for j in np.flatnonzero(structure.leads[:, target])),
                    block=structure.blocks[target],
                )
            )
