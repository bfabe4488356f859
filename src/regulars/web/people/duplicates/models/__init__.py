"""The models of duplicates."""

from regulars.web.people.duplicates.models.merge import Follows, Merge, Merged, MovedConsent
from regulars.web.people.duplicates.models.pair import Opinion, Pair

__all__ = ["Follows", "Merge", "Merged", "MovedConsent", "Opinion", "Pair"]
