"""Facts for the pages on value and loyalty."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.results.samples import facts_in


@pytest.fixture(autouse=True)
def answered(home: Path) -> None:
    """Answers of three hotels."""
    facts_in(home)
