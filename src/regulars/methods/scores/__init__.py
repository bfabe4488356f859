"""Scores: one number for how satisfied those who answered are."""

from regulars.methods.scores.nps import Nps, nps

__all__ = ["Nps", "nps"]
