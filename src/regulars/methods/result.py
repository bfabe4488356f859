"""What every result has in common."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Result:
    """A frozen result: plain numbers, arrays or dicts of numbers, and how the interval was made.

    ``minimum_n`` is the smallest effective n at which the interval keeps what it promises
    (``prove/results/coverage.md``); 1 where the method promises none. ``kept_back``: the fields that ``to_dict``
    leaves out: models, and what is said of each of a million customers.
    """

    minimum_n: ClassVar[int] = 1
    kept_back: ClassVar[tuple[str, ...]] = ()

    n: int
    n_missing: int = 0
    confidence: float = 0.95
    interval: str = ""

    @property
    def needed(self) -> int:
        """The smallest effective n at which this interval keeps what it promises."""
        return self.minimum_n

    @property
    def too_few(self) -> bool:
        """Whether there are fewer answers than the method needs: too few to judge."""
        return getattr(self, "n_effective", self.n) < self.needed

    def to_dict(self) -> dict[str, Any]:
        """The fields as plain values, ready for JSON; arrays become lists."""
        names = [field.name for field in dataclasses.fields(self) if field.name not in self.kept_back]
        fields = {name: plain(getattr(self, name)) for name in names}
        return fields if self.minimum_n == 1 else {**fields, "too_few": self.too_few}


def plain(value: Any) -> Any:
    """Plain Python for JSON: no arrays, no enums, no NaN."""
    match value:
        case np.ndarray():
            return [plain(item) for item in value.tolist()]
        case enum.Enum():
            return value.value
        case np.generic():
            return plain(value.item())
        case float() if value != value or value in (float("inf"), float("-inf")):
            return None
        case Result():
            return value.to_dict()
        case dict():
            return {("|".join(map(str, k)) if isinstance(k, tuple) else str(k)): plain(v) for k, v in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value
