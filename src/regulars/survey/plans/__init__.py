"""A research plan as plain data: what shall be found out, from whom, how exactly, when and for how much."""

from regulars.survey.plans.parts import Channel, Event, Stratum, Waves
from regulars.survey.plans.plan import Plan
from regulars.survey.plans.reckon import Cell, Cost, Reckoned, reckon
from regulars.survey.plans.waves import Wave, waves

__all__ = [
    "Cell",
    "Channel",
    "Cost",
    "Event",
    "Plan",
    "Reckoned",
    "Stratum",
    "Wave",
    "Waves",
    "reckon",
    "waves",
]
