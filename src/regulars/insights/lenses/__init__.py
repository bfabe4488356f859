"""The same answers of one survey, seen in different ways: each lens orders and sums them by what items are tagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regulars.insights.answers import read_answers
from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.kept import KeptReports
from regulars.insights.lenses import dealers, layers, model, pyramid, service, servqual, touchpoints
from regulars.insights.lenses.lens import Lens, Seen, unsaid
from regulars.insights.lenses.touchpoints import ready_register
from regulars.insights.report import Report, Section
from regulars.insights.satisfaction import satisfaction
from regulars.insights.satisfaction.hiding import hiding
from regulars.insights.satisfaction.specify import DEFAULT_LEAST, Least, specify
from regulars.insights.scope import Privacy
from regulars.language import Message, message
from regulars.survey import Survey
from regulars.survey.touchpoints import Register

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

__all__ = ["LENSES", "Lens", "first_lens", "lens_named", "through"]
LENSES: tuple[Lens, ...] = (
    layers.LENS,
    touchpoints.LENS,
    service.LENS,
    servqual.LENS,
    dealers.LENS,
    model.LENS,
    pyramid.LENS,
)
NO_ANSWERS = message("This survey asks what the lens needs, but too few have answered it.")
_KEPT = KeptReports(64)


def lens_named(key: str) -> Lens | None:
    """The lens of a key."""
    return next((lens for lens in LENSES if lens.key == key), None)


def first_lens(survey: Survey, register: Register | None = None) -> Lens:
    """The first that a survey can fill; the first of all where it fills none."""
    places = register or ready_register(survey)
    return next((lens for lens in LENSES if lens.fits(survey, places)), LENSES[0])


def through(
    facts: Facts,
    survey: str,
    lens: Lens,
    *,
    scope: Scope,
    register: Register | None = None,
    wave: str | None = None,
    filters: Filters = EVERYTHING,
    least: Least = DEFAULT_LEAST,
    seed: int = 1,
) -> Report:
    """The answers of one survey through a lens. One that the survey cannot fill names what would fill it.

    Parameters:
        facts: where the answers lie.
        survey: name of the survey.
        lens: one of ``LENSES``.
        scope: units, privacy class and purpose of the question.
        register: the touchpoints of the company; when omitted, the ready-made one that knows most of the survey's.
        wave: which wave; the last one when omitted and no days are asked for.
        filters: units and days within the scope.
        least: how many answers a number needs.
        seed: of the resampling.

    Raises as ``satisfaction`` does.
    """
    definition = facts.survey(survey)
    places = register or ready_register(definition)

    def make() -> Report:
        report = satisfaction(facts, survey, scope=scope, wave=wave, filters=filters, least=least, seed=seed)
        answers = read_answers(facts, survey, scope)
        privacy = scope.privacy.stricter(Privacy(answers.survey.privacy))
        question = specify(answers, wave, filters, privacy, least)
        if len(question.answers) < question.minimum or hiding(question).whole:
            return _as_lens(report, lens, report.conclusion, ())
        if not lens.fits(definition, places):
            return _as_lens(report, lens, *_blank(lens))
        seen = Seen(facts, scope, question, report, places, seed)
        found = tuple(section for section in lens.sections(seen) if section is not None)
        said = next((section.sentence for section in found if section.sentence is not None), NO_ANSWERS)
        return _as_lens(report, lens, said, unsaid(found, said))

    files = facts.answer_files(survey)
    key = (str(facts.home), survey, lens.key, files, scope, wave, filters, least, seed)
    return _KEPT.get(key, (definition, facts.weightings(survey), places), make)


def _blank(lens: Lens) -> tuple[Message, tuple[Section, ...]]:
    title = message("What would fill this lens")
    return message("This survey asks nothing that fills this lens."), (
        Section(f"ask-{lens.key}", title, lens.asks, blank=lens.key),
    )


def _as_lens(report: Report, lens: Lens, said: Message, sections: tuple[Section, ...]) -> Report:
    return Report(
        key=f"lens-{lens.key}",
        title=message("{survey}: {lens}", survey=report.title, lens=lens.title),
        conclusion=said,
        reason=None,
        figures=(),
        sections=sections,
        source=report.source,
        notes=_notes(report, sections),
        scope=report.scope,
    )


def _notes(report: Report, sections: tuple[Section, ...]) -> tuple[Message, ...]:
    """The reservations of the results; the last, of importance, only where it is shown."""
    if not sections or sections[0].blank:
        return ()
    here, there = ({section.key for section in of} for of in (sections, report.sections))
    return report.notes[:-1] if "priorities" in there - here else report.notes
