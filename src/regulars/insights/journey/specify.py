"""Which items of which surveys judge each touchpoint."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regulars.insights.filters import Filters
from regulars.insights.satisfaction.specify import Least
from regulars.insights.scope import Privacy, Scope
from regulars.methods import MeanRating
from regulars.survey import Item, Survey
from regulars.survey.touchpoints import Register, Touchpoint, tagged

if TYPE_CHECKING:
    from regulars.facts import Facts


@dataclass(frozen=True)
class Question:
    """``judged``: key of a touchpoint -> survey -> its items there. ``closed``: surveys in which nobody may be told
    apart. ``asked``: the surveys whose answers are shown, all waves of them or one.
    """

    register: Register
    definitions: Mapping[str, Survey]
    judged: Mapping[str, Mapping[str, tuple[Item, ...]]]
    closed: frozenset[str]
    asked: frozenset[str]
    filters: Filters
    least: Least
    wave: str | None = None

    @property
    def minimum(self) -> int:
        """How many answers a number needs."""
        return max(self.least.answers, MeanRating.minimum_n)

    @property
    def unmeasured(self) -> tuple[Touchpoint, ...]:
        """The touchpoints that no question asks about, in the order of the journey."""
        return tuple(one for one in self.register.touchpoints if not self.judged[one.key])

    def shown(self, touchpoint: Touchpoint) -> tuple[str, ...]:
        """The surveys whose answers make its rating."""
        return tuple(name for name in self.judged[touchpoint.key] if name in self.asked - self.closed)


def specify(
    facts: Facts,
    register: Register,
    scope: Scope,
    filters: Filters,
    surveys: Collection[str] | None,
    promises: Mapping[str, Privacy],
    least: Least,
    wave: str | None = None,
) -> Question:
    """Hold the register against the surveys of the facts. What a binding names and no survey has is left out."""
    definitions = {name: facts.survey(name) for name in facts.surveys()}
    by_tag = {name: tagged(survey) for name, survey in definitions.items()}
    judged = {}
    for one in register.touchpoints:
        keys = {(name, item.key) for name, found in by_tag.items() for item in found.get(one.key, ())}
        keys |= set(one.items)
        judged[one.key] = {
            name: items
            for name, survey in definitions.items()
            if (items := tuple(item for item in survey.items if (name, item.key) in keys and item.scale is not None))
        }
    used = {name for found in judged.values() for name in found}
    closed = {
        name
        for name in used
        if scope.privacy.stricter(Privacy(definitions[name].privacy)).stricter(promises.get(name, scope.privacy)).hides
    }
    return Question(
        register=register,
        definitions={name: definitions[name] for name in sorted(used)},
        judged=judged,
        closed=frozenset(closed),
        asked=frozenset(used if surveys is None else used & set(surveys)),
        filters=filters,
        least=least,
        wave=wave,
    )
