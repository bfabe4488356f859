"""The kinds of blocks a questionnaire is made of. A kind owns its reading, its fields and its plain data.

``KINDS`` is the registry: no other file asks which kind a block is, except the template that bears its name.
"""

from __future__ import annotations

from regulars.survey.blocks.base import Block
from regulars.survey.blocks.choice import Choice
from regulars.survey.blocks.comment import Comment
from regulars.survey.blocks.consent import Consent
from regulars.survey.blocks.number import Number
from regulars.survey.blocks.ratings import Probe, Ratings

KINDS: dict[str, type[Block]] = {block.kind: block for block in (Ratings, Number, Choice, Comment, Consent)}

__all__ = ["KINDS", "Block", "Choice", "Comment", "Consent", "Number", "Probe", "Ratings"]
