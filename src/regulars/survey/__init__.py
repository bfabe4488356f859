"""A questionnaire as plain data: items, scales, blocks, answers, trees, mappings. No files, no database."""

from regulars.survey.definition import Item, ItemKind, Origin, Role, SampleKind, Scale, Survey
from regulars.survey.mapping import ResponseMapping
from regulars.survey.questionnaire import Questionnaire
from regulars.survey.submission import Submission, read_answers
from regulars.survey.tree import Tree

__all__ = [
    "Item",
    "ItemKind",
    "Origin",
    "Questionnaire",
    "ResponseMapping",
    "Role",
    "SampleKind",
    "Scale",
    "Submission",
    "Survey",
    "Tree",
    "read_answers",
]
