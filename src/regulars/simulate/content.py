"""The words of the sample company, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Text


@dataclass(frozen=True)
class Content:
    """Names of what the company has and asks; keys are the same in every language."""

    company: Text
    units: Mapping[str, Text]
    channels: Mapping[str, Text]
    walk_in_channel: Text
    categories: Mapping[str, Text]
    products: Mapping[str, tuple[Text, ...]]
    refund: Text
    survey: Mapping[str, Any]

    @property
    def attributes(self) -> tuple[str, ...]:
        """Keys of the ten attributes, in the order of the questionnaire."""
        return tuple(self.survey["attributes"])


@cache
def content() -> Content:
    """What the simulation needs of the words."""
    said = words()
    return Content(
        company=Text.of(said["company"]),
        units=_texts(said["units"]),
        channels=_texts(said["channels"]),
        walk_in_channel=Text.of(said["walk_in_channel"]),
        categories=_texts({key: entry["name"] for key, entry in said["categories"].items()}),
        products={key: tuple(map(Text.of, entry["products"])) for key, entry in said["categories"].items()},
        refund=Text.of(said["refund"]),
        survey=said["survey"],
    )


@cache
def words() -> Mapping[str, Any]:
    """``content/sample-company.yaml``, whole: with the people and the tree that only the application shows."""
    source = resources.files("regulars").joinpath("content", "sample-company.yaml")
    return yaml.safe_load(source.read_text("utf-8"))


def _texts(named: Mapping[str, Any]) -> dict[str, Text]:
    return {key: Text.of(text) for key, text in named.items()}
