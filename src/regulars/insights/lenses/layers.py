"""Three layers: what a thing does, how it feels, what it does to the world."""

from __future__ import annotations

from regulars.insights.lenses.lens import Lens, Seen
from regulars.insights.report import Section
from regulars.language import message
from regulars.survey.tags import layers


def _sections(seen: Seen) -> list[Section]:
    return seen.parts("layers", "priorities", "worst-first")


LENS = Lens(
    "layers",
    message("Three layers"),
    message(
        "Tag attributes as “material”, “spiritual” or “social”; the questionnaire “Three layers of satisfaction” asks "
        "for all three."
    ),
    lambda survey, _: len(layers(survey.items)) > 1,
    _sections,
)
