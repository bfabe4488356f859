"""Attributes: which of them go with overall satisfaction, and which to improve first."""

from regulars.methods.attributes.competitive_position import CompetitivePosition, Standing, competitive_position
from regulars.methods.attributes.drivers import Drivers, drivers
from regulars.methods.attributes.drivers_of import drivers_of
from regulars.methods.attributes.importance_performance import (
    ImportancePerformance,
    Quadrant,
    importance_performance,
)
from regulars.methods.attributes.touchpoints import TouchpointKind, Touchpoints, touchpoints
from regulars.methods.attributes.value_map import ValueMap, value_map
from regulars.methods.attributes.weakest_plank import WeakestPlank, weakest_plank

__all__ = [
    "CompetitivePosition",
    "Drivers",
    "ImportancePerformance",
    "Quadrant",
    "Standing",
    "TouchpointKind",
    "Touchpoints",
    "ValueMap",
    "WeakestPlank",
    "competitive_position",
    "drivers",
    "drivers_of",
    "importance_performance",
    "touchpoints",
    "value_map",
    "weakest_plank",
]
