"""The answers of one survey within a scope: the one place where insights read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from regulars.insights.errors import UnknownWaveError
from regulars.insights.scope import Scope
from regulars.language import message
from regulars.survey import Item, Survey

if TYPE_CHECKING:
    from regulars.facts import Facts

HEAD = ("unit", "weight", "wave", "day")
NEVER = np.datetime64("9999-12-31")


@dataclass(frozen=True)
class Answers:
    """One row for each response. ``columns``: item key -> floats with NaN for "no answer"."""

    survey: Survey
    columns: dict[str, NDArray[np.float64]]
    units: NDArray[np.object_]
    waves: NDArray[np.object_]
    days: NDArray[np.datetime64]
    weights: NDArray[np.float64] | None

    @property
    def as_of(self) -> date | None:
        """Day of the last answer."""
        known = self.days[~np.isnat(self.days)]
        return known.max().astype(date) if known.size else None

    def __len__(self) -> int:
        return len(self.units)

    def item(self, item: Item) -> NDArray[np.float64]:
        """The answers to one item."""
        return self.columns[item.key]

    def only(self, rows: NDArray[np.bool_]) -> Answers:
        """These rows alone."""
        return replace(
            self,
            columns={key: column[rows] for key, column in self.columns.items()},
            units=self.units[rows],
            waves=self.waves[rows],
            days=self.days[rows],
            weights=None if self.weights is None else self.weights[rows],
        )

    def wave_names(self) -> list[str]:
        """All waves that have answers, in order of time: by their first day, and by name where that is equal."""
        names = {name for name in self.waves.tolist() if name is not None}
        first = np.where(np.isnat(self.days), NEVER, self.days)
        return sorted(names, key=lambda name: (first[self.waves == name].min(), name))

    def in_wave(self, name: str) -> Answers:
        """The answers of one wave. Raises ``UnknownWaveError`` with the waves there are."""
        rows = self.waves == name
        if not rows.any():
            raise UnknownWaveError(
                message("There is no wave {wave}. There are: {known}.", wave=name, known=tuple(self.wave_names()))
            )
        return self.only(rows)

    def frame(self, items: Iterable[Item]) -> dict[str, NDArray[np.float64]]:
        """Several items as a frame, in order."""
        return {item.key: self.columns[item.key] for item in items}


def read_answers(facts: Facts, survey: str, scope: Scope) -> Answers:
    """All answers of a survey that the scope allows; units are filtered in the query, not afterwards.

    Raises ``UnknownSurveyError`` of the facts.
    """
    definition = facts.survey(survey)
    table = facts.answers(survey)
    if scope.units is not None:
        table = table.filter(table.unit.isin(sorted(scope.units)))
    numeric = [item.key for item in definition.items if item.numeric and item.key in table.columns]
    arrow = table.select(*HEAD, *numeric).to_pyarrow()
    weights = _floats(arrow["weight"])
    return Answers(
        survey=definition,
        columns={key: _floats(arrow[key]) for key in numeric},
        units=np.asarray(arrow["unit"].to_pylist(), dtype=object),
        waves=np.asarray(arrow["wave"].to_pylist(), dtype=object),
        days=np.asarray(arrow["day"].to_numpy(), dtype="datetime64[D]"),
        weights=None if np.isnan(weights).all() else weights,
    )


def _floats(column: Any) -> NDArray[np.float64]:
    return np.asarray(column.to_numpy(), dtype=np.float64)
