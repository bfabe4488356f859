"""What every result has in common."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Result:
    """A frozen result: plain numbers, arrays or dicts of numbers, and how the interval was made."""

    n: int
    n_missing: int = 0
    confidence: float = 0.95
    interval: str = ""

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values, ready for JSON; arrays become lists."""
        return {field.name: plain(getattr(self, field.name)) for field in dataclasses.fields(self)}


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
