"""Which of four types of service each team gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, check_scale, frame_columns, same_length
from regulars.methods.comparison.unit_answers import units_of
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.items import Items, answers_on
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import at_least, finite
from regulars.methods.service.team import Team, team_of
from regulars.methods.service.types import TYPES, ServiceType, chances_of_types, type_of

ALL = "all"
MIDPOINT = 50.0


@dataclass(frozen=True, kw_only=True)
class ServiceTypes(Result):
    """Arrays over ``names`` (teams); scores from 0 to 100, chances from 0 to 1.

    Both intervals of a team hold together at the level named. ``type`` names a quarter only where neither reaches its
    line; ``likeliest`` is the quarter with the highest chance, clear or not. ``holds_within``: by how many points the
    lines may move before the type is no longer clear; NaN where it is not. ``type_lower`` and ``type_higher``: the
    type if both lines lay ``shift`` points lower or higher. ``correlation`` is that of the errors of both scores.
    """

    minimum_n = 20

    names: tuple[str, ...]
    unit_n: Ints
    type: tuple[ServiceType, ...]
    likeliest: tuple[ServiceType, ...]
    personal: Floats
    personal_low: Floats
    personal_high: Floats
    procedural: Floats
    procedural_low: Floats
    procedural_high: Floats
    correlation: Floats
    chance_freezer: Floats
    chance_factory: Floats
    chance_friendly_zoo: Floats
    chance_quality: Floats
    holds_within: Floats
    type_lower: tuple[ServiceType, ...]
    type_higher: tuple[ServiceType, ...]
    personal_line: float
    procedural_line: float
    shift: float
    n_effective: float

    @property
    def too_few(self) -> bool:
        """Whether no team at all can be judged."""
        return all(found is ServiceType.TOO_FEW for found in self.type)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What each type that was found means, or that none was."""
        found = tuple(kind.words for kind in TYPES if kind in self.type)
        return found or (ServiceType.TOO_FEW.words if self.too_few else ServiceType.UNCLEAR.words,)


