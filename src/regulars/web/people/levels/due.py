"""Which level is due to whom: that of the tier, and where the tier is unclear the better of those it could be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When

from regulars.language import Message, message
from regulars.methods.value.tier_rules import TITLES
from regulars.web.people.levels.matrix import LEVELS, UNKNOWN
from regulars.web.people.models import CustomerScore

# The same rule twice: here for one customer, below for the database; a test holds them against each other.
NAMES = tuple(LEVELS)
COLUMNS = ("value_tier", "tier_unclear", "tier_could_be")


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
    return (
        Due("", UNKNOWN, unclear=False)
        if score is None
        else due_by(score.value_tier, score.tier_unclear, score.tier_could_be)
    )


def due_by(tier: str, unclear: bool | None, could: str) -> Due:
    """By the columns of the scores that it hangs on."""
    if tier not in TITLES:
        return Due("", UNKNOWN, unclear=False)
    better = could in TITLES and NAMES.index(could) < NAMES.index(tier)
    return Due(tier, could if unclear and better else tier, unclear=bool(unclear))


def counted(rows: Any) -> dict[str, tuple[int, int]]:
    """Level -> how many of these scores have it due, and how many of them only because their tier is unclear."""
    found: dict[str, tuple[int, int]] = {}
    # By the columns as they stand: the database reads them from an index, and has nothing to sort.
    for *score, n in rows.order_by().values_list(*COLUMNS).annotate(n=Count("pk")):
        due = due_by(*score)
        before, lifted = found.get(due.level, (0, 0))
        found[due.level] = (before + n, lifted + (n if due.tier and due.level != due.tier else 0))
    return found


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
