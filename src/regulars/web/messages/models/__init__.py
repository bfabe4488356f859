"""The models of messages."""

from regulars.web.messages.models.outgoing import Channel, Outgoing, State
from regulars.web.messages.models.pause import Pause
from regulars.web.messages.models.suppressed import Reason, Suppressed

__all__ = ["Channel", "Outgoing", "Pause", "Reason", "State", "Suppressed"]
