"""Service quality by the dimensions of SERVQUAL: what was found, less what was expected where that was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regulars.insights.lenses.lens import Lens, Seen
from regulars.insights.report import Section, Words
from regulars.insights.satisfaction.expected import by_dimension, gaps
from regulars.language import Message, Text, message
from regulars.survey import Item, Role, Survey
from regulars.survey.tags import SERVQUAL, SERVQUAL_DIMENSIONS, by_tag

NAMES: Mapping[str, Message] = {
    "tangibles": message("Tangibles"),
    "reliability": message("Reliability"),
    "responsiveness": message("Responsiveness"),
    "assurance": message("Assurance"),
    "empathy": message("Empathy"),
}


def _dimensions(survey: Survey) -> dict[str, tuple[Item, ...]]:
    return by_tag((item for item in survey.items if item.role is Role.ATTRIBUTE), SERVQUAL, SERVQUAL_DIMENSIONS)


def _names(survey: Survey, keys: Mapping[str, object]) -> dict[str, Words]:
    """As the questionnaire's own tree calls them; else by the field's names."""
    own = {} if survey.tree is None else {one.key: one.label for one in survey.tree.dimensions}
    return {key: own.get(key) or NAMES.get(key) or Text.of(key) for key in keys}


def _sections(seen: Seen) -> Iterator[Section | None]:
    groups = _dimensions(seen.question.survey)
    names = _names(seen.question.survey, groups)
    inside = {key: [item.key for item in own] for key, own in groups.items()}
    yield by_dimension(seen.question, gaps(seen.question), inside, names)
    yield seen.by_groups(
        "servqual",
        message("Service quality by dimension"),
        message("Dimension"),
        groups,
        names,
        nothing=message("No dimension differs clearly from the index."),
        definition=message("An index of the attributes of each dimension, weighted as in the index of all."),
    )
    yield from seen.parts("gaps", "states") or seen.parts("worst-first")


LENS = Lens(
    "servqual",
    message("SERVQUAL"),
    message(
        "Tag attributes with their dimension, such as “servqual:reliability”, and their expectations with "
        "“expectation:KEY”; the questionnaire “Service quality gaps” asks for both."
    ),
    lambda survey, _: len(_dimensions(survey)) > 1,
    _sections,
)
