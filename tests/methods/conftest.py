"""The airport survey as columns of text, as a plain reader gives them."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def airport(reference_data: Path) -> dict[str, list[str]]:
    """All columns of sfo-2017."""
    path = reference_data / "sfo-2017" / "2017_SFO_Customer_Survey.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}
