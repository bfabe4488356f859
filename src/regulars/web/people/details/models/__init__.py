"""The models of details."""

from regulars.web.people.details.models.field import FieldKind, OwnField, OwnValue
from regulars.web.people.details.models.identifier import Identifier
from regulars.web.people.details.models.note import Attachment, Note

__all__ = ["Attachment", "FieldKind", "Identifier", "Note", "OwnField", "OwnValue"]
