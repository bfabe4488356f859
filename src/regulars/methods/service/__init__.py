"""Service: what customers expected, what they got, what went wrong, and which type of service a team gives."""

from regulars.methods.service.disconfirmation import (
    Disconfirmation,
    Expectation,
    disconfirmation,
    disconfirmations,
    states_of,
)
from regulars.methods.service.problems_per_hundred import ProblemsPerHundred, problems_per_hundred
from regulars.methods.service.quality_agreement import QualityAgreement, quality_agreement
from regulars.methods.service.service_gaps import ServiceGaps, service_gaps
from regulars.methods.service.service_type import ServiceTypes, service_type
from regulars.methods.service.types import ServiceType

__all__ = [
    "Disconfirmation",
    "Expectation",
    "ProblemsPerHundred",
    "QualityAgreement",
    "ServiceGaps",
    "ServiceType",
    "ServiceTypes",
    "disconfirmation",
    "disconfirmations",
    "problems_per_hundred",
    "quality_agreement",
    "service_gaps",
    "service_type",
    "states_of",
]
