"""Which level is due to whom: that of the tier, and where the tier is unclear the better of those it could be."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, CharField, F, Q, Value, When

from regulars.language import Message, message
from regulars.web.people.levels.matrix import LEVELS, UNKNOWN
from regulars.web.people.models import CustomerScore

# The same rule twice: here for one customer, below for the database; a test holds them against each other.
NAMES = tuple(LEVELS)


@dataclass(frozen=True)
class Due:
    """``tier``: by the scores, empty where they do not know; ``level``: what is due."""

    tier: str
    level: str
    unclear: bool

    @property
    def words(self) -> Message:
        """What the level is called."""
        return LEVELS[self.level]

    @property
    def why(self) -> Message:
        """Where it comes from."""
        if not self.tier:
            return message("The scores do not know this customer’s tier.")
        tier = LEVELS[self.tier]
        if self.level != self.tier:
            return message(
                "Tier by the scores: {tier}. Their own range reaches “{level}”: where a tier is unclear, the better "
                "level is due.",
                tier=tier, level=self.words,
            )  # fmt: skip
        if self.unclear:
            return message("Tier by the scores: {tier}. It is unclear, and could be a lower one.", tier=tier)
        return message("Tier by the scores: {tier}.", tier=tier)


def due_to(score: CustomerScore | None) -> Due:
    """By the latest scores."""
    tier = score.value_tier if score is not None and score.value_tier in LEVELS else ""
    if not tier or score is None:
        return Due("", UNKNOWN, unclear=False)
    could = score.tier_could_be
    better = could in LEVELS and could != UNKNOWN and NAMES.index(could) < NAMES.index(tier)
    return Due(tier, could if score.tier_unclear and better else tier, unclear=bool(score.tier_unclear))


def level_of(prefix: str = "") -> Case:
    """The level that is due, as an expression on rows of scores; ``prefix``: the way to them."""
    tier, could = f"{prefix}value_tier", f"{prefix}tier_could_be"
    better = Q(**{f"{tier}__in": ("middle", "low"), could: "premium"}) | Q(**{tier: "low", could: "middle"})
    return Case(
        When(better, **{f"{prefix}tier_unclear": True}, then=F(could)),
        When(**{f"{tier}__in": NAMES}, then=F(tier)),
        default=Value(UNKNOWN),
        output_field=CharField(),
    )
