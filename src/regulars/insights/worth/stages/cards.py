"""What helps at each stage: cards in our own words, from ``content/stage-cards.yaml``."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.insights.report import Column, Row, Section, Table
from regulars.language import Text, message
from regulars.methods import Stage

PARTS = ("aim", "do", "avoid", "proof")


@cache
def known_cards() -> dict[str, dict[str, Text]]:
    """Stage -> aim, do, avoid, proof; each in both languages. In the order of the stages."""
    source = resources.files("regulars").joinpath("content", "stage-cards.yaml")
    data: dict[str, dict[str, Any]] = yaml.safe_load(source.read_text("utf-8"))
    return {stage.value: {part: Text(data[stage.value][part]) for part in PARTS} for stage in Stage}


def cards() -> Section:
    """One row a stage, those nobody stands in too: it is where customers come from and go to."""
    names = {stage.value: stage.words for stage in Stage}
    rows = tuple(Row(stage, names[stage], tuple(card[part] for part in PARTS)) for stage, card in known_cards().items())
    return Section(
        "cards",
        message("What helps at each stage"),
        message("One card for each stage. A card is a proposal: try it against a hold-out before it becomes a rule."),
        table=Table(
            "cards",
            (
                Column("stage", message("Stage"), numeric=False),
                Column("aim", message("Aim"), numeric=False),
                Column("do", message("Do this"), numeric=False),
                Column("avoid", message("Leave"), numeric=False),
                Column("proof", message("Seen by"), numeric=False),
            ),
            rows,
        ),
    )
