"""The models of rights."""

from regulars.web.people.rights.models.claim import Certificate, Claim, Origin, Sort, State
from regulars.web.people.rights.models.keeping import Keeping, Round
from regulars.web.people.rights.models.policy import Counted, Policy

__all__ = [
    "Certificate",
    "Claim",
    "Counted",
    "Keeping",
    "Origin",
    "Policy",
    "Round",
    "Sort",
    "State",
]
