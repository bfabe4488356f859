"""The kinds of blocks a questionnaire is made of. A kind owns its reading, its fields and its plain data.

``KINDS`` is the registry: no other file asks which kind a block is, except the template that bears its name.
"""

from __future__ import annotations

from regulars.survey.blocks.base import Block
from regulars.survey.blocks.best_worst import BestWorst
from regulars.survey.blocks.choice import Choice
from regulars.survey.blocks.choices import Choices
from regulars.survey.blocks.comment import Comment
from regulars.survey.blocks.consent import Consent
from regulars.survey.blocks.constant_sum import ConstantSum
from regulars.survey.blocks.day import DayQuestion
from regulars.survey.blocks.information import Information
from regulars.survey.blocks.kano import Kano
from regulars.survey.blocks.number import Number
from regulars.survey.blocks.quantity import Prices, Quantity
from regulars.survey.blocks.ranking import Ranking
from regulars.survey.blocks.ratings import Probe, Ratings
from regulars.survey.blocks.upload import Photo, Upload

KINDS: dict[str, type[Block]] = {
    block.kind: block
    for block in (
        Ratings,
        Number,
        Choice,
        Choices,
        Ranking,
        ConstantSum,
        BestWorst,
        Kano,
        Quantity,
        Prices,
        DayQuestion,
        Comment,
        Photo,
        Upload,
        Consent,
        Information,
    )
}

__all__ = [
    "KINDS",
    "BestWorst",
    "Block",
    "Choice",
    "Choices",
    "Comment",
    "Consent",
    "ConstantSum",
    "DayQuestion",
    "Information",
    "Kano",
    "Number",
    "Photo",
    "Prices",
    "Probe",
    "Quantity",
    "Ranking",
    "Ratings",
    "Upload",
]
