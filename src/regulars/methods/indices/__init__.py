"""Indices: several items taken together, by lens and under several weights, and whether they belong together."""

from regulars.methods.indices.ahp import Ahp, ahp
from regulars.methods.indices.index_sensitivity import IndexSensitivity, index_sensitivity
from regulars.methods.indices.lens_indices import LensIndices, lens_indices
from regulars.methods.indices.reliability import Reliability, reliability

__all__ = [
    "Ahp",
    "IndexSensitivity",
    "LensIndices",
    "Reliability",
    "ahp",
    "index_sensitivity",
    "lens_indices",
    "reliability",
]
