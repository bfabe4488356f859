"""The sample reports, loaded from the file beside this one."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, offline; the test skips by name where it is not installed."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium: install the package chromium")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=[*flags, "--disable-component-update"])
        yield browser
        browser.close()
