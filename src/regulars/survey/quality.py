"""Signs that somebody did not read: answers faster than reading, and one answer straight down.

Signs, no verdicts: whoever is content with everything also answers straight down. So such responses are marked and
count like all others. The rules are stated, the same for everybody, and change no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.survey.blocks import Ratings
from regulars.survey.questionnaire import Questionnaire
from regulars.survey.submission import Submission

FASTEST = 1.0  # seconds for each field that was filled; below that nobody reads, on any device
FEWEST = 5  # fields; fewer are filled at a glance
ARRAY = 4  # rows of one scale that were answered


def hurried(questionnaire: Questionnaire, submission: Submission, seconds: float | None) -> bool:
    """Whether it was sent sooner after the page was opened than its answers can be read; None: nobody knows."""
    filled = sum(one.name in submission.typed for at in submission.asked for one in questionnaire.blocks[at].fields())
    return seconds is not None and filled >= FEWEST and seconds < FASTEST * filled


def straight(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> bool:
    """Whether on some scale four rows or more were answered, and all alike. “Not used” is no answer here."""
    arrays = (
        [answers[item.key] for item in block.questions if answers.get(item.key) is not None]
        for block in questionnaire.blocks
        if isinstance(block, Ratings)
    )
    return any(len(rows) >= ARRAY and len(set(rows)) == 1 for rows in arrays)
