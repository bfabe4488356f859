"""The rules: those that come with Regulars, and the company's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from regulars.language import Text
from regulars.survey.conditions import Condition, ConditionError, Vocabulary, decided, holds, names_in, read_condition
from regulars.survey.entries import Entries
from regulars.web.cases.intake.models import CaseRule
from regulars.web.cases.intake.vocabulary import SCORE, vocabulary_of
from regulars.web.cases.workflows import workflows


@dataclass(frozen=True)
class Start:
    """A rule that comes with Regulars."""

    key: str
    name: Text
    condition: str
    kind: str
    severity: int
    quiet_days: int


@cache
def starts() -> tuple[Start, ...]:
    """In their order. Raises ``EntryError`` for a slip."""
    text = resources.files("regulars").joinpath("content", "case-rules.yaml").read_text("utf-8")
    return tuple(_start(one) for one in Entries.of(yaml.safe_load(text)).only("rules").rows("rules"))


def all_rules() -> list[CaseRule]:
    """As they are tried. Those that come with Regulars get their rows when they are first asked for."""
    found = list(CaseRule.objects.select_related("study__questionnaire"))
    known = {one.key for one in found}
    missing = [one for one in starts() if one.key not in known]
    if not missing:
        return found
    last = max((one.rank for one in found), default=0)
    rows = [CaseRule(rank=last + number, **vars(one)) for number, one in enumerate(missing, 1)]
    CaseRule.objects.bulk_create(rows, ignore_conflicts=True)
    return list(CaseRule.objects.select_related("study__questionnaire"))


@dataclass(frozen=True)
class Ready:
    """A rule with its condition, read; None where it names what is not there any more: then it opens nothing."""

    rule: CaseRule
    condition: Condition | None

    def fits(self, study: int, values: Mapping[str, Any], today: date) -> bool:
        """Whether it opens a case for this."""
        if self.condition is None or self.rule.study_id not in (None, study):
            return False
        return holds(self.condition, values, today)

    def may_fit(self, score: int | None, today: date) -> bool:
        """Whether it could, as far as the score alone can tell."""
        if self.condition is None:
            return False
        still = {name for name in names_in(self.condition) if name != SCORE}
        return decided(self.condition, {SCORE: score}, today, still) is not False


def ready(rules: list[CaseRule] | None = None) -> list[Ready]:
    """Those that are on, each read against what is known of its study."""
    known: dict[int | None, Vocabulary] = {}
    found = []
    for one in [one for one in all_rules() if one.on] if rules is None else rules:
        if one.study_id not in known:
            known[one.study_id] = vocabulary_of(one.study)
        found.append(Ready(one, read(one.condition, known[one.study_id])))
    return [one for one in found if one.rule.kind in workflows()]


def read(text: str, vocabulary: Vocabulary) -> Condition | None:
    """A condition; None where it cannot be read."""
    try:
        return read_condition(text, vocabulary)
    except ConditionError:
        return None


def _start(row: Entries) -> Start:
    row.only("key", "name", "condition", "kind", "severity", "quiet_days")
    given = row.data
    return Start(
        row.key(), row.text("name"), given["condition"], given["kind"], int(given["severity"]), int(given["quiet_days"])
    )
