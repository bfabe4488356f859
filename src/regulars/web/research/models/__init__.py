"""The models of research."""

from regulars.web.research.models.cell import Cell
from regulars.web.research.models.link import Channel, Link
from regulars.web.research.models.outbox import Batch, OutboxRow
from regulars.web.research.models.partial import Partial
from regulars.web.research.models.questionnaire import Questionnaire, Version
from regulars.web.research.models.response import Response, counted
from regulars.web.research.models.revision import Revision
from regulars.web.research.models.store import Store
from regulars.web.research.models.study import State, Study
from regulars.web.research.models.tag import Tag

__all__ = [
    "Batch",
    "Cell",
    "Channel",
    "Link",
    "OutboxRow",
    "Partial",
    "Questionnaire",
    "Response",
    "Revision",
    "State",
    "Store",
    "Study",
    "Tag",
    "Version",
    "counted",
]
