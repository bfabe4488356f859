"""The options of a case: what each costs, what the customer gets, and what it may keep."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regulars.language import Estimate, Kind, Message, Missing, Money, message
from regulars.web.cases.advice.effects import DAYS, EACH, Lift, lifts
from regulars.web.cases.advice.models import WAITING, Gesture
from regulars.web.cases.assigning import above
from regulars.web.cases.causes import causes
from regulars.web.cases.models import Case
from regulars.web.company.models import Company

CLEAR, LIKELY, UNKNOWN, DEAR = range(4)
VERDICTS: dict[int, tuple[Message, str]] = {
    CLEAR: (message("win–win"), "ok"),
    LIKELY: (message("win–win, if it works as expected"), "ok"),
    UNKNOWN: (message("what it keeps is not known"), ""),
    DEAR: (message("costs more than it is expected to keep"), "warn"),
}


@dataclass(frozen=True)
class Stake:
    """What the customer is expected to spend, with the range of that."""

    low: float
    value: float
    high: float


@dataclass(frozen=True)
class Option:
    """A gesture that fits, held against what is at stake; ``amount``: what it costs here, proposed or asked for."""

    gesture: Gesture
    amount: Decimal
    stake: Stake | None
    lift: Lift
    measured: bool
    currency: str

    @property
    def kept(self) -> tuple[float, float, float] | None:
        """Low, middle, high: value at stake times the difference of the chances to stay; None where it is not known."""
        if self.stake is None:
            return None
        ends = [a * b for a in (self.stake.low, self.stake.high) for b in (self.lift.low, self.lift.high)]
        return min(ends), self.stake.value * self.lift.value, max(ends)

    @property
    def net(self) -> tuple[float, float, float] | None:
        """The same less the cost."""
        cost = float(self.amount)
        return (self.kept[0] - cost, self.kept[1] - cost, self.kept[2] - cost) if self.kept else None

    @property
    def verdict(self) -> int:
        """Whether both gain: surely, as far as expected, unknown, or not."""
        if self.net is None:
            return UNKNOWN
        return CLEAR if self.net[0] > 0 else LIKELY if self.net[1] > 0 else DEAR

    @property
    def verdict_words(self) -> Message:
        """In words."""
        return VERDICTS[self.verdict][0]

    @property
    def mark(self) -> str:
        """How a page marks it."""
        return VERDICTS[self.verdict][1]

    @property
    def cost(self) -> Money:
        """To the company."""
        return Money(self.amount, self.currency)

    @property
    def worth(self) -> Money:
        """To the customer."""
        return Money(self.gesture.worth, self.currency)

    @property
    def kept_said(self) -> Estimate | Missing:
        """With its range."""
        return self._money(self.kept)

    @property
    def net_said(self) -> Estimate | Missing:
        """With its range."""
        return self._money(self.net)

    @property
    def formula(self) -> Message:
        """How it is reckoned."""
        return message(
            "Kept = what the customer is expected to spend ({stake}) × by how much more customers stay ({lift} "
            "percentage points). The range goes from the lowest to the highest of both. For us: kept less {cost}. For "
            "the customer: {worth}.",
            stake=self._money((self.stake.low, self.stake.value, self.stake.high) if self.stake else None),
            lift=Estimate(100 * self.lift.value, 100 * self.lift.low, 100 * self.lift.high, digits=0),
            cost=self.cost,
            worth=self.worth,
        )

    @property
    def basis(self) -> Message:
        """Whether the chances were seen here or are assumed."""
        if self.measured:
            return message(
                "By how much more stay was counted in {n} closed cases here, by who bought again within {days} days: "
                "it goes together with the gesture, which is no proof that the gesture did it.",
                n=self.lift.n, days=DAYS,
            )  # fmt: skip
        return message(
            "By how much more stay is assumed, not measured: fewer than {least} closed cases with it and as many "
            "without are old enough to tell.",
            least=EACH,
        )

    def _money(self, range_: tuple[float, float, float] | None) -> Estimate | Missing:
        if range_ is None:
            return Missing(message("not known"))
        low, value, high = range_
        return Estimate(value, low, high, kind=Kind.MONEY, currency=self.currency or None, digits=0)

    def plain(self) -> dict[str, float | bool]:
        """What was expected, to be held against what came."""
        known = {"kept_low": self.kept[0], "kept": self.kept[1], "kept_high": self.kept[2]} if self.kept else {}
        return {**known, "stays_low": self.lift.low, "stays_high": self.lift.high, "measured": self.measured}


def stake_in(case: Case) -> Stake | None:
    """What the customer is expected to spend; None where nobody knows."""
    score = getattr(case.customer, "score", None) if case.customer else None
    if score is not None and score.value is not None:
        value = max(0.0, score.value)
        low = value if score.predicted_low is None else max(0.0, score.predicted_low)
        return Stake(min(low, value), value, max(value, score.predicted_high or value))
    if case.worth is None:
        return None
    known = max(0.0, float(case.worth))
    return Stake(known, known, known)


def fits(gesture: Gesture, case: Case, units: list[int] | None = None) -> bool:
    """Whether it is meant for such a case; as long as the cause is not known, no cause speaks against it."""
    if not gesture.on or (gesture.kinds and case.kind not in gesture.kinds):
        return False
    cause = causes().get(case.cause)
    if gesture.groups and cause is not None and cause.group not in gesture.groups:
        return False
    if gesture.unit_id is not None and gesture.unit_id not in (above(case.unit) if units is None else units):
        return False
    return gesture.severity_low <= case.severity <= gesture.severity_high


def option(gesture: Gesture, case: Case, amount: Decimal | None = None) -> Option:
    """One gesture, held against one case."""
    cost = gesture.cost if amount is None else amount
    found = lifts().get(gesture.pk)
    low, high = gesture.stays_low / 100, gesture.stays_high / 100
    assumed = Lift(low, (low + high) / 2, high, 0)
    return Option(gesture, cost, stake_in(case), found or assumed, found is not None, Company.current().currency)


def options(case: Case) -> list[Option]:
    """Those that fit and were not chosen yet: where both gain first, then by what the two gain together."""
    taken = set(case.choices.filter(stand__in=WAITING).values_list("gesture", flat=True))
    units = above(case.unit)
    rows = [one for one in Gesture.objects.filter(on=True) if one.pk not in taken and fits(one, case, units)]
    return sorted((option(one, case) for one in rows), key=_order)


def _order(one: Option) -> tuple[int, float, Decimal]:
    together = (one.net[1] if one.net else 0.0) + float(one.gesture.worth)
    return one.verdict, -together, one.amount
