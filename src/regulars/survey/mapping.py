"""How the columns of an answer file become the items of a survey.

A mapping is plain data (in a file: YAML)::

    survey: {name: airport-2017, title: {en: Airport passengers, zh: 机场旅客}, sample: probability}
    source: airport
    response: RESPNUM          # column with the id of the response; without it the row's content is the key
    customer: GUEST            # optional
    at: ANSWERED               # optional column with the time; or day: 2017-05-13 for the whole file
    zone: America/Los_Angeles
    unit: TERMINAL             # optional
    weight: WEIGHT             # optional
    wave: WAVE                 # optional
    missing: [Blank]           # codes that mean "no answer" in every item
    scale: {low: 1, high: 5, missing: [0, 6]}    # the scale of items that name none
    items:
      Q7ALL: {role: overall, label: {en: Airport as a whole, zh: 机场整体}}
      NETPRO: {kind: nps, missing: [11]}
      travel: {kind: choice, options: {1: Business, 2: {en: Holiday, zh: 度假}}}
      food: {column: Q7FOOD, role: attribute, label: {en: Restaurants, zh: 餐饮}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from regulars.language import Text, message
from regulars.survey.definition import NPS_SCALE, Item, ItemKind, Role, SampleKind, Scale, Survey
from regulars.survey.errors import MappingError

_COLUMNS = ("response", "customer", "at", "unit", "weight", "wave", "language", "channel")
_KNOWN = {*_COLUMNS, "survey", "source", "zone", "day", "missing", "scale", "items", "date_format"}
_PRIVACY = ("identified", "confidential", "anonymous")
# A file's days would be stored as written; where one is needed, it is the time of the response.
KINDS = tuple(kind.value for kind in ItemKind if kind is not ItemKind.DAY)
_ITEM_KEYS = {"column", "kind", "role", "label", "text", "scale", "missing", "tags", "labels", "options"}


@dataclass(frozen=True)
class ResponseMapping:
    """``item_columns``: item key -> column of the file; ``columns``: response, customer, at, … -> column."""

    survey: Survey
    item_columns: Mapping[str, str]
    columns: Mapping[str, str]
    source: str
    zone: str | None = None
    day: date | None = None
    date_format: str | None = None
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # item key -> codes, for items of every kind

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ResponseMapping:
        """Read plain data. Raises ``MappingError`` naming the entry that is wrong."""
        if not isinstance(data, Mapping):
            raise MappingError(message("A mapping consists of entries such as “survey:” and “items:”; this does not."))
        _only_known(data, _KNOWN, "mapping")
        head = data.get("survey")
        if not isinstance(head, Mapping) or "name" not in head:
            raise MappingError(message("The mapping needs an entry “survey” with a name."))
        items = data.get("items")
        if not isinstance(items, Mapping) or not items:
            raise MappingError(message("The mapping needs an entry “items” with at least one item."))
        everywhere = _codes(data.get("missing"))
        base = _scale(data.get("scale"), everywhere)
        specs = {str(key): _entries(spec, str(key)) for key, spec in items.items()}
        built = tuple(_item(key, spec, base, everywhere) for key, spec in specs.items())
        survey = Survey(
            name=str(head["name"]),
            title=_text(head.get("title", head["name"]), "title"),
            items=built,
            version=_whole(head.get("version", 1), "version"),
            sample=_choice(SampleKind, head.get("sample", "opt-in"), "sample"),
            privacy=_one_of(_PRIVACY, head.get("privacy", "identified"), "privacy"),
        )
        return cls(
            survey=survey,
            item_columns={key: str(spec.get("column", key)) for key, spec in specs.items()},
            columns={name: str(data[name]) for name in _COLUMNS if data.get(name) is not None},
            source=str(data.get("source", head["name"])),
            zone=data.get("zone"),
            day=_day(data.get("day")),
            date_format=data.get("date_format"),
            missing={
                str(key): tuple(dict.fromkeys((*everywhere, *_codes((spec or {}).get("missing")))))
                for key, spec in items.items()
            },
        )


def _item(key: str, spec: Mapping[str, Any], base: Scale | None, everywhere: tuple[str, ...]) -> Item:
    _only_known(spec, _ITEM_KEYS, key)
    kind = ItemKind(_one_of(KINDS, spec.get("kind", "rating"), key))
    own = _codes(spec.get("missing"))
    scale = _scale(spec.get("scale"), everywhere)
    if scale is None:
        scale = NPS_SCALE if kind is ItemKind.NPS else base if kind is ItemKind.RATING else None
    if kind is ItemKind.RATING and scale is None:
        raise MappingError(
            message("Item {item} is a rating and has no scale. Add scale: {{low: 1, high: 5}}.", item=key)
        )
    if scale is not None:
        words = _entries(spec.get("labels"), f"{key}.labels")
        labels = {_whole(point, f"{key}.labels"): _text(label, f"{key}.labels") for point, label in words.items()}
        missing = tuple(dict.fromkeys((*scale.missing, *everywhere, *own)))
        scale = Scale(scale.low, scale.high, missing, labels or scale.labels)
    options = _entries(spec.get("options"), f"{key}.options")
    default_role = Role.RECOMMEND if kind is ItemKind.NPS else Role.OTHER
    return Item(
        key=key,
        kind=kind,
        label=_text(spec.get("label", key), f"{key}.label"),
        role=_choice(Role, spec["role"], key) if "role" in spec else default_role,
        scale=scale,
        text=_text(spec["text"], f"{key}.text") if "text" in spec else None,
        tags=_codes(spec.get("tags")),
        options={str(code): _text(words, f"{key}.options") for code, words in options.items()},
    )


def _scale(spec: Any, everywhere: tuple[str, ...]) -> Scale | None:
    if spec is None:
        return None
    if not isinstance(spec, Mapping) or not {"low", "high"} <= set(spec):
        raise MappingError(message("A scale needs low and high, such as {{low: 1, high: 5}}."))
    low, high = _whole(spec["low"], "scale.low"), _whole(spec["high"], "scale.high")
    return Scale(low, high, tuple(dict.fromkeys((*_codes(spec.get("missing")), *everywhere))))


def _codes(codes: Any) -> tuple[str, ...]:
    if codes is None:
        return ()
    return tuple(str(code) for code in (codes if isinstance(codes, list | tuple) else [codes]))


def _entries(spec: Any, place: str) -> Mapping[Any, Any]:
    if spec is None:
        return {}
    if not isinstance(spec, Mapping):
        raise MappingError(
            message(
                "{place}: “{value}” stands where entries are expected, such as {{label: Breakfast}}.",
                place=place,
                value=str(spec)[:60],
            )
        )
    return spec


def _text(words: Any, place: str) -> Text:
    """Words, or words by language."""
    if isinstance(words, str | int | float) and not isinstance(words, bool):
        return Text.of(str(words))
    entries = _entries(words, place)
    for tag, word in entries.items():
        if word is None:  # {en: Shops, upper level} is two entries to YAML
            raise MappingError(
                message(
                    "{place}: nothing stands after “{entry}”. Put words with a comma in them into quotes.",
                    place=place,
                    entry=str(tag)[:60],
                )
            )
    return Text.of({str(tag): str(word) for tag, word in entries.items()})


def _whole(value: Any, place: str) -> int:
    try:
        if float(value) == int(float(value)):
            return int(float(value))
    except (TypeError, ValueError, OverflowError):
        pass
    raise MappingError(message("{place}: “{value}” is not a whole number.", place=place, value=str(value)[:60]))


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise MappingError(
            message(
                "“{value}” is not a day such as 2026-11-22. “day” is the one day of the whole file; a column with days "
                "or times is named under “at”.",
                value=str(value),
            )
        ) from None


def _choice(kind: Any, value: Any, place: str) -> Any:
    return kind(_one_of(tuple(choice.value for choice in kind), value, place))


def _one_of(known: tuple[str, ...], value: Any, place: str) -> str:
    if value not in known:
        raise MappingError(
            message(
                "{place}: “{value}” is not known. Choose one of: {known}.",
                place=place,
                value=str(value),
                known=known,
            )
        )
    return str(value)


def _only_known(data: Mapping[str, Any], known: set[str], place: str) -> None:
    import difflib

    for name in data:
        if name not in known:
            near = difflib.get_close_matches(str(name), sorted(known), n=3) or sorted(known)
            raise MappingError(
                message(
                    "{place}: there is no entry “{name}”. Did you mean: {near}?",
                    place=place,
                    name=str(name),
                    near=tuple(near),
                )
            )
