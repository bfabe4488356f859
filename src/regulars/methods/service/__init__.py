"""Service: what customers expected, what they got, and what went wrong."""

from regulars.methods.service.disconfirmation import (
    Disconfirmation,
    Expectation,
    disconfirmation,
    disconfirmations,
    states_of,
)
from regulars.methods.service.problems_per_hundred import ProblemsPerHundred, problems_per_hundred

__all__ = [
    "Disconfirmation",
    "Expectation",
    "ProblemsPerHundred",
    "disconfirmation",
    "disconfirmations",
    "problems_per_hundred",
    "states_of",
]
