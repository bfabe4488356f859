"""What lies below the log: how many problems, and who is silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from regulars.insights.answers import read_answers
from regulars.insights.complaints import Incidence, hidden_report
from regulars.insights.report import Report
from regulars.insights.satisfaction.counts import counted
from regulars.insights.scope import Privacy
from regulars.language import Count as Number
from regulars.language import Estimate, Kind, Message, Missing, Text, message
from regulars.methods import LatentDissatisfaction, latent_dissatisfaction
from regulars.survey import Item, ItemKind
from regulars.survey.questionnaire import strictest
from regulars.web.accounts.access import UnitScope
from regulars.web.cases.knowledge.filters import Filters
from regulars.web.cases.models import Case, Channel
from regulars.web.facts import facts
from regulars.web.people.models import CustomerScore
from regulars.web.people.models.score import UNLIKELY, told_to
from regulars.web.research.privacy import promised
from regulars.web.words import current

OWN_ACCORD = (Channel.FORM, Channel.MAIL, Channel.PHONE, Channel.COUNTER, Channel.API, Channel.REVIEW)
MOST = 60


@dataclass(frozen=True)
class Asked:
    """A question, and which of its answers mean that there was a problem: points from ``low`` to ``high``."""

    survey: str
    item: Item
    low: float
    high: float
    means: Text | Message

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return f"{self.survey}:{self.item.key}:{self.low:g}"

    @property
    def words(self) -> str:
        """For a list to choose from."""
        tag = current().tag
        means = self.means.in_language(tag) if isinstance(self.means, Text) else ""
        return f"{self.item.label.in_language(tag)}{f' – {means}' if means else ''}"


def questions(survey: str) -> list[Asked]:
    """A low rating, or one of the options of a choice."""
    found: list[Asked] = []
    for item in facts().survey(survey).items:
        if item.kind is ItemKind.CHOICE:
            for place, words in enumerate(item.options.values()):
                found.append(Asked(survey, item, place, place, Text.of(words)))
        elif item.scale is not None and item.kind in (ItemKind.RATING, ItemKind.NPS):
            low, high = float(item.scale.low), float(item.scale.high)
            third = low + (high - low) // 3
            found.append(Asked(survey, item, low, third, message("{low} to {high}", low=f"{low:g}", high=f"{third:g}")))
    return found[:MOST]


def iceberg(wanted: Filters, asked: Asked, scope: UnitScope) -> Report:
    """The report for one question, in the units of ``scope``."""
    known = facts().survey(asked.survey)
    privacy = Privacy(strictest(known.privacy, promised(asked.survey)))
    own = scope.insight(purpose="hidden complaints", privacy=privacy)
    answers = read_answers(facts(), asked.survey, own).between(wanted.first, wanted.today)
    given = counted(answers, asked.item)
    incidence = Incidence(asked.item.label, asked.means, int(given.plain().n), given.chosen(asked.low, asked.high))
    customers = CustomerScore.objects.within(scope).filter(last_day__gte=wanted.first).count()
    return hidden_report(
        incidence, customers=customers, logged=_logged(wanted), first=wanted.first, last=wanted.today, scope=own
    )


def _logged(wanted: Filters) -> int:
    """Each customer once; whoever is not known counts once for each case."""
    rows = wanted.cases_between(wanted.first, wanted.today).filter(channel__in=OWN_ACCORD).exclude(outcome="invalid")
    known = rows.exclude(customer=None).order_by().values("customer").distinct().count()
    return known + rows.filter(customer=None).count()


def dissatisfied(scope: UnitScope) -> QuerySet[Any]:
    """Customers whose last rating was low, or who are probably lost after one that was not high."""
    signs = Q(mood="dissatisfied") | Q(mood="between", alive__lte=UNLIKELY)
    rows = CustomerScore.objects.within(scope).filter(signs & told_to(scope))
    return rows.annotate(spoke=Exists(Case.objects.filter(customer=OuterRef("customer"))))


def showing(scope: UnitScope, customers: Sequence[int]) -> QuerySet[Any]:
    """The same of those who show one sign: the most valuable thousand."""
    rows = CustomerScore.objects.within(scope).filter(customer__in=customers[:1000])
    return rows.annotate(spoke=Exists(Case.objects.filter(customer=OuterRef("customer"))))


@dataclass(frozen=True)
class TwoColumns:
    """``silent`` of those with a sign; ``share`` with its interval."""

    complained: int
    silent: int
    share: Estimate | Missing


def two_columns(scope: UnitScope) -> TwoColumns:
    """How many of the dissatisfied have a case, and how many have none."""
    rows = dissatisfied(scope).order_by().values("spoke").annotate(n=Count("pk"))
    counts = {bool(one["spoke"]): one["n"] for one in rows}
    spoke, silent = counts.get(True, 0), counts.get(False, 0)
    if spoke + silent < LatentDissatisfaction.minimum_n:
        return TwoColumns(spoke, silent, Missing(message("too few to judge: {count}", count=Number(spoke + silent))))
    # All of them show a sign: a rating at the foot of the scale stands for it.
    found = latent_dissatisfaction([1, 0], rating=[1, 1], counts=[spoke, silent])
    return TwoColumns(spoke, silent, Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0))


def people(rows: QuerySet[Any], *, spoke: bool) -> QuerySet[Any]:
    """One of the two columns, the most valuable first."""
    return rows.filter(spoke=spoke).select_related("customer", "customer__score").order_by("-value", "customer")


def sign(score: Any) -> Message:
    """By what they stand in the list."""
    if score.mood == "dissatisfied":
        return message("last rating low")
    return message("probably lost")


def surveys() -> Iterator[tuple[str, str]]:
    """Those that can be asked, with their titles."""
    for name in facts().surveys():
        if questions(name):
            yield name, facts().survey(name).title.in_language(current().tag)


__all__ = ["Asked", "dissatisfied", "iceberg", "people", "questions", "showing", "sign", "surveys", "two_columns"]
