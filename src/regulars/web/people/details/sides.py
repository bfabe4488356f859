"""How satisfied those are who use what an organisation buys, beside those who buy it and decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from regulars.language import Estimate, Message, Missing, message, plural
from regulars.methods import compare, mean_rating
from regulars.methods.comparison.difference import Verdict
from regulars.web.accounts.access import UnitScope
from regulars.web.company.models import Company
from regulars.web.people.models import Customer, CustomerScore, Part, Relation
from regulars.web.people.models.score import told_to

SCALE = (0, 100)


@dataclass(frozen=True)
class Side:
    """Those of one part: how many, how many of them rated, and the mean of their last ratings."""

    part: Part
    people: int
    n: int
    index: Estimate | Missing

    @property
    def words(self) -> Message:
        """The part, for people."""
        return self.part.said


@dataclass(frozen=True)
class Sides:
    """The card. ``verdict``: the sentence over it. ``both``: who use it and buy it, and stay out of the comparison."""

    sides: list[Side]
    verdict: Message
    both: int


def sides_of(organisation: Customer, scope: UnitScope) -> Sides | None:
    """By the last rating of each member in sight; None where nobody has a part."""
    people: dict[Part, set[int]] = {}
    seen = Customer.objects.within(scope)
    rows = Relation.objects.on(timezone.localdate()).filter(organisation=organisation, person__in=seen).exclude(part="")
    for person, part in rows.values_list("person", "part"):
        people.setdefault(Part(part), set()).add(person)
    if not people:
        return None
    everybody = set().union(*people.values())
    told = CustomerScore.objects.filter(told_to(scope), customer__in=everybody, rating_index__isnull=False)
    rated = dict(told.values_list("customer", "rating_index"))
    sides = [_side(part, people[part], rated) for part in Part if part in people]
    users, buyers = people.get(Part.USER, set()), people.get(Part.BUYER, set()) | people.get(Part.DECIDER, set())
    return Sides(sides, _verdict(users - buyers, buyers - users, rated), len(users & buyers))


def _side(part: Part, people: set[int], rated: dict[int, float]) -> Side:
    values, least = [rated[one] for one in people if one in rated], Company.current().minimum_n
    if len(values) < least:
        few = message("too few to judge: {n} of at least {least}", n=len(values), least=least)
        return Side(part, len(people), len(values), Missing(few))
    mean = mean_rating(values, scale=SCALE)
    return Side(part, len(people), mean.n, Estimate(mean.mean, mean.low, mean.high))


def _verdict(users: set[int], buyers: set[int], rated: dict[int, float]) -> Message:
    """Users against those who buy or decide."""
    first, second = ([rated[one] for one in some if one in rated] for some in (users, buyers))
    least = Company.current().minimum_n
    if min(len(first), len(second)) < least:
        return plural(
            "Too few ratings to compare users with buyers: each side needs {count}.",
            "Too few ratings to compare users with buyers: each side needs {count}.",
            least,
        )
    names = ["users"] * len(first) + ["buyers"] * len(second)
    result = compare([*first, *second], names, scale=SCALE, against="first", order=["users", "buyers"])
    if result.verdict[0] not in (Verdict.HIGHER, Verdict.LOWER):
        return message("No clear difference between users and buyers.")
    low, high = sorted(map(abs, (float(result.difference_low[0]), float(result.difference_high[0]))))
    points = Estimate(abs(float(result.difference[0])), low, high)
    if result.value[1] > result.value[0]:
        return message(
            "Those who buy are clearly more satisfied than those who use it, by {points} points.", points=points
        )
    return message("Those who use it are clearly more satisfied than those who buy, by {points} points.", points=points)
