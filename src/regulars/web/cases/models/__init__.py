"""The models of cases."""

from regulars.web.cases.models.case import Case, CaseQuerySet, Channel, Severity
from regulars.web.cases.models.entry import Alarm, Entry
from regulars.web.cases.models.pause import Pause, Why

__all__ = ["Alarm", "Case", "CaseQuerySet", "Channel", "Entry", "Pause", "Severity", "Why"]
