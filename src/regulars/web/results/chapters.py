"""The report in four chapters as a page has it, and the questions that fill an empty chapter."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regulars.facts.questionnaires import load_questionnaire, study
from regulars.insights.chapters import Blank, Response, chapters
from regulars.insights.fieldwork.counts import WRITTEN, Stage
from regulars.insights.fieldwork.counts import Asked as AskedRow
from regulars.insights.fieldwork.outcomes import rates
from regulars.insights.report import Report
from regulars.language import Text, message
from regulars.survey.tags import COMPETITOR
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.models import User
from regulars.web.company.models import Company
from regulars.web.company.terms import terms_of
from regulars.web.facts import facts
from regulars.web.research import actions
from regulars.web.research.editing.turns import copied, keys_of
from regulars.web.research.fieldwork.counting import settled_of
from regulars.web.research.models import Questionnaire, Study
from regulars.web.results.errors import NothingToAddError
from regulars.web.results.landmarks.reading import landmarks_of
from regulars.web.results.panels import Page, Panel
from regulars.web.results.reading import Asked, least, named

OTHER = Path(__file__).parents[2] / "content" / "bank" / "competitors.yaml"
STUDIES: Mapping[Blank, tuple[str, tuple[str, ...]]] = {
    Blank.PRICE: ("price-tolerance", ("room", "buy-cheap", "buy-expensive")),
    Blank.LOYALTY: ("loyalty", ("again", "recommend")),
    Blank.NEEDS: ("beginning", ("overall",)),
}


@dataclass(frozen=True)
class Chapter:
    """One chapter of the page; ``blank`` names the questions that would fill it."""

    number: int
    head: Panel
    panels: tuple[Panel, ...]
    blank: str


def in_chapters(found: Asked, scope: UnitScope) -> Report:
    """What a reader asks for, with the units by their names."""
    report = chapters(
        facts(),
        found.survey.name,
        scope=found.scope,
        wave=found.form.wave,
        filters=found.form.filters,
        least=least(),
        responses=responses_of(found.survey.name, scope),
        landmarks=landmarks_of(found.sight),
        terms=terms_of(Company.current()),
    )
    return named(report, found.tree)


def responses_of(survey: str, scope: UnitScope | None = None) -> dict[str, Response]:
    """Of those who were asked by name, by wave and of all; who sees a part of the company is told none.

    A study that names no wave has a wave each month, and nobody knows of which month an invitation was.
    """
    if scope is not None and not scope.whole:
        return {}
    by_wave: dict[str, list[AskedRow]] = {}
    for study_of_it in Study.objects.filter(questionnaire__name=survey):
        rows = settled_of(study_of_it)
        for wave in {"", study_of_it.wave}:
            by_wave.setdefault(wave, []).extend(rows)
    return {wave: told for wave, rows in by_wave.items() if (told := _response(rows)) is not None}


def _response(rows: list[AskedRow]) -> Response | None:
    found = rates(rows)
    if found is None:
        return None
    people = sum(row.count for row in rows if row.stage in WRITTEN)
    answered = sum(row.count for row in rows if row.stage is Stage.ANSWERED)
    if math.isnan(found.rr3):
        return Response(float(found.rr1), people, message("RR1"), answered)
    return Response(float(found.rr3), people, message("RR3"), answered)


def chapters_of(page: Page) -> tuple[Chapter, ...]:
    """The panels of a page, chapter by chapter."""
    return tuple(_chapters(page))


def _chapters(page: Page) -> Iterator[Chapter]:
    parts = list(zip(page.report.sections, page.panels, strict=True))
    starts = [at for at, (section, _) in enumerate(parts) if section.opens]
    ends = [*starts[1:], len(parts)] if starts else []  # too few answers: there is no chapter
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        inside = parts[start + 1 : end]
        blank = next((section.blank for section, _ in inside if section.blank), "")
        yield Chapter(number, parts[start][1], tuple(panel for _, panel in inside), blank)


def questionnaire_of(survey: str) -> Questionnaire | None:
    """The questionnaire that asks a survey; None where its answers were imported."""
    return Questionnaire.objects.filter(name=survey).first()


def add_questions(*, questionnaire: Questionnaire, blank: Blank, by: User) -> None:
    """Put the questions of a chapter at the end of the draft; the next version asks them.

    Raises ``NothingToAddError`` where the draft asks them already, or has nothing that a competitor could be rated by.
    """
    blocks: list[dict[str, Any]] = list(questionnaire.draft["blocks"])
    added = _about_others(questionnaire.draft) if blank is Blank.COMPETITORS else _ready(blank, keys_of(blocks))
    if not added or _asks(questionnaire, added):
        raise NothingToAddError(
            message("The draft asks this already, or it rates nothing that a competitor could be rated by.")
        )
    draft = {**questionnaire.draft, "blocks": [*blocks, *added]}
    actions.change_draft(questionnaire=questionnaire, draft=draft, by=by)


def _asks(questionnaire: Questionnaire, added: list[dict[str, Any]]) -> bool:
    """Whether the draft has a block of this kind with these words."""
    known = [block.get("text") or block.get("heading") for block in questionnaire.draft["blocks"]]
    return (added[0].get("text") or added[0].get("heading")) in known


def _ready(blank: Blank, taken: set[str]) -> list[dict[str, Any]]:
    """Blocks of a study that comes with Regulars."""
    name, keys = STUDIES[blank]
    source = load_questionnaire(OTHER.with_name("beginning.yaml")) if name == "beginning" else study(name)
    found = []
    for block in source.to_dict()["blocks"]:
        if block.get("key") in keys:
            found.append(copied(block, taken))
            taken = taken | {found[-1]["key"]}
    return found


def _about_others(draft: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The grid of our attributes, asked of the other company."""
    asked = load_questionnaire(OTHER).to_dict()["blocks"][0]
    taken = keys_of(draft["blocks"])
    for block in draft["blocks"]:
        own = {key: one for key, one in (block.get("items") or {}).items() if one.get("role") == "attribute"}
        if block.get("kind") != "ratings" or not own:
            continue
        items = {f"{key[:30]}-other": _of_other(key, one["label"], asked) for key, one in own.items()}
        grid = {"kind": "ratings", "heading": asked["heading"], "not_used": asked["not_used"], "items": items}
        if "scale" in block:
            grid["scale"] = block["scale"]
        return [copied(grid, taken)]
    return []


def _of_other(key: str, label: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    pattern = next(iter(asked["items"].values()))["label"]
    words = Text(dict(label)) if isinstance(label, Mapping) else Text.of(str(label))
    made = {tag: pattern.get(tag, pattern["en"]).replace("___", said) for tag, said in words.words.items()}
    return {"label": made, "tags": [f"{COMPETITOR}{key}"]}
