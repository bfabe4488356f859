"""The models of jobs."""

from regulars.web.jobs.models.job import Job, State
from regulars.web.jobs.models.pulse import Pulse
from regulars.web.jobs.models.schedule import Schedule

__all__ = ["Job", "Pulse", "Schedule", "State"]
