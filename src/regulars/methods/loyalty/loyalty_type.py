"""The types of loyalty: what satisfaction and loyalty say together."""

from __future__ import annotations

from enum import StrEnum

from regulars.language import Message, message


class LoyaltyType(StrEnum):
    """Six types, and ``UNKNOWN`` for whoever did not answer. Apostles are loyalists, terrorists are defectors."""

    LOYALIST = "loyalist"
    APOSTLE = "apostle"
    DEFECTOR = "defector"
    TERRORIST = "terrorist"
    MERCENARY = "mercenary"
    HOSTAGE = "hostage"
    UNKNOWN = "unknown"

    @property
    def words(self) -> Message:
        """Its name for people."""
        return _WORDS[self]


_WORDS = {
    LoyaltyType.LOYALIST: message("Loyalists: satisfied, and they stay"),
    LoyaltyType.APOSTLE: message("Apostles: at the very top of both"),
    LoyaltyType.DEFECTOR: message("Defectors: not satisfied, and they go"),
    LoyaltyType.TERRORIST: message("Opponents: at the very bottom of both"),
    LoyaltyType.MERCENARY: message("Mercenaries: satisfied, but not loyal"),
    LoyaltyType.HOSTAGE: message("Hostages: not satisfied, and yet they stay"),
    LoyaltyType.UNKNOWN: message("Unknown: no answer"),
}
# In the order of the tables: each kind with its extreme.
TYPES = tuple(kind for kind in LoyaltyType if kind is not LoyaltyType.UNKNOWN)
# (satisfied, loyal) -> type
QUADRANTS = {
    (True, True): LoyaltyType.LOYALIST,
    (False, False): LoyaltyType.DEFECTOR,
    (True, False): LoyaltyType.MERCENARY,
    (False, True): LoyaltyType.HOSTAGE,
}
EXTREMES = {LoyaltyType.APOSTLE: LoyaltyType.LOYALIST, LoyaltyType.TERRORIST: LoyaltyType.DEFECTOR}
