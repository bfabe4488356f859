"""Comparison: is one number clearly higher than the other, or is there no clear difference?"""

from regulars.methods.comparison.control_chart import ControlChart, control_chart
from regulars.methods.comparison.difference import Difference, Verdict, difference
from regulars.methods.comparison.league import League, league_of

__all__ = ["ControlChart", "Difference", "League", "Verdict", "control_chart", "difference", "league_of"]
