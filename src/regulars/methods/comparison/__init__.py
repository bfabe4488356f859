"""Comparison: is one number clearly higher than the other, or is there no clear difference?"""

from regulars.methods.comparison.difference import Difference, Verdict, difference

__all__ = ["Difference", "Verdict", "difference"]
