"""The series that can be set beside each other, unit by unit where that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField

from regulars.facts.heard import ByUnit, mean_ratings, sales
from regulars.facts.tracking import Part, ends_of
from regulars.insights.programme import Named
from regulars.insights.tracking.periods import USUAL, Length, Period, back, between, start_of
from regulars.language import Kind, Message, Text, message
from regulars.survey import Role
from regulars.web.accounts.roles import Permission
from regulars.web.cases.knowledge.below import OWN_ACCORD
from regulars.web.cases.models import Case
from regulars.web.company.models import Company
from regulars.web.facts import facts
from regulars.web.results.scorecard.counting import NO_CASE, STEPS, midnight
from regulars.web.results.scorecard.models import Measure
from regulars.web.results.scorecard.tabs import Wish
from regulars.web.service.models import Visit

LEAST = 10  # answers, or visits, behind one value; fewer are mostly noise
OWN = "m:"  # before the name of a series from elsewhere
BUILT_IN = {
    "satisfaction": message("Mean satisfaction (0 to 100)"),
    "recommend": message("Mean recommendation (0 to 100)"),
    "visits": message("Score of our own visits"),
    "cases": message("Complaint cases"),
    "returns": message("Share of returned lines"),
    "sales": message("Net sales"),
    "margin": message("Margin"),
}


@dataclass(frozen=True)
class Asked:
    """The periods, all of them finished."""

    wish: Wish
    length: Length
    periods: tuple[Period, ...]

    @property
    def part(self) -> Part:
        """As a part of the facts."""
        return Part(self.length.value, self.periods[0].first, self.periods[-1].last, self.wish.units.codes)


def asked_of(wish: Wish) -> Asked:
    """Finished periods that the facts or the series from elsewhere reach."""
    form = wish.asked.form
    length = form.length_wished or Length.MONTH
    ends = [ends_of(facts(), table) for table in (facts().ratings_table, facts().purchases_table)]
    firsts = [first for first, _, _ in ends if first is not None]
    firsts += list(Measure.objects.order_by("day").values_list("day", flat=True)[:1])
    last = start_of(min(form.filters.last or wish.today, wish.today) + timedelta(days=1), length) - timedelta(days=1)
    if not firsts or min(firsts) > last:
        return Asked(wish, length, ())
    usual = back(start_of(last, length), length, 2 * USUAL[length] - 1)
    return Asked(wish, length, between(max(min(firsts), form.filters.first or usual), last, length))


def known(wish: Wish) -> dict[str, Message | Text]:
    """What can be chosen: ours, then those from elsewhere."""
    needed = {"cases": Permission.SEE_CASES, "visits": Permission.VISIT}
    own = {key for key, permission in needed.items() if wish.units_with(permission) is None}
    found: dict[str, Message | Text] = {key: words for key, words in BUILT_IN.items() if key not in own}
    names = Measure.objects.order_by("name").values_list("name", flat=True).distinct()
    return found | {f"{OWN}{name}": Text.of(name) for name in names}


def series_of(asked: Asked, key: str) -> Named:
    """One of them, as the insight takes it."""
    if key.startswith(OWN):
        name = key.removeprefix(OWN)
        return _named("own", Text.of(name), _measures(asked, name))
    money = Company.current().currency or ""
    if key in ("satisfaction", "recommend"):
        role = Role.OVERALL if key == "satisfaction" else Role.RECOMMEND
        return _named(key, BUILT_IN[key], _rated(asked, role))
    if key in ("sales", "margin", "returns"):
        found = sales(facts(), asked.part)[{"sales": "net", "returns": "returned"}.get(key, key)]
        kind = Kind.SHARE if key == "returns" else Kind.MONEY if money else Kind.NUMBER
        return _named(key, BUILT_IN[key], found, kind, money if kind is Kind.MONEY else "")
    return _named(key, BUILT_IN[key], _cases(asked) if key == "cases" else _visits(asked))


def _named(key: str, name: Message | Text, found: ByUnit, kind: Kind = Kind.NUMBER, currency: str = "") -> Named:
    units = {unit: values for unit, values in found.items() if unit is not None}
    return Named(key, name, found.get(None, {}), units, kind, currency)


def _rated(asked: Asked, role: Role) -> ByUnit:
    promises = asked.wish.asked.promises
    return mean_ratings(facts(), [name for name in promises if not promises[name].hides], role.value, asked.part,
                        least=LEAST)  # fmt: skip


def _cases(asked: Asked) -> ByUnit:
    """From the first whole period of the log on; a period without a case is a zero."""
    units = asked.wish.units_with(Permission.SEE_CASES)
    if units is None:
        return {}
    rows = Case.objects.within(units).filter(channel__in=OWN_ACCORD).exclude(outcome__in=NO_CASE).order_by()
    part = asked.part
    began = rows.order_by("opened").values_list("opened", flat=True).first()
    rows = rows.filter(opened__gte=midnight(part.first), opened__lt=midnight(part.last + timedelta(days=1)))
    start = STEPS[part.step]("opened", output_field=DateField())
    counted = rows.annotate(start=start).values("start", "unit__code").annotate(n=Count("pk"))
    found: ByUnit = defaultdict(lambda: defaultdict(float))
    for one in counted:
        found[None][one["start"]] += one["n"]
        if one["unit__code"]:
            found[one["unit__code"]][one["start"]] += one["n"]
    whole = [period.first for period in asked.periods if began and period.first > began.date()]
    return {unit: {start: values.get(start, 0.0) for start in whole} for unit, values in found.items()}


def _visits(asked: Asked) -> ByUnit:
    units = asked.wish.units_with(Permission.VISIT)
    if units is None:
        return {}
    part = asked.part
    rows = Visit.objects.within(units).standing().filter(day__gte=part.first, day__lte=part.last, score__isnull=False)
    return _means(rows.order_by().values_list("unit__code", "day", "score"), asked.length)


def _measures(asked: Asked, name: str) -> ByUnit:
    """Values of units a reader does not see are left out; those of the company are everybody's who sees all."""
    part, scope = asked.part, asked.wish.units
    rows = Measure.objects.filter(name=name, day__gte=part.first, day__lte=part.last)
    if not scope.whole:
        rows = rows.filter(unit__in=scope.unit_ids or ())
    return _means(rows.values_list("unit__code", "day", "value"), asked.length)


def _means(rows: Iterable[tuple[str | None, date, float]], length: Length) -> ByUnit:
    """The mean of the values of a period; of all units together where none is of the company itself."""
    each: dict[str | None, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for unit, day, value in rows:
        each[unit][start_of(day, length)].append(value)
    if None not in each:
        for values in [dict(one) for one in each.values()]:
            for start, some in values.items():
                each[None][start] += some
    return {unit: {start: sum(some) / len(some) for start, some in one.items()} for unit, one in each.items()}
