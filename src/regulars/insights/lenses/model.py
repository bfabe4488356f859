"""The structural model: what leads to satisfaction, and what comes of it."""

from __future__ import annotations

from regulars.insights.lenses.lens import Lens, Seen
from regulars.insights.report import Section
from regulars.insights.satisfaction.asked.causes import FEWEST_BLOCKS, KEY, TARGET
from regulars.language import message
from regulars.survey import Survey
from regulars.survey.tags import constructs


def _fits(survey: Survey, _: object) -> bool:
    found = constructs(survey.items)
    return TARGET in found and len(found) >= FEWEST_BLOCKS


def _sections(seen: Seen) -> list[Section]:
    return seen.parts(KEY)


LENS = Lens(
    "model",
    message("Structural model"),
    message(
        "Tag questions with their construct, such as “ecsi:PERQ”: satisfaction and three others at least. The "
        "questionnaire “Satisfaction index” asks for all seven."
    ),
    _fits,
    _sections,
)
