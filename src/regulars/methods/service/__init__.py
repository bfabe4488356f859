"""Service: what customers expected, what they got, and what went wrong."""

from regulars.methods.service.disconfirmation import (
    Disconfirmation,
    Expectation,
    disconfirmation,
    disconfirmations,
    states_of,
)
from regulars.methods.service.problems_per_hundred import ProblemsPerHundred, problems_per_hundred
from regulars.methods.service.service_gaps import ServiceGaps, service_gaps

__all__ = [
    "Disconfirmation",
    "Expectation",
    "ProblemsPerHundred",
    "ServiceGaps",
    "disconfirmation",
    "disconfirmations",
    "problems_per_hundred",
    "service_gaps",
    "states_of",
]
