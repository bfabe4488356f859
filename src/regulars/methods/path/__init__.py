"""Path models by partial least squares: satisfaction indices with what drives them and what they bring about."""

from regulars.methods.path.fitted import FittedPathModel
from regulars.methods.path.groups import PathComparison
from regulars.methods.path.importance_map import ImportanceMap
from regulars.methods.path.model import PathModel
from regulars.methods.path.ready import acsi, ecsi, satisfaction_to_loyalty, service_profit_chain
from regulars.methods.path.resampled import PathBootstrap

__all__ = [
    "FittedPathModel",
    "ImportanceMap",
    "PathBootstrap",
    "PathComparison",
    "PathModel",
    "acsi",
    "ecsi",
    "satisfaction_to_loyalty",
    "service_profit_chain",
]
