"""What became of those who were asked, as AAPOR counts it [aapor2023]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from regulars.insights.fieldwork.counts import Asked, Stage
from regulars.language import Message, message
from regulars.methods import response_rates
from regulars.methods.errors import TooFewAnswersError
from regulars.methods.sampling.outcomes import Outcome, ResponseRates

# Who was not asked yet, or not any more, is no case: they are drawn by lot, so leaving them out changes no rate.
OUTCOMES: Mapping[Stage, Outcome] = {
    Stage.ANSWERED: Outcome.COMPLETE,
    Stage.BEGUN: Outcome.PARTIAL,
    Stage.DECLINED: Outcome.REFUSAL,
    Stage.UNREACHED: Outcome.NON_CONTACT,
    Stage.BLOCKED: Outcome.OTHER,
    Stage.SENT: Outcome.UNKNOWN_OTHER,
    Stage.INELIGIBLE: Outcome.INELIGIBLE,
}
STAGES: Mapping[Stage, Message] = {
    Stage.ANSWERED: message("Answered to the end"),
    Stage.BEGUN: message("Began and did not send"),
    Stage.DECLINED: message("Did not want to"),
    Stage.UNREACHED: message("The message came back"),
    Stage.BLOCKED: message("Not to be written to"),
    Stage.SENT: message("Invited, nothing heard yet"),
    Stage.INELIGIBLE: message("Does not belong to those who are meant"),
    Stage.DRAWN: message("Drawn, not invited yet"),
    Stage.QUEUED: message("Invitation waits"),
    Stage.OVER: message("No longer needed"),
    Stage.CANCELLED: message("Taken back"),
}


def rates(rows: Iterable[Asked]) -> ResponseRates | None:
    """Of these people; None where nobody was asked who could have answered."""
    found: Counter[str] = Counter()
    for row in rows:
        if row.stage in OUTCOMES:
            found[OUTCOMES[row.stage].value] += row.count
    try:
        return response_rates(dict(found)) if found else None
    except TooFewAnswersError:
        return None


def stages(rows: Iterable[Asked]) -> dict[Stage, int]:
    """How many stand where, in the order in which they are told."""
    found: Counter[Stage] = Counter()
    for row in rows:
        found[row.stage] += row.count
    return {stage: found[stage] for stage in STAGES if found[stage]}
