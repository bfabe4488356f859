"""A questionnaire as plain data: items, scales, mappings of answer files. No files, no database."""

from regulars.survey.definition import Item, ItemKind, Role, SampleKind, Scale, Survey
from regulars.survey.mapping import ResponseMapping

__all__ = ["Item", "ItemKind", "ResponseMapping", "Role", "SampleKind", "Scale", "Survey"]
