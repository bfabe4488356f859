"""Does the programme work? Signals of both sides, problems that weigh most, the scorecard, what goes together.

Each question has a module and returns a report. What lies in the application (cases, findings, promises) is handed
in as plain counts.
"""

from regulars.insights.programme.agreement import Pair, agreement
from regulars.insights.programme.links import Named, links
from regulars.insights.programme.problems import Step, problems
from regulars.insights.programme.scorecard import Covered, Settled, scorecard
from regulars.insights.programme.signals import signals
from regulars.insights.programme.staff import Staff, staff_problems
from regulars.insights.programme.staff_units import Study, sides_of, staff_and_customers

__all__ = [
    "Covered",
    "Named",
    "Pair",
    "Settled",
    "Staff",
    "Step",
    "Study",
    "agreement",
    "links",
    "problems",
    "scorecard",
    "sides_of",
    "signals",
    "staff_and_customers",
    "staff_problems",
]
