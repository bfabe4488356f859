"""The audit trail: what was changed or seen, by whom, written in the transaction of the change itself."""

from regulars.web.audit.events import Event
from regulars.web.audit.recording import record

__all__ = ["Event", "record"]
