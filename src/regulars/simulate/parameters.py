"""The true numbers of the sample company: what every method is asked to find again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class BuyingModel(StrEnum):
    """When a guest may leave for good."""

    BG_NBD = "bg-nbd"  # after each repeat purchase
    MBG_NBD = "mbg-nbd"  # after the first purchase already


@dataclass(frozen=True)
class Buying:
    """How guests come back. Rate of purchases per week ~ Gamma(r, alpha), chance to leave ~ Beta(a, b)."""

    model: BuyingModel = BuyingModel.BG_NBD
    r: float = 0.8
    alpha: float = 11.0
    a: float = 0.8
    b: float = 2.4
    period: str = "week"
    trait_correlation: float = 0.3
    """How strongly content guests stay: correlation, on normal scores, of lasting contentment and *not* leaving.

    A Gaussian copula: the chance to leave is still exactly Beta(a, b) over all customers.
    """


@dataclass(frozen=True)
class Spend:
    """What an invoice comes to, in yuan: Gamma(p, ν), with ν ~ Gamma(q, γ) for each guest, whatever the rate."""

    p: float = 6.0
    q: float = 4.0
    gamma: float = 600.0

    @property
    def mean(self) -> float:
        """Mean invoice over all customers."""
        return self.p * self.gamma / (self.q - 1)


@dataclass(frozen=True)
class Attribute:
    """One attribute: ``mean`` 0 to 100, ``effect`` on overall satisfaction, share of guests who did not use it.

    ``halo`` is its correlation with the mood of the guest, which all attributes share.
    """

    mean: float
    effect: float
    unused: float
    halo: float = 0.45


ATTRIBUTES: Mapping[str, Attribute] = {
    "breakfast": Attribute(58, 0.28, 0.06),
    "wifi": Attribute(67, 0.10, 0.05),
    "value": Attribute(69, 0.19, 0.02),
    "bathroom": Attribute(74, 0.12, 0.01),
    "sleep": Attribute(76, 0.30, 0.01),
    "check-out": Attribute(79, 0.06, 0.03),
    # Pure noise: it depends on nothing and nothing depends on it.
    "booking": Attribute(81, 0.0, 0.08, halo=0.0),
    "cleanliness": Attribute(83, 0.26, 0.005),
    "check-in": Attribute(84, 0.14, 0.02),
    "staff": Attribute(86, 0.23, 0.02),
}

# Where a hotel is better or worse than the group, in standard deviations of what a guest feels.
UNIT_EFFECTS: Mapping[str, Mapping[str, float]] = {
    "lakeside": {"breakfast": 0.55, "sleep": 0.35, "wifi": -0.20},
    "harbour": {"breakfast": -0.25, "staff": 0.20},
    "garden": {"cleanliness": 0.25, "value": 0.20},
    "station": {"wifi": 0.45, "sleep": -0.35},
    "old-town": {"bathroom": -0.30, "value": 0.10},
    "airport": {"breakfast": -0.15, "check-in": 0.20, "value": -0.20},
}


@dataclass(frozen=True)
class Answering:
    """How a guest's mood becomes answers."""

    attributes: Mapping[str, Attribute] = field(default_factory=lambda: ATTRIBUTES)
    unit_effects: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: UNIT_EFFECTS)
    trait_share: float = 0.5
    """Share of the mood's variance that stays with the guest from wave to wave."""
    spacing: float = 0.75
    """Distance between the cuts of the five-point scale, in standard deviations of what is felt."""
    explained: float = 0.62
    """Share of overall satisfaction (as felt, before it is cut to five points) that the attributes explain."""
    recommend_correlation: float = 0.8
    again_correlation: float = 0.7
    problems_correlation: float = -0.5
    overall_shares: tuple[float, ...] = (0.03, 0.06, 0.14, 0.42, 0.35)
    recommend_shares: tuple[float, ...] = (0.01, 0.01, 0.015, 0.02, 0.025, 0.06, 0.07, 0.13, 0.20, 0.20, 0.26)
    again_shares: tuple[float, ...] = (0.05, 0.09, 0.22, 0.36, 0.28)
    problems_shares: tuple[float, ...] = (0.72, 0.17, 0.06, 0.03, 0.01, 0.01)
    skipped: Mapping[str, float] = field(
        default_factory=lambda: {"overall": 0.008, "recommend": 0.01, "again": 0.02, "problems": 0.03}
    )
    guests_trait: float = 0.055
    """Mean trait of recent guests: those who are unhappy leave sooner, so 0 would be too low."""


@dataclass(frozen=True)
class Fieldwork:
    """Who is asked, and who answers."""

    waves: int = 4
    weeks_between: int = 26
    window_days: int = 182
    """A wave asks guests who stayed in this many days before it went out."""
    days: int = 21
    asked_share: float = 0.206
    """Invitations in a wave for each customer ever seen: 4,120 of 20,000."""
    response_rate: float = 0.3117
    invitation_effects: Mapping[str, float] = field(
        default_factory=lambda: {"mail": -0.25, "wechat": 0.30, "text": 0.0}
    )
    """Log odds of answering; the way of asking has nothing to do with how satisfied a guest is."""
    self_selection: float = 0.0
    """Log odds of answering for each standard deviation of the guest's lasting contentment."""


INVITATION_SHARES: Mapping[str, float] = {"mail": 0.4, "wechat": 0.4, "text": 0.2}
UNIT_SHARES: Mapping[str, float] = {
    "lakeside": 0.16, "harbour": 0.22, "garden": 0.15, "station": 0.21, "old-town": 0.12, "airport": 0.14,
}  # fmt: skip
CHANNEL_SHARES: Mapping[str, float] = {
    "website": 0.24, "wechat": 0.26, "agency": 0.24, "corporate": 0.17, "phone": 0.09,
}  # fmt: skip
HOME_UNIT = 0.7  # share of a guest's stays in the hotel of the first one
CHINESE_SHARE = 0.82  # guests who read Chinese


@dataclass(frozen=True)
class Category:
    """A kind of line: how often a stay has one, its mean part of the invoice beside the room's 1, cost, unit price."""

    chance: float
    part: float
    cost_share: float
    price: float


CATEGORIES: Mapping[str, Category] = {
    "room": Category(1.0, 1.0, 0.55, 430),
    "breakfast": Category(0.62, 0.12, 0.60, 58),
    "restaurant": Category(0.28, 0.25, 0.66, 96),
    "minibar": Category(0.14, 0.05, 0.40, 18),
    "laundry": Category(0.07, 0.07, 0.45, 40),
    "spa": Category(0.05, 0.30, 0.50, 260),
    "parking": Category(0.10, 0.05, 0.20, 30),
}


@dataclass(frozen=True)
class Ledger:
    """What else stands in the books: share of lines refunded later, walk-in sales of the restaurants."""

    refund_share: float = 0.012
    walk_ins_per_customer: float = 0.9
