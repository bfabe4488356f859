"""Touchpoints: people, things and information along the journey, by what matters and how it is rated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from regulars.facts.questionnaires.registers import registers
from regulars.insights.journey import journey
from regulars.insights.lenses.lens import Lens, Seen
from regulars.insights.report import Section, Words
from regulars.language import message
from regulars.methods import TouchpointKind
from regulars.survey import Item, Survey
from regulars.survey.touchpoints import Register, tagged

NOTHING = message("No kind of touchpoint differs clearly from the index.")
KINDS: Mapping[str, Words] = {
    TouchpointKind.PERSON: message("People"),
    TouchpointKind.THING: message("Things"),
    TouchpointKind.INFORMATION: message("Information"),
}


def ready_register(survey: Survey) -> Register:
    """The ready-made register that knows most of the touchpoints that a survey names."""
    named = set(tagged(survey))
    return max(registers(), key=lambda one: len(named & {point.key for point in one.touchpoints}))


def _judged(survey: Survey, register: Register) -> dict[str, tuple[Item, ...]]:
    """Kind -> the items that judge touchpoints of this kind, by tag or because somebody bound them."""
    by_tag, items = tagged(survey), {item.key: item for item in survey.items}
    found: dict[str, dict[str, Item]] = {kind.value: {} for kind in TouchpointKind}
    for one in register.touchpoints:
        bound = [items[key] for name, key in one.items if name == survey.name and key in items]
        found[one.kind.value] |= {item.key: item for item in (*by_tag.get(one.key, ()), *bound)}
    return {kind: tuple(own.values()) for kind, own in found.items()}


def _sections(seen: Seen) -> Iterator[Section | None]:
    question = seen.question
    kinds = _judged(question.survey, seen.register)
    by_kind = seen.by_groups(
        "touchpoint-kinds",
        message("People, things, information"),
        message("Kind"),
        kinds,
        KINDS,
        nothing=NOTHING,
        definition=message(
            "An index of the attributes that judge touchpoints of each kind, weighted as in the index of all."
        ),
    )
    if question.privacy.hides:
        yield by_kind
        yield Section(
            "flow",
            message("Along the journey"),
            message("This survey promised that nobody can be told apart: touchpoints one by one are not shown."),
        )
        return
    report = journey(
        seen.facts,
        seen.register,
        scope=seen.scope,
        filters=question.filters,
        surveys=[question.survey.name],
        wave=question.wave,
        least=question.least,
        seed=seen.seed,
    )
    known = {section.key: section for section in report.sections}
    yield known.get("coordinates")
    yield by_kind
    yield known.get("worst")
    # What no survey asks about stands on the page of the journey; this is what this one asks.
    yield _only(known.get("flow"), known.get("worst"))


def _only(section: Section | None, rated: Section | None) -> Section | None:
    """The rows of the touchpoints that were rated."""
    if section is None or section.table is None or rated is None or rated.table is None:
        return None
    keys = {row.key for row in rated.table.rows}
    rows = tuple(row for row in section.table.rows if row.key in keys)
    return replace(section, table=replace(section.table, rows=rows))


LENS = Lens(
    "journey",
    message("Touchpoints"),
    message("Tag ratings with the touchpoint that they judge, such as “touchpoint:check-in”, or bind them to it."),
    lambda survey, register: any(_judged(survey, register).values()),
    _sections,
)
