"""The models of fieldwork."""

from regulars.web.research.fieldwork.models.asked import Asked, State
from regulars.web.research.fieldwork.models.draw import Draw, Source
from regulars.web.research.fieldwork.models.fieldwork import Fieldwork
from regulars.web.research.fieldwork.models.sent_list import SentList
from regulars.web.research.fieldwork.models.spent import Spent

__all__ = ["Asked", "Draw", "Fieldwork", "SentList", "Source", "Spent", "State"]
