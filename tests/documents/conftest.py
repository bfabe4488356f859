"""The sample reports, loaded from the file beside this one."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent


def load_samples() -> ModuleType:
    specification = importlib.util.spec_from_file_location("sample_report", HERE / "sample_report.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    return load_samples()


@pytest.fixture(scope="session")
def report(samples: ModuleType) -> Any:
    return samples.hotel_report()


@pytest.fixture(scope="session")
def hostile(samples: ModuleType) -> Any:
    return samples.hostile_report()
