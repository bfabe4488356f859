"""Comparison: is one number clearly higher than the other, or is there no clear difference?"""

from regulars.methods.comparison.control_chart import ControlChart, control_chart
from regulars.methods.comparison.difference import Difference, Verdict, difference

__all__ = ["ControlChart", "Difference", "Verdict", "control_chart", "difference"]
