"""Words that several insights share: how an interval was made, who was asked, what a difference is called."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.insights.report import Words
from regulars.language import Count, Estimate, Message, message
from regulars.methods.comparison import Verdict
from regulars.survey import SampleKind

_INTERVALS = {
    "wilson": message("Wilson"),
    "score": message("score test"),
    "wald": message("Wald"),
    "newcombe": message("Newcombe"),
    "poisson": message("exact, of a Poisson count"),
    "student": message("Student's t"),
    "bootstrap": message("bootstrap"),
    "likelihood": message("from the likelihood"),
    "linearisation": message("linearisation"),
    "linearised": message("linearisation"),
}


def interval_in_words(interval: str) -> Message:
    """How the interval of a result was made."""
    return _INTERVALS.get(interval) or message("method “{name}”", name=interval)


def weighted_in_words(method: Message, n_effective: float, margins: Sequence[Words]) -> Message:
    """The same where answers are weighted: to what, and how many without weights would tell as much."""
    size = Count(round(n_effective))
    if not margins:
        return message("{method}; weighted, effective n {n}", method=method, n=size)
    return message("{method}; weighted to {margins}, effective n {n}", method=method, margins=tuple(margins), n=size)


def sample_in_words(sample: SampleKind) -> Message:
    """How those who answered were chosen, and what an interval may therefore claim."""
    match sample:
        case SampleKind.CENSUS:
            return message("Census: everybody was asked.")
        case SampleKind.PROBABILITY:
            return message("Probability sample: everybody had a known chance of being asked.")
        case SampleKind.OPT_IN:
            return message(
                "Opt-in: those who answered chose themselves. The intervals hold as if they were a random draw."
            )


def change_in_words(verdict: Verdict, change: Estimate, before: Words) -> Message:
    """A comparison is words first; the number follows only where there is a difference."""
    match verdict:
        case Verdict.HIGHER:
            return message("Clearly higher than {before}: {change}", before=before, change=change)
        case Verdict.LOWER:
            return message("Clearly lower than {before}: {change}", before=before, change=change)
        case Verdict.SAME:
            return message("Clearly about the same as {before}", before=before)
        case Verdict.TOO_FEW:
            return message("Too few to compare with {before}", before=before)
        case _:
            return message("No clear difference from {before}", before=before)


def verdict_in_words(verdict: Verdict, change: Estimate) -> Message:
    """The same where the column says what it is compared with."""
    match verdict:
        case Verdict.HIGHER:
            return message("clearly higher, {change}", change=change)
        case Verdict.LOWER:
            return message("clearly lower, {change}", change=change)
        case Verdict.SAME:
            return message("clearly about the same")
        case Verdict.TOO_FEW:
            return message("too few to judge")
        case _:
            return message("no clear difference")
