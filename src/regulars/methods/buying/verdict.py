"""What time held out says of a forecast, in one word and in a sentence."""

from __future__ import annotations

import math
from enum import StrEnum

from regulars.language import Estimate, Message, message
from regulars.methods.errors import OptionError


class Verdict(StrEnum):
    """What happened against what was forecast."""

    CALIBRATED = "calibrated"
    TOO_HIGH = "too high"
    TOO_LOW = "too low"
    CANNOT_TELL = "cannot tell"


def verdict(actual: float, expected: float, low: float, high: float, tolerance: float) -> Verdict:
    """Whether the forecast was right.

    ``low`` to ``high`` is where the total had to fall if the model is right. Calibrated: what happened lies within and
    the range is no wider than the tolerance, or the forecast was missed by so little that the whole of what the range
    allows stays within the tolerance. Too high or too low: it lies outside. Else the data cannot tell.
    """
    if not expected > 0 or math.isnan(low + high):
        return Verdict.CANNOT_TELL
    missed, below, above = actual / expected - 1, 1 - low / expected, high / expected - 1
    if -tolerance <= missed - above and missed + below <= tolerance:
        return Verdict.CALIBRATED
    if actual < low:
        return Verdict.TOO_HIGH
    if actual > high:
        return Verdict.TOO_LOW
    return Verdict.CALIBRATED if max(below, above) <= tolerance else Verdict.CANNOT_TELL


def verdict_in_words(found: Verdict, actual: Estimate, expected: Estimate) -> Message:
    """The sentence."""
    match found:
        case Verdict.CALIBRATED:
            return message(
                "The forecast held on time it had not seen: {actual} against {expected} expected.",
                actual=actual,
                expected=expected,
            )
        case Verdict.TOO_HIGH:
            return message(
                "The forecast was too high on time it had not seen: {actual} against {expected} expected. Do not plan "
                "with it as it is.",
                actual=actual,
                expected=expected,
            )
        case Verdict.TOO_LOW:
            return message(
                "The forecast was too low on time it had not seen: {actual} against {expected} expected. Do not plan "
                "with it as it is.",
                actual=actual,
                expected=expected,
            )
    return message(
        "Time held out cannot tell whether the forecast is right: {actual} against {expected} expected, too few to "
        "judge within the tolerance.",
        actual=actual,
        expected=expected,
    )


def check_tolerance(tolerance: float) -> float:
    """A share above 0, such as 0.1."""
    if not 0 < tolerance < 1:
        raise OptionError(
            message("The tolerance is {value}. It is a share between 0 and 1, such as 0.1.", value=float(tolerance))
        )
    return tolerance
