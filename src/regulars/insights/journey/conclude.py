"""The sentences of the journey."""

from __future__ import annotations

from regulars.insights.journey.estimate import Found
from regulars.insights.journey.specify import Question
from regulars.language import Estimate, Kind, Message, message, plural

NAMED = 5


def conclusion(question: Question) -> Message:
    """What nobody measures stands first: no rating can make up for it."""
    everything, gaps = question.register.touchpoints, question.unmeasured
    if not everything:
        return message("There are no touchpoints yet.")
    if not gaps:
        return plural("The one touchpoint is measured.", "All {count} touchpoints are measured.", len(everything))
    if len(gaps) == len(everything):
        return plural(
            "Nobody measures the one touchpoint there is.",
            "Nobody measures any of the {count} touchpoints.",
            len(everything),
        )
    names = tuple(one.name for one in gaps[:NAMED])
    if len(gaps) > NAMED:
        return message(
            "Nobody measures {count} of {all} touchpoints, among them {names}.",
            count=len(gaps),
            all=len(everything),
            names=names,
        )
    return message(
        "Nobody measures {count} of {all} touchpoints: {names}.", count=len(gaps), all=len(everything), names=names
    )


def reason(found: Found) -> Message | None:
    """The lowest rating; where others may be as low, all of these."""
    rated = found.rated
    if not rated:
        return None
    lowest = rated[0]
    assert lowest.rating is not None  # noqa: S101  those rated have one
    value = Estimate(lowest.rating.index, lowest.rating.index_low, lowest.rating.index_high, Kind.INDEX)
    near = [one for one in rated[1:] if one.rating is not None and one.rating.index_low <= lowest.rating.index_high]
    if not near:
        if len(rated) == 1:
            return message("{name} is rated {value}.", name=lowest.touchpoint.name, value=value)
        return message("The lowest rating has {name}: {value}.", name=lowest.touchpoint.name, value=value)
    return message(
        "No clear weakest: {name} is rated {value}, and {others} may be as low.",
        name=lowest.touchpoint.name,
        value=value,
        others=tuple(one.touchpoint.name for one in near[:3]),
    )


def notes(question: Question, found: Found) -> tuple[Message, ...]:
    """What a reader has to know of the numbers."""
    said = []
    if question.closed:
        said.append(
            message(
                "Answers to {surveys} are not shown here: those who gave them were promised that nobody is told apart.",
                surveys=tuple(question.definitions[name].title for name in sorted(question.closed)),
            )
        )
    if found.rated:
        said.append(
            message(
                "A rating is the mean over those who met the touchpoint and said so, from 0 to 100, with its 95% "
                "interval. Somebody who answered several items about it counts once a survey."
            )
        )
    return tuple(said)
