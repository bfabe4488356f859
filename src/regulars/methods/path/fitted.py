"""A fitted path model: its numbers by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.attributes.moments import SINGULAR
from regulars.methods.columns import Floats
from regulars.methods.errors import ConvergenceError, DependentColumnsError
from regulars.methods.path import evaluation
from regulars.methods.path.algorithm import Outer, outer_model
from regulars.methods.path.answers import Answers
from regulars.methods.path.blindfold import q_squared
from regulars.methods.path.estimates import Estimates, indices, relative, rho_a
from regulars.methods.path.importance_map import ImportanceMap
from regulars.methods.path.names import ByBlock, by_block, by_item, by_path
from regulars.methods.path.resampled import PathBootstrap
from regulars.methods.path.scaling import indexed, scaled
from regulars.methods.path.structure import Structure
from regulars.methods.result import Result

if TYPE_CHECKING:
    from regulars.methods.path.model import PathModel

NOT_NUMBERS = ("model", "answers", "estimates")


@dataclass(frozen=True, kw_only=True)
class FittedPathModel(Result):
    """Estimates of a ``PathModel``. Paths and effects are by (cause, effect), loadings and weights by item.

    ``weights`` are those of standardised items and give scores of variance 1; ``relative_weights`` those of the
    answers as they are, summing to 1 in each block. ``index`` and ``index_sd`` run from 0 to 100 and need a scale.
    ``ave``, ``rho``, ``rho_a`` and ``alpha`` are NaN for a block of one item. ``replaced`` counts the answers that
    the item's mean stands for.
    """

    path_coefficients: ByBlock
    total_effects: ByBlock
    indirect_effects: ByBlock
    r_squared: ByBlock
    r_squared_adjusted: ByBlock
    loadings: dict[str, float]
    weights: dict[str, float]
    relative_weights: dict[str, float]
    communality: dict[str, float]
    item_vif: dict[str, float]
    index: ByBlock
    index_sd: ByBlock
    ave: ByBlock
    rho: ByBlock
    rho_a: ByBlock
    alpha: ByBlock
    redundancy: ByBlock
    correlations: ByBlock
    htmt: ByBlock
    vif: ByBlock
    gof: float
    n_effective: float
    scheme: str
    consistent: bool
    steps: int
    replaced: dict[str, int]
    model: PathModel = field(repr=False, compare=False)
    answers: Answers = field(repr=False, compare=False)
    estimates: Estimates = field(repr=False, compare=False)

    @classmethod
    def of(cls, model: PathModel, answers: Answers) -> FittedPathModel:
        """Run the algorithm and name its numbers."""
        structure, correlation = model.structure, answers.cases.correlation[None]
        outer = outer_model(correlation, structure, model.scheme)
        _check_settled(outer, structure)
        outer = outer.turned(structure)
        found = Estimates.of(outer, correlation, structure, consistent=model.consistent)
        _check_told_apart(found, structure)
        return cls(
            **_paths(found, structure, answers.cases.n),
            **_items(found, structure, correlation, answers),
            **_blocks(found, structure, correlation),
            **_index(found, model, answers),
            gof=float(evaluation.goodness_of_fit(found.loadings, found.r_squared, structure)[0]),
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
    def scores(self) -> dict[str, Floats]:
        """Score of each respondent used, mean 0 and variance 1, by block."""
        cases, structure = self.answers.cases, self.model.structure
        standard = (cases.values - cases.means) / self.answers.deviations
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

    def importance_map(self, target: str) -> ImportanceMap:
        """What each block and item that leads to ``target`` would bring, and how high it is; needs a scale.

        Source: [ringle2016].
        """
        return ImportanceMap.of(self, target)

    def to_dict(self) -> dict[str, Any]:
        """All numbers, ready for JSON; the answers stay out."""
        return {name: value for name, value in super().to_dict().items() if name not in NOT_NUMBERS}

    @property
    def _improper(self) -> tuple[str, ...]:
        return tuple(
            name for name, value in self.rho_a.items() if value <= 0 or value > 1 or np.isnan(self._explained(name))
        )

    def _explained(self, block: str) -> float:
        return self.r_squared.get(block, 0.0)


def _paths(found: Estimates, structure: Structure, n: int) -> dict[str, Any]:
    explained = found.r_squared[0]
    causes = structure.leads.sum(axis=0)
    adjusted = 1 - (1 - explained) * (n - 1) / np.maximum(n - 1 - causes, 1)
    vif = np.full_like(found.paths[0], np.nan)
    for target in structure.explained:
        sources = np.flatnonzero(structure.leads[:, target])
        vif[sources, target] = evaluation.inflation(found.scores[0][np.ix_(sources, sources)])
    return {
        "path_coefficients": by_path(structure, found.paths[0], structure.paths),
        "total_effects": by_path(structure, found.effects[0], structure.reach),
        "indirect_effects": by_path(structure, found.effects[0] - found.paths[0], structure.reach),
        "r_squared": by_block(structure, explained, structure.explained),
        "r_squared_adjusted": by_block(structure, adjusted, structure.explained),
        "vif": by_path(structure, vif, structure.paths),
    }


def _items(found: Estimates, structure: Structure, correlation: Floats, answers: Answers) -> dict[str, Any]:
    vif = np.empty(len(structure.items))
    for block in range(len(structure.blocks)):
        own = structure.items_of(block)
        vif[own] = evaluation.inflation(correlation[0][np.ix_(own, own)])
    shares = relative(found.weights, answers.deviations, structure)
    return {
        "loadings": by_item(structure, found.loadings[0]),
        "weights": by_item(structure, found.weights[0]),
        "relative_weights": by_item(structure, shares[0]),
        "communality": by_item(structure, found.loadings[0] ** 2),
        "item_vif": by_item(structure, vif),
    }


def _blocks(found: Estimates, structure: Structure, correlation: Floats) -> dict[str, Any]:
    judged = evaluation.Evaluation(structure, correlation)
    pairs = list(zip(*np.triu_indices(len(structure.blocks), 1), strict=True))
    communality = (found.loadings**2 @ structure.member) / structure.member.sum(axis=0)
    return {
        "ave": by_block(structure, judged.ave(found.loadings)[0]),
        "rho": by_block(structure, judged.rho(found.loadings)[0]),
        "rho_a": by_block(structure, rho_a(found.weights, correlation, structure)[0] * judged.several),
        "alpha": by_block(structure, judged.alpha()[0]),
        "redundancy": by_block(structure, communality[0] * found.r_squared[0], structure.explained),
        "correlations": by_path(structure, found.scores[0], pairs),
        "htmt": by_path(structure, judged.htmt()[0], pairs),
    }


def _index(found: Estimates, model: PathModel, answers: Answers) -> dict[str, Any]:
    """Index of each block whose items all have a scale."""
    structure, own = model.structure, indexed(model)
    means, deviations = scaled(model, answers.cases.means, answers.deviations)
    values = indices(found.weights, means, deviations, structure)[0]
    weighed = relative(found.weights, deviations, structure)[0] * deviations
    spread = weighed[:, None] * answers.cases.correlation * weighed
    variance = np.diagonal(structure.member.T @ spread @ structure.member)
    return {
        "index": by_block(structure, values, own),
        "index_sd": by_block(structure, np.sqrt(np.maximum(variance, 0.0)), own),
    }


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
    for target in structure.explained:
        sources = np.flatnonzero(structure.leads[:, target])
        own = found.scores[0][np.ix_(sources, sources)]
        if len(sources) > 1 and np.isfinite(own).all() and np.linalg.eigvalsh(own)[0] <= SINGULAR:
            raise DependentColumnsError(
                message(
                    "{names} cannot be told apart as causes of {block}: one follows from the rest.",
                    names=tuple(structure.blocks[j] for j in sources),
                    block=structure.blocks[target],
                )
            )