@method(
    message("Is the service of a team a freezer, a factory, a friendly zoo, or quality?"),
    rows=("S01", "S02", "S03"),
    minimum_n=ServiceTypes.minimum_n,
)
def service_type(
    personal: Any,
    procedural: Any,
    units: IntoColumn | None = None,
    *,
    cut: float | tuple[float, float] = MIDPOINT,
    shift: float = 5.0,
    scale: Scale = (1, 5),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> ServiceTypes:
    """Each team by how staff treat customers (personal) and by how the system works (procedural).

    Both below their lines is a freezer; a system that works with cold staff a factory; warm staff without such a system
    a friendly zoo; both above is quality. A dimension is the mean of its items in equal parts, from 0 to 100. A team
    has a type only where both intervals, which hold together, keep off their lines; else "no clear type", and below 20
    effective answers "too few to judge". Chances are those of a normal distribution about the scores, with the
    correlation of their errors and Student's tails.

    Parameters:
        personal: frame with the items on attitude, behaviour, language; answers on ``scale``.
        procedural: frame with the items on timing, flow, information, organisation; on the same scale.
        units: the team, branch or agent that each row is about; all are one when omitted.
        cut: the line from which on a score is high, 0 to 100; two numbers for personal and procedural apart.
        shift: points by which ``type_lower`` and ``type_higher`` move both lines.
        scale: lowest and highest answer; high is good.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every item.
        confidence: level at which both intervals of a team hold together.

    Source: [martin1989]; joint intervals [dunn1961]; linearisation [cochran1977]; chances [drezner1990].

    >>> warm, works = {"polite": [5, 4, 5, 5] * 8}, {"prompt": [2, 1, 2, 1] * 8}
    >>> result = service_type(warm, works)
    >>> result.type[0].value, round(float(result.chance_friendly_zoo[0]), 3)
    ('friendly_zoo', 1.0)
    """
    check_confidence(confidence)
    check_scale(scale)
    lines = _lines(cut)
    step = at_least(0, shift, name="shift")
    columns, size = _columns(personal, procedural, scale, missing)
    items = Items.of(columns, weights=weights, counts=counts, clusters=clusters)
    length = len(next(iter(columns.values())))
    alone: tuple[tuple[str, ...], Ints] = (ALL,), np.zeros(len(items.people.rows), dtype=np.int64)
    names, code = alone if units is None else units_of(units, length, items.people)
    places = (tuple(range(size)), tuple(range(size, len(columns))))
    teams = [team_of(items, np.flatnonzero(code == unit), places, confidence, scale) for unit in range(len(names))]
    chances = _chances(teams, lines)
    types = tuple(_type(team, lines) for team in teams)
    known = [kind is not ServiceType.TOO_FEW for kind in types]
    limits = np.array([[(score.mean, score.low, score.high) for score in team.scores] for team in teams])
    return ServiceTypes(
        names=names,
        unit_n=np.array([team.n for team in teams], dtype=np.int64),
        type=types,
        likeliest=tuple(
            TYPES[int(row.argmax())] if there else ServiceType.TOO_FEW
            for row, there in zip(chances, known, strict=True)
        ),
        personal=limits[:, 0, 0],
        personal_low=limits[:, 0, 1],
        personal_high=limits[:, 0, 2],
        procedural=limits[:, 1, 0],
        procedural_low=limits[:, 1, 1],
        procedural_high=limits[:, 1, 2],
        correlation=np.array([team.correlation for team in teams]),
        chance_freezer=chances[:, 0],
        chance_factory=chances[:, 1],
        chance_friendly_zoo=chances[:, 2],
        chance_quality=chances[:, 3],
        holds_within=np.array([_margin(team, kind, lines) for team, kind in zip(teams, types, strict=True)]),
        type_lower=tuple(_type(team, (lines[0] - step, lines[1] - step)) for team in teams),
        type_higher=tuple(_type(team, (lines[0] + step, lines[1] + step)) for team in teams),
        personal_line=lines[0],
        procedural_line=lines[1],
        shift=step,
        n=items.people.n,
        n_missing=items.people.n_missing,
        n_effective=min(team.n_effective for team in teams),
        confidence=confidence,
        interval=Interval.STUDENT,
    )


def _columns(
    personal: Any, procedural: Any, scale: Scale, missing: Collection[Any]
) -> tuple[Mapping[str, Floats], int]:
    """The items of both dimensions, the personal ones first, under names that differ; and how many are personal."""
    for frame, name in ((personal, "personal"), (procedural, "procedural")):
        if frame is None:
            raise OptionError(message("Give the items of the {dimension} dimension.", dimension=name))
    alike = bool(set(frame_columns(personal)) & set(frame_columns(procedural)))
    first, second = (
        answers_on(frame, scale=scale, missing=missing, part_of=name if alike else "")
        for frame, name in ((personal, "personal"), (procedural, "procedural"))
    )
    same_length(len(next(iter(first.values()))), *second.items())
    whole = {f"1 {name}": column for name, column in first.items()}
    return {**whole, **{f"2 {name}": column for name, column in second.items()}}, len(first)


def _lines(cut: Any) -> tuple[float, float]:
    """One line for both dimensions, or one each; within the index."""
    given = (cut, cut) if np.ndim(cut) == 0 else tuple(cut)
    if len(given) != 2:
        raise OptionError(
            message("cut has {count} numbers. Give one, or one for each of two dimensions.", count=len(given))
        )
    for value in given:
        if not 0 < finite(value, name="cut") < 100:
            raise OptionError(
                message("cut is {value}. Give points of the index between 0 and 100.", value=float(value))
            )
    return float(given[0]), float(given[1])


def _type(team: Team, lines: tuple[float, float]) -> ServiceType:
    limits = [(score.low, score.high) for score in team.scores]
    if team.n_effective < ServiceTypes.minimum_n or np.isnan(limits).any():
        return ServiceType.TOO_FEW
    above = [low > line for (low, _), line in zip(limits, lines, strict=True)]
    below = [high < line for (_, high), line in zip(limits, lines, strict=True)]
    return type_of(*above) if all(map(np.logical_or, above, below)) else ServiceType.UNCLEAR


def _margin(team: Team, kind: ServiceType, lines: tuple[float, float]) -> float:
    if kind not in TYPES:
        return float("nan")
    reach = zip(team.scores, lines, strict=True)
    return min(min(abs(score.low - line), abs(score.high - line)) for score, line in reach)


def _chances(teams: list[Team], lines: tuple[float, float]) -> Floats:
    above = np.array([team.above(lines) for team in teams])
    known = ~np.isnan(above).any(axis=1)
    found = np.full((len(teams), len(TYPES)), np.nan)
    correlation = np.array([team.correlation for team in teams])
    found[known] = chances_of_types(above[known, 0], above[known, 1], correlation[known])
    return found
