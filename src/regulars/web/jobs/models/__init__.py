"""The models of jobs."""

from regulars.web.jobs.models.job import Job, State
from regulars.web.jobs.models.schedule import Schedule

__all__ = ["Job", "Schedule", "State"]
