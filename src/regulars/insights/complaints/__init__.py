"""What cases teach: why things go wrong, how many never complain, what answering brings.

Each takes plain columns and returns a report. ``causes`` counts and weighs, ``hidden`` multiplies up what the log
shows, ``recovery`` holds customers with a case against those without one.
"""

from regulars.insights.complaints.causes import Told, causes_report
from regulars.insights.complaints.hidden import Incidence, hidden_report
from regulars.insights.complaints.recovery import Broken, Judged, recovery_report

__all__ = ["Broken", "Incidence", "Judged", "Told", "causes_report", "hidden_report", "recovery_report"]
