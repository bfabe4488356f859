"""The published answers of a mobile phone provider's customers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="session")
def mobi(reference_data: Path) -> dict[str, list[float]]:
    """All 24 questions of ecsi-mobi."""
    with (reference_data / "ecsi-mobi" / "mobi.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: [float(row[name]) for row in rows] for name in rows[0]}


@pytest.fixture(scope="session")
def made() -> dict[str, list[int]]:
    """120 respondents, three blocks of three items from 1 to 10: a → b, a → c, b → c."""
    random = np.random.default_rng(5)
    a = random.normal(size=120)
    b = 0.6 * a + 0.8 * random.normal(size=120)
    c = 0.3 * a + 0.5 * b + 0.7 * random.normal(size=120)
    found = {}
    for name, block in (("a", a), ("b", b), ("c", c)):
        for j in range(3):
            answers = 6 + 2 * (block + (0.4 + 0.2 * j) * random.normal(size=120))
            found[f"{name}{j + 1}"] = np.clip(np.round(answers), 1, 10).astype(int).tolist()
    return found
