"""The models of messages."""

from regulars.web.messages.models.gateway import Gateway, Way
from regulars.web.messages.models.outgoing import Channel, Outgoing, State
from regulars.web.messages.models.pause import Pause
from regulars.web.messages.models.returned import Mailbox, Returned, Sort
from regulars.web.messages.models.rules import Rules
from regulars.web.messages.models.suppressed import Reason, Suppressed

__all__ = [
    "Channel",
    "Gateway",
    "Mailbox",
    "Outgoing",
    "Pause",
    "Reason",
    "Returned",
    "Rules",
    "Sort",
    "State",
    "Suppressed",
    "Way",
]
