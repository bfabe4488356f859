"""By what the answers of a study may be weighted, and who answered from each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from babel import Locale, UnknownLocaleError

from regulars.insights.scope import Privacy
from regulars.language import Language, Message, Text, message, render
from regulars.survey import ItemKind
from regulars.web.company.models import Unit
from regulars.web.research.models import Study
from regulars.web.research.models.link import Channel
from regulars.web.words import current

ITEM = "answer:"
MOST_VALUES = 200
NAMES = {
    "cell": message("parts of the plan"),
    "unit": message("unit"),
    "channel": message("channel"),
    "language": message("language"),
}
NOBODY_KNOWS = ""  # the value of those who did not say


@dataclass(frozen=True)
class Value:
    """A part: ``population`` where the study knows it."""

    key: str
    label: Text
    n: int
    population: int | None = None

    @property
    def shown(self) -> str:
        """Its name in the reader's language."""
        return self.label.in_language(current().tag) or self.key


@dataclass(frozen=True)
class Breakdown:
    """One way to part those who answered. ``unknown``: how many are in no part."""

    key: str
    label: Text
    values: tuple[Value, ...]
    unknown: int = 0

    @property
    def shown(self) -> str:
        """Its name in the reader's language."""
        return self.label.in_language(current().tag) or self.key


@dataclass(frozen=True)
class Answered:
    """Those whose answers count: their keys, and the value of each in every breakdown that was asked for."""

    pks: tuple[int, ...]
    values: dict[str, list[str]] = field(default_factory=dict)


def allowed(study: Study) -> list[str]:
    """The breakdowns of a study. Where nobody may be told apart, only what was declared beforehand."""
    cells = ["cell"] if study.cells.exists() else []
    if not Privacy(study.privacy).hides:
        return [*cells, "unit", "channel", "language", *(f"{ITEM}{key}" for key in _closed(study))]
    planned = getattr(study, "planned", None)
    declared = planned.plan.plan().breakdowns if planned is not None else ()
    return [*cells, "unit", *(name for name in ("channel", "language") if name in declared)]


def label_of(study: Study, key: str) -> Text:
    """The name of a breakdown in both languages."""
    if key.startswith(ITEM):
        return _closed(study)[key.removeprefix(ITEM)].label
    return both(NAMES[key])


def answered(study: Study, keys: Collection[str]) -> Answered:
    """Every answer that counts, those left early too."""
    asked = any(key.startswith(ITEM) for key in keys)
    columns = ["pk", "cell__key", "unit__code", "channel", "language", *(["answers"] if asked else [])]
    rows = list(study.responses.counted().order_by("pk").values_list(*columns))
    place = {"cell": 1, "unit": 2, "channel": 3, "language": 4}
    values = {
        key: [
            _answer(row[5], key.removeprefix(ITEM)) if key.startswith(ITEM) else row[place[key]] or "" for row in rows
        ]
        for key in keys
    }
    return Answered(tuple(row[0] for row in rows), values)


def breakdowns(study: Study, keys: Collection[str], found: Answered | None = None) -> list[Breakdown]:
    """Those of ``keys`` that are allowed, with all parts that somebody answered from or that the study knows."""
    keys = [key for key in allowed(study) if key in keys]
    found = found or answered(study, keys)
    return [_breakdown(study, key, Counter(found.values[key])) for key in keys]


def both(words: Message) -> Text:
    """Our own words in both languages."""
    return Text({language.tag: render(words, language) for language in Language})


def _breakdown(study: Study, key: str, count: Counter[str]) -> Breakdown:
    unknown = count.pop(NOBODY_KNOWS, 0)
    known, population = _known(study, key, count)
    values = [
        Value(value, known.get(value) or _own_words(key, value), count.get(value, 0), population.get(value))
        for value in list(dict.fromkeys([*known, *sorted(count)]))[:MOST_VALUES]
    ]
    return Breakdown(key, label_of(study, key), tuple(values), unknown)


def _known(study: Study, key: str, count: Counter[str]) -> tuple[dict[str, Text], dict[str, int | None]]:
    """Names of the parts in their order, and their populations."""
    if key == "cell":
        cells = list(study.cells.all())
        return {cell.key: cell.label for cell in cells}, {cell.key: cell.population for cell in cells}
    if key == "unit":
        population = dict(study.cells.exclude(unit=None).values_list("unit__code", "population"))
        wanted = {*count, *population, *study.links.exclude(unit=None).values_list("unit__code", flat=True)}
        return {
            unit.code: Text.of(unit.name) for unit in Unit.objects.filter(code__in=wanted).order_by("code")
        }, population
    if key == "channel":
        return {value: both(Channel(value).said) for value in Channel.values if value in count}, {}
    if key.startswith(ITEM):
        return dict(_closed(study)[key.removeprefix(ITEM)].options), {}
    return {}, {}


def _own_words(key: str, value: str) -> Text:
    if key != "language":
        return Text.of(value)
    names = {}
    for language in Language:
        try:
            names[language.tag] = Locale.parse(value, sep="-").get_display_name(language.tag.split("-")[0]) or value
        except (UnknownLocaleError, ValueError):
            names[language.tag] = value
    return Text(names)


def _closed(study: Study) -> dict[str, object]:
    """Questions of which one of several answers is chosen."""
    version = study.questionnaire.latest
    survey = (version.definition if version else study.questionnaire.definition()).survey()
    return {item.key: item for item in survey.items if item.kind is ItemKind.CHOICE and item.options}


def _answer(answers: dict[str, object], key: str) -> str:
    found = answers.get(key)
    return found if isinstance(found, str) else NOBODY_KNOWS
