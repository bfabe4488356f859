"""Whom the company forgets: what was asked stays as counts, without a word."""

from __future__ import annotations

from regulars.web.cases.erasure import on_strike
from regulars.web.cases.verdicts.asking import take_back
from regulars.web.cases.verdicts.models import Ask, Ending, Reproduction, Skipped


@on_strike
def strike(cases: list[int]) -> None:
    """No words, no link that opens, and nobody is asked any more."""
    take_back(Ask.objects.filter(case__in=cases), Skipped.REFUSED)
    Ask.objects.filter(case__in=cases).update(words="", token_hash=None)
    Ending.objects.filter(case__in=cases).delete()
    Reproduction.objects.filter(case__in=cases).update(conditions="", times="", words="", trials=[], conclusion="")
