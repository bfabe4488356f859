"""The same sample reports as in tests/documents."""

from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SAMPLES = Path(__file__).parent.parent / "documents" / "sample_report.py"


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    specification = importlib.util.spec_from_file_location("sample_report", SAMPLES)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def report(samples: ModuleType) -> Any:
    """With the charts that compare, which the sample report does without."""
    found = samples.hotel_report()
    compared = (samples.months(), samples.league(), *samples.expected(), samples.prices(), samples.touchpoints())
    compared = (*compared, samples.diagram(), samples.retention())
    return dataclasses.replace(found, sections=(*found.sections, *compared))


@pytest.fixture(scope="session")
def hostile(samples: ModuleType) -> Any:
    return samples.hostile_report()
