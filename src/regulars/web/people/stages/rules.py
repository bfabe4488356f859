"""The rules by which a relationship goes from one stage to another: data in ``content/stages.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Text, message
from regulars.survey.conditions import Condition, read_condition
from regulars.survey.entries import Entries
from regulars.web.people.segments.fields import bare_vocabulary
from regulars.web.people.stages.models import Stage

NONE = "none"


@dataclass(frozen=True)
class Rule:
    """``before``: the stages that it leads away from; empty words for whom nothing was said of yet."""

    key: str
    before: tuple[str, ...]
    to: Stage
    when: Condition
    reason: Text


@dataclass(frozen=True)
class Rules:
    """All of them in their order. ``complaints``: keys of the kinds of events that count as a complaint."""

    rules: tuple[Rule, ...]
    complaints: tuple[str, ...]

    def reason(self, key: str) -> Text | None:
        """Why a rule moves somebody."""
        return next((one.reason for one in self.rules if one.key == key), None)


@cache
def rules() -> Rules:
    """As they come with Regulars. Raises ``EntryError`` or ``ConditionError`` for a slip."""
    file = resources.files("regulars").joinpath("content", "stages.yaml")
    return read(yaml.safe_load(file.read_text("utf-8")))


def read(data: Any) -> Rules:
    """Rules from plain data."""
    entries = Entries.of(data).only("complaints", "rules")
    found = tuple(map(_rule, entries.rows("rules")))
    return Rules(found, tuple(map(str, entries.data.get("complaints", ()))))


def _rule(entries: Entries) -> Rule:
    entries.only("key", "from", "to", "when", "reason")
    known = {NONE, *Stage.values}
    before = [str(one) for one in entries.data.get("from", ())]
    if not before or not known.issuperset(before):
        entries.wrong("from", message("stages are: {names}.", names=tuple(sorted(known))))
    if entries.data.get("to") not in Stage.values:
        entries.wrong("to", message("stages are: {names}.", names=tuple(Stage.values)))
    return Rule(
        entries.key(),
        tuple("" if one == NONE else one for one in before),
        Stage(entries.data["to"]),
        read_condition(str(entries.data["when"]), bare_vocabulary()),
        entries.text("reason"),
    )
