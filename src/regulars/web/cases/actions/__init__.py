"""What people do in a case."""

from regulars.web.cases.actions.noting import note, set_cause
from regulars.web.cases.actions.owning import grade, hand_over, raise_up, take
from regulars.web.cases.actions.resting import pause, resume
from regulars.web.cases.actions.stepping import step

__all__ = ["grade", "hand_over", "note", "pause", "raise_up", "resume", "set_cause", "step", "take"]
