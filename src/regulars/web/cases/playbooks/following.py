"""How often a card is followed, and how its cases ended beside the others: what goes together, no more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from regulars.language import Estimate, Kind, Missing, plural
from regulars.methods import ShareInterval, share_interval
from regulars.web.cases.models import CaseQuerySet
from regulars.web.cases.playbooks.models import Done
from regulars.web.cases.playbooks.reading import Card
from regulars.web.cases.states import Verdict

LEAST = ShareInterval.minimum_n


@dataclass(frozen=True)
class Followed:
    """``satisfied``: share of the customers of cases in which half of the steps were done; ``others``: of the rest."""

    cases: int
    satisfied: Estimate | Missing
    others: Estimate | Missing


def followed(rows: CaseQuerySet, card: Card) -> Followed:
    """Of closed cases with a verdict."""
    half = (len(card.steps) + 1) // 2
    done = Done.objects.filter(card=card.key).values("case").annotate(n=Count("pk")).filter(n__gte=half)
    judged = rows.exclude(verdict=None)
    counts: Counter[tuple[bool, bool]] = Counter()
    for with_card in (True, False):
        part = judged.filter(pk__in=done.values("case")) if with_card else judged.exclude(pk__in=done.values("case"))
        counts[with_card, True] = part.filter(verdict=Verdict.YES).count()
        counts[with_card, False] = part.count()
    return Followed(
        rows.filter(pk__in=done.values("case")).count(),
        _share(counts[True, True], counts[True, False]),
        _share(counts[False, True], counts[False, False]),
    )


def _share(satisfied: int, n: int) -> Estimate | Missing:
    if n < LEAST:
        return Missing(plural("too few to judge: {count} verdict", "too few to judge: {count} verdicts", n))
    found = share_interval(satisfied, n)
    return Estimate(found.share, found.low, found.high, kind=Kind.SHARE, digits=0)
