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
    """Read ``content/sample-company.yaml``."""
    source = resources.files("regulars").joinpath("content", "sample-company.yaml")
    words = yaml.safe_load(source.read_text("utf-8"))
    return Content(
        company=Text.of(words["company"]),
        units=_texts(words["units"]),
        channels=_texts(words["channels"]),
        walk_in_channel=Text.of(words["walk_in_channel"]),
        categories=_texts({key: entry["name"] for key, entry in words["categories"].items()}),
        products={key: tuple(map(Text.of, entry["products"])) for key, entry in words["categories"].items()},
        refund=Text.of(words["refund"]),
        survey=words["survey"],
    )


def _texts(words: Mapping[str, Any]) -> dict[str, Text]:
    return {key: Text.of(text) for key, text in words.items()}
