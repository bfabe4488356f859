"""A research plan as plain data: what shall be found out, from whom, how exactly, when and for how much."""

from regulars.survey.plans.plan import Channel, Event, Plan, Stratum, Waves
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
