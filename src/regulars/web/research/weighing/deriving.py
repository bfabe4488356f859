"""Weights from the answers: how strongly each rating goes with overall satisfaction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.insights.answers import read_answers
from regulars.insights.points import NONE
from regulars.insights.scope import Scope
from regulars.language import Message, message
from regulars.methods import drivers
from regulars.methods.attributes.drivers import Drivers
from regulars.methods.errors import MethodError
from regulars.survey import Item, Survey
from regulars.survey.definition import Role
from regulars.web.facts import facts
from regulars.web.research.weighing.branches import Branches

MOST_LMG = 15  # beyond, relative weights, which are close to it and quick
N_RESAMPLES = 400


@dataclass(frozen=True)
class Derived:
    """``found`` None: nothing can be derived, and ``reason`` says why."""

    reason: Message | None
    found: Drivers | None = None

    @property
    def few(self) -> bool:
        """Whether there are fewer answers than the weights need to be trusted."""
        return self.found is not None and self.found.n < self.found.minimum_n

    def shares(self) -> dict[str, tuple[float, float, float]]:
        """Item -> share of what all explain together, with its interval."""
        if self.found is None:
            return {}
        one = self.found
        return {
            name: (float(one.importance[at] / one.r_squared), one.low[at] / one.r_squared, one.high[at] / one.r_squared)
            for at, name in enumerate(one.names)
        }

    def weigh(self, branches: Branches) -> Branches:
        """The branches with these weights; a rating that explains nothing gets a thousandth, for none may be 0."""
        shares = {key: max(0.001, share) for key, (share, *_) in self.shares().items()}
        boughs = {
            bough.key: sum(shares.get(leaf.item, 0.001) for leaf in branches.of_dimension(bough.key))
            for bough in branches.boughs
        }
        return branches.weighed(boughs, shares).to_hundred()


def derived(survey: str, branches: Branches, scope: Scope) -> Derived:
    """From all answers so far."""
    if survey not in facts().surveys():
        return Derived(message("There are no answers yet."))
    definition = facts().survey(survey)
    outcome = next(iter(definition.with_role(Role.OVERALL)), None)
    if outcome is None:
        return Derived(message("No question asks for overall satisfaction, so there is nothing to derive from."))
    keys = [leaf.item for leaf in branches.leaves if leaf.dimension and _usable(definition, leaf.item, outcome)]
    if len(keys) < 2:
        return Derived(message("Put two ratings at least into the tree first."))
    answers = read_answers(facts(), survey, scope)
    columns = {key: np.where((c := answers.columns[key]) == NONE, np.nan, c) for key in (*keys, outcome.key)}
    method = "lmg" if len(keys) <= MOST_LMG else "johnson"
    try:
        found = drivers(
            {key: columns[key] for key in keys}, columns[outcome.key], method, n_resamples=N_RESAMPLES, missing=()
        )
    except MethodError as error:
        return Derived(error.message)
    if not found.r_squared > 0:
        return Derived(message("The ratings explain nothing of overall satisfaction."))
    return Derived(None, found)


def _usable(survey: Survey, key: str, outcome: Item) -> bool:
    return key != outcome.key and any(item.key == key and item.numeric for item in survey.items)
