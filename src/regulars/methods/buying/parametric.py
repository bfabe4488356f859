"""What a model with positive parameters is, fitted or given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from regulars.language import message
from regulars.methods.errors import OptionError
from regulars.methods.result import Result


@dataclass(frozen=True, kw_only=True)
class Parametric(Result):
    """Parameters are fields, called as ``names`` says: none of them (a model to be fitted) or all, positive."""

    names: ClassVar[tuple[str, ...]]

    def __post_init__(self) -> None:
        """Refuse anything else."""
        given = np.array(self.parameters)
        if not np.isnan(given).all() and not (np.isfinite(given) & (given > 0)).all():
            raise OptionError(
                message(
                    "A model takes all of {names}, each above 0; given: {values}.",
                    names=self.names,
                    values=self.parameters,
                )
            )

    @property
    def needed(self) -> int:
        """As many customers as its intervals need; a model that was given its parameters has none."""
        return self.minimum_n if self.n else 0

    @property
    def parameters(self) -> tuple[float, ...]:
        """All of them, in the order of ``names``."""
        return tuple(getattr(self, name) for name in self.names)
