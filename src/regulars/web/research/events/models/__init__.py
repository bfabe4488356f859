"""The models of events."""

from regulars.web.research.events.models.call import Call, Outcome
from regulars.web.research.events.models.exclusion import Exclusion
from regulars.web.research.events.models.happening import Happening, State
from regulars.web.research.events.models.kind import EventKind
from regulars.web.research.events.models.source import Source
from regulars.web.research.events.models.trigger import Trigger, Way

__all__ = ["Call", "EventKind", "Exclusion", "Happening", "Outcome", "Source", "State", "Trigger", "Way"]
