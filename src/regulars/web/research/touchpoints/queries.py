"""What the pages of touchpoints show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from regulars.language import Message, message, plural
from regulars.survey import Item, Survey
from regulars.survey.touchpoints import Register, tagged
from regulars.survey.touchpoints import Stage as PlainStage
from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.research.models import Version
from regulars.web.research.touchpoints.models import BoundItem, Stage, Touchpoint

SORTS = {
    "stage": lambda line: (line.one.stage.place, line.one.pk),
    "name": lambda line: line.one.shown_name.casefold(),
    "kind": lambda line: line.one.kind,
    "owner": lambda line: (line.one.owner is None, line.one.owner.shown_name.casefold() if line.one.owner else ""),
    "traffic": lambda line: (line.one.traffic is not None, line.one.traffic or 0),
    "items": attrgetter("count"),
}


@dataclass(frozen=True)
class Line:
    """A touchpoint of the register; ``count``: the items that judge it."""

    one: Touchpoint
    count: int


@dataclass(frozen=True)
class Judge:
    """An item that judges a touchpoint, or could; ``value`` is how a form names it."""

    survey: Survey
    item: Item
    by_tag: bool

    @property
    def value(self) -> str:
        """Survey and item."""
        return f"{self.survey.name}/{self.item.key}"


def definitions() -> dict[str, Survey]:
    """Every survey that asks customers: published here, or known from an import. No checklists."""
    found = {name: facts().survey(name) for name in facts().surveys()}
    latest: dict[int, Version] = {}
    for version in Version.objects.select_related("questionnaire").order_by("number"):
        latest[version.questionnaire_id] = version
    for version in latest.values():
        definition = version.definition
        if definition.subject is None:
            found[version.questionnaire.name] = definition.survey()
    return dict(sorted(found.items()))


def items_of(surveys: Mapping[str, Survey]) -> dict[str, list[Judge]]:
    """Key of a touchpoint -> the items that judge it, by tag or because somebody bound them."""
    found: dict[str, dict[str, Judge]] = defaultdict(dict)
    for survey in surveys.values():
        for key, items in tagged(survey).items():
            for item in items:
                found[key][f"{survey.name}/{item.key}"] = Judge(survey, item, by_tag=True)
    for key, name, item_key in BoundItem.objects.values_list("touchpoint__key", "survey", "item"):
        survey = surveys.get(name)
        item = next((one for one in survey.items if one.key == item_key), None) if survey else None
        if survey is not None and item is not None:
            found[key].setdefault(f"{name}/{item_key}", Judge(survey, item, by_tag=False))
    return {key: list(judges.values()) for key, judges in found.items()}


def can_judge(surveys: Mapping[str, Survey]) -> list[Judge]:
    """All ratings of all surveys."""
    return [
        Judge(survey, item, by_tag=False)
        for survey in surveys.values()
        for item in survey.items
        if item.rated and item.scale is not None
    ]


def lines(wanted: Mapping[str, Any], sort: str) -> list[Line]:
    """The register as somebody wants to see it. ``sort``: a key of ``SORTS``, with a hyphen downwards."""
    rows = Touchpoint.objects.select_related("stage", "owner")
    rows = rows.exclude(archived_at=None) if wanted.get("state") == "archived" else rows.filter(archived_at=None)
    for name in ("stage", "kind"):
        if wanted.get(name):
            rows = rows.filter(**{"stage__key" if name == "stage" else name: wanted[name]})
    judges = items_of(definitions())
    found = [Line(one, len(judges.get(one.key, ()))) for one in rows]
    if wanted.get("state") == "unmeasured":
        found = [line for line in found if not line.count]
    order = SORTS.get(sort.removeprefix("-"), SORTS["stage"])
    return sorted(found, key=order, reverse=sort.startswith("-"))


def headline() -> Message:
    """The sentence above the register."""
    rows = list(Touchpoint.objects.filter(archived_at=None).values_list("key", flat=True))
    judges = items_of(definitions())
    silent = sum(not judges.get(key) for key in rows)
    if not silent:
        return plural(
            "{count} touchpoint, and it is measured.", "{count} touchpoints, all of them measured.", len(rows)
        )
    return message("Nobody measures {silent} of {count} touchpoints.", count=len(rows), silent=silent)


def register(units: frozenset[int] | None = None) -> Register:
    """All that is not in the archive, as the insights know it. ``units``: only what stands in one of these."""
    rows = Touchpoint.objects.filter(archived_at=None).select_related("stage").prefetch_related("items", "units")
    found = []
    for one in rows:
        roots = [unit.pk for unit in one.units.all()]
        below = Unit.objects.below(roots) if roots else None
        if below is None or units is None or units & set(below):
            found.append(one.plain(None if below is None else frozenset(below.values())))
    stages = tuple(PlainStage(stage.key, stage.name) for stage in Stage.objects.all())
    return Register(stages, tuple(found))


def judges_touchpoints(survey: Survey) -> bool:
    """Whether an item of a survey judges a touchpoint of the register."""
    known = Touchpoint.objects.filter(archived_at=None)
    keys = tagged(survey)
    by_tag = bool(keys) and known.filter(key__in=keys).exists()
    return by_tag or known.filter(items__survey=survey.name).exists()
