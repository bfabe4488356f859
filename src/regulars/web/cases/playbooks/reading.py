"""The cards, read from ``content/playbooks``: when each applies, its steps, what to leave, what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.utils import timezone

from regulars.language import Text, message
from regulars.survey.conditions import Condition, Kind, Known, Vocabulary, holds, read_condition
from regulars.survey.entries import Entries, text
from regulars.web.cases.causes import built_in, causes
from regulars.web.cases.models import Case, Channel
from regulars.web.cases.queries import before
from regulars.web.cases.states import Verdict
from regulars.web.cases.workflows import workflows
from regulars.web.people.models import Kind as Sort

_VERDICTS = {Verdict.YES: "satisfied", Verdict.PARTLY: "partly", Verdict.NO: "dissatisfied"}


@cache
def vocabulary() -> Vocabulary:
    """What the condition of a card may ask of a case."""
    groups, known = built_in()
    return Vocabulary.of(
        [
            Known("kind", Kind.CHOICE, message("Kind"), {one.key: one.name for one in workflows().values()}),
            Known("channel", Kind.CHOICE, message("How it came"), {one.value: one.said for one in Channel}),
            Known("severity", Kind.NUMBER, message("Severity"), low=1, high=4),
            Known("stake", Kind.NUMBER, message("Quarter by value"), low=1, high=4),
            Known("cause", Kind.CHOICE, message("Cause"), {one.key: one.name for one in known.values()}),
            Known("group", Kind.CHOICE, message("Sort of cause"), {one.key: one.name for one in groups.values()}),
            Known("verdict", Kind.CHOICE, message("Verdict"), {v: k.said for k, v in _VERDICTS.items()}),
            Known("odd", Kind.FLAG, message("Sounds absurd")),
            Known("organisation", Kind.FLAG, message("The customer is a firm")),
            Known("reopened", Kind.NUMBER, message("Opened again so often")),
            Known("before", Kind.NUMBER, message("Other cases of this customer")),
        ]
    )


def values_of(case: Case) -> dict[str, Any]:
    """The same of one case; what is not known has no value."""
    cause = causes().get(case.cause)
    known = {
        "kind": case.kind,
        "channel": str(case.channel),
        "severity": case.severity,
        "stake": case.stake,
        "odd": case.odd,
        "organisation": case.customer is not None and case.customer.kind == Sort.ORGANISATION,
        "reopened": case.reopened,
        "before": before(case),
    }
    if cause:
        known |= {"cause": cause.key, "group": cause.group}
    return known | ({"verdict": _VERDICTS[Verdict(case.verdict)]} if case.verdict else {})


@dataclass(frozen=True)
class Card:
    """``rank``: of several that apply the lower stands first. ``when`` None: it applies to every case."""

    key: str
    rank: int
    name: Text
    about: Text
    steps: tuple[Text, ...]
    avoid: Text
    evidence: Text
    when: Condition | None


@cache
def cards() -> Mapping[str, Card]:
    """All, in their order. Raises ``EntryError`` or ``ConditionError`` for a slip."""
    folder = resources.files("regulars").joinpath("content", "playbooks")
    found = [read(yaml.safe_load(one.read_text("utf-8"))) for one in folder.iterdir() if one.name.endswith(".yaml")]
    return {one.key: one for one in sorted(found, key=lambda one: (one.rank, one.key))}


def read(data: Any) -> Card:
    """A card from plain data."""
    entries = Entries.of(data).only("key", "rank", "when", "name", "about", "steps", "avoid", "evidence")
    return Card(
        entries.key(),
        entries.whole("rank", 50),
        entries.text("name"),
        entries.text("about"),
        tuple(text(one, ("steps", number)) for number, one in enumerate(entries.need("steps", "steps: [...]"))),
        entries.text("avoid"),
        entries.text("evidence"),
        read_condition(str(entries.data["when"]), vocabulary()) if entries.has("when") else None,
    )


def offered(case: Case) -> list[Card]:
    """Those that apply: what was made for such a case before what holds for all."""
    values, today = values_of(case), timezone.localdate()
    return [one for one in cards().values() if one.when is None or holds(one.when, values, today)]
