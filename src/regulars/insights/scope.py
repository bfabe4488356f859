"""Who asks, about which part of the company, and what for. Every insight takes one; there is no default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.survey import Survey


class Privacy(StrEnum):
    """Privacy class of a study."""

    IDENTIFIED = "identified"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"

    @property
    def hides(self) -> bool:
        """Whether nobody may be told apart: small groups are hidden, and nothing but fixed breakdowns is shown."""
        return self is not Privacy.IDENTIFIED

    def stricter(self, other: Privacy) -> Privacy:
        """The one of the two that shows less."""
        order = list(Privacy)
        return max(self, other, key=order.index)


@dataclass(frozen=True)
class Scope:
    """``units`` None means the whole company, and has to be written out: ``Scope.whole(purpose=...)``."""

    units: frozenset[str] | None
    purpose: str
    privacy: Privacy = Privacy.IDENTIFIED

    @classmethod
    def whole(cls, *, purpose: str, privacy: Privacy = Privacy.IDENTIFIED) -> Scope:
        """The whole company."""
        return cls(None, purpose, privacy)

    def to_dict(self) -> dict[str, Any]:
        """For the report's own record."""
        units = None if self.units is None else sorted(self.units)
        return {"units": units, "purpose": self.purpose, "privacy": self.privacy.value}


def identified(facts: Facts) -> Iterator[Survey]:
    """The surveys whose answers may stand beside a name."""
    for name in facts.surveys():
        survey = facts.survey(name)
        if survey.privacy == Privacy.IDENTIFIED:
            yield survey
