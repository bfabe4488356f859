"""Words that several insights share: how an interval was made, who was asked, what a difference is called."""

from __future__ import annotations

from regulars.language import Estimate, Message, message
from regulars.methods.comparison import Difference, Verdict
from regulars.survey import SampleKind


def interval_in_words(interval: str, *, weighted: bool = False) -> Message:
    """How the interval of a result was made."""
    match interval:
        case "wilson" if weighted:
            return message("Wilson, at the effective n of the weights")
        case "wilson":
            return message("Wilson")
        case "score" if weighted:
            return message("score test, at the effective n of the weights")
        case "score":
            return message("score test")
        case "wald" if weighted:
            return message("Wald, at the effective n of the weights")
        case "wald":
            return message("Wald")
        case "poisson":
            return message("exact, of a Poisson count")
        case "student":
            return message("Student's t")
        case "bootstrap":
            return message("bootstrap")
        case "likelihood":
            return message("from the likelihood")
        case "linearisation" | "linearised":
            return message("linearisation")
        case _:
            return message("method “{name}”", name=interval)


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


def change_in_words(change: Difference, estimate: Estimate, before: str) -> Message:
    """A comparison is words first; the number follows only where there is a difference."""
    match change.verdict:
        case Verdict.HIGHER:
            return message("Clearly higher than {before}: {change}", before=before, change=estimate)
        case Verdict.LOWER:
            return message("Clearly lower than {before}: {change}", before=before, change=estimate)
        case Verdict.UNCLEAR:
            return message("No clear difference from {before}", before=before)
