"""Facts for the insights: real ones where the reference data lie, and the sample company everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from regulars.facts import Facts, open_facts
from regulars.facts.imports import PurchaseMapping, load_mapping
from regulars.insights.scope import Scope
from regulars.survey import ResponseMapping

MAPPINGS = Path(__file__).parent.parent.parent / "examples" / "mappings"


@pytest.fixture(scope="session")
def whole() -> Scope:
    """The whole company, for a test."""
    return Scope.whole(purpose="test")


@pytest.fixture(scope="session")
def airport(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The survey of an airport, imported by its mapping."""
    facts = open_facts(tmp_path_factory.mktemp("airport") / "facts")
    mapping = load_mapping(MAPPINGS / "sfo-2017.yaml")
    assert isinstance(mapping, ResponseMapping)
    facts.import_responses(reference_data / "sfo-2017" / "2017_SFO_Customer_Survey.csv.gz", mapping)
    return facts


def purchases(folder: Path, name: str, file: Path) -> Facts:
    facts = open_facts(folder / "facts")
    mapping = load_mapping(MAPPINGS / f"{name}.yaml")
    assert isinstance(mapping, PurchaseMapping)
    facts.import_purchases(file, mapping=mapping)
    return facts


@pytest.fixture(scope="session")
def music_shop(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """CDNOW's purchases."""
    file = reference_data / "cdnow-sample" / "cdnowElog.csv"
    return purchases(tmp_path_factory.mktemp("cdnow"), "cdnow", file)


@pytest.fixture(scope="session")
def gift_shop(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A year of a British gift shop, with returns and anonymous sales."""
    file = reference_data / "online-retail-2009-2010" / "online_retail_2009_2010.parquet"
    return purchases(tmp_path_factory.mktemp("gifts"), "online-retail", file)
