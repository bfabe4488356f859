"""Comparison: is one number clearly higher than the other, or is there no clear difference?"""

from regulars.methods.comparison.compare import compare
from regulars.methods.comparison.compare_estimates import GroupEstimates, compare_estimates, compare_item_estimates
from regulars.methods.comparison.compare_items import ItemComparison, compare_items
from regulars.methods.comparison.comparison import Comparison
from regulars.methods.comparison.control_chart import ControlChart, control_chart
from regulars.methods.comparison.difference import Difference, Verdict, difference
from regulars.methods.comparison.league import League, league_of
from regulars.methods.comparison.many import adjusted, discoveries
from regulars.methods.comparison.unit_answers import league

__all__ = [
    "Comparison",
    "ControlChart",
    "Difference",
    "GroupEstimates",
    "ItemComparison",
    "League",
    "Verdict",
    "adjusted",
    "compare",
    "compare_estimates",
    "compare_item_estimates",
    "compare_items",
    "control_chart",
    "difference",
    "discoveries",
    "league",
    "league_of",
]
