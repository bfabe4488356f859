"""What the next wave says of an action: which waves are compared, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regulars.insights.before_after import BeforeAfter, WaveDays, before_after, measures_of, waves_of
from regulars.insights.scope import Privacy, Scope
from regulars.language import Estimate, Message, RegularsError, message
from regulars.survey import Item
from regulars.survey.questionnaire import strictest
from regulars.web.facts import facts
from regulars.web.research.privacy import promised
from regulars.web.research.programme.models import Action
from regulars.web.results.reading import least


@dataclass(frozen=True)
class Followed:
    """``found`` None: why stands in ``words``. ``met``: whether the target is reached, beyond chance or as a value."""

    words: Message
    found: BeforeAfter | None = None
    met: Message | None = None


def scope_for(survey: str) -> Scope:
    """All units: programmes are the company's."""
    privacy = Privacy(strictest(facts().survey(survey).privacy, promised(survey)))
    return Scope.whole(purpose="programme", privacy=privacy)


def waves(survey: str) -> list[WaveDays]:
    """The waves of a survey; none before the first answer."""
    return waves_of(facts(), survey, scope=scope_for(survey)) if survey in facts().surveys() else []


def items(survey: str) -> list[Item]:
    """The questions that an action can be followed by."""
    if survey not in facts().surveys():
        return []
    return [item for item in facts().survey(survey).items if measures_of(item)]


def baseline_of(action: Action, there: Sequence[WaveDays]) -> str:
    """The wave to hold it against: as chosen, else the last before the change that did not show the weakness."""
    if action.baseline:
        return action.baseline
    before = [one for one in there if one.name != action.selected and _ends_before(one, action.starts)]
    return before[-1].name if before else ""


def after_of(action: Action, there: Sequence[WaveDays], baseline: str) -> str:
    """The first wave whose customers all met the change."""
    if action.starts is None:
        return ""
    return next(
        (
            one.name
            for one in there
            if one.first is not None and one.first >= action.starts and one.name not in (action.selected, baseline)
        ),
        "",
    )


def followed(action: Action, there: Sequence[WaveDays] | None = None) -> Followed:
    """Before and after, or what is still missing."""
    survey = action.programme.survey
    if not survey:
        return Followed(message("Choose the survey of the programme: the action is followed by its waves."))
    there = waves(survey) if there is None else there
    if action.starts is None:
        return Followed(message("Say from which day customers meet the change: the waves before and after follow."))
    baseline = baseline_of(action, there)
    if not baseline:
        return Followed(
            message(
                "No wave can be the baseline yet: besides {selected}, which showed the weakness, none ended before "
                "the change. Ask once more before it begins, or choose an earlier wave.",
                selected=action.selected,
            )
        )
    after = after_of(action, there, baseline)
    if not after:
        return Followed(
            message("The next wave will show it. The baseline is {baseline}.", baseline=baseline),
        )
    try:
        found = before_after(
            facts(),
            survey,
            action.item,
            selected=action.selected,
            baseline=baseline,
            after=after,
            scope=scope_for(survey),
            units=None if action.unit is None else {action.unit.code},
            least=least(),
        )
    except RegularsError as error:
        return Followed(error.message)
    return Followed(found.sentence, found, _met(action, found))


def _met(action: Action, found: BeforeAfter) -> Message | None:
    if action.target is None or found.now is None:
        return None
    scale = 100.0 if found.measure == "share" else 1.0
    target = Estimate(action.target / scale, kind=found.now.kind)
    if found.now.low * scale >= action.target:
        return message("The target of {target} is clearly reached.", target=target)
    if found.now.high * scale < action.target:
        return message("The target of {target} is clearly not reached.", target=target)
    return message("Whether the target of {target} is reached is too close to call.", target=target)


def _ends_before(wave: WaveDays, day: date | None) -> bool:
    return wave.last is not None and (day is None or wave.last < day)
