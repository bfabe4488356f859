"""Drawing people from the customers of the company: by lot, by cell, so that anybody can draw the same ones again."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from regulars.language import message
from regulars.methods import draw_sample
from regulars.survey.definition import SampleKind
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.research.fieldwork.asking import Person, ask
from regulars.web.research.fieldwork.candidates import Candidate, candidates
from regulars.web.research.fieldwork.errors import FieldworkError
from regulars.web.research.fieldwork.models import Asked, Draw, Fieldwork, Source, State
from regulars.web.research.fieldwork.models.asked import OPEN
from regulars.web.research.fieldwork.ways import response_of, ways_of
from regulars.web.research.models import Cell, Study

# As many are drawn while somebody waits; more is work for the worker.
AT_ONCE = 5000
ALL = "all"


@dataclass(frozen=True)
class Need:
    """A part of the population: whom it could ask, and how many are to be asked for the answers it lacks."""

    cell: Cell | None
    pool: int
    wanted: int
    asked: int

    @property
    def short(self) -> bool:
        """Whether everybody together cannot give the answers."""
        return self.asked > self.pool

    @property
    def drawn(self) -> int:
        """How many are drawn."""
        return min(self.asked, self.pool)


@dataclass(frozen=True)
class Choice:
    """A draw before it is made. ``pool``: everybody who is meant; they are in ``people`` or in ``set_aside``."""

    people: list[Person]
    pool: int
    set_aside: dict[str, int]
    needs: tuple[Need, ...]
    response: float
    seed: int = 1

    @property
    def short(self) -> bool:
        """Whether some part has too few people."""
        return any(need.short for need in self.needs)


def choose(fieldwork: Fieldwork, *, number: int | None = None, pilot: bool = False) -> Choice:
    """Whom a draw would take now. ``number``: so many in all, instead of as many as the answers that are wanted take.

    Raises ``FieldworkError`` where nobody can be asked by name.
    """
    study = fieldwork.study
    ways = ways_of(fieldwork)
    if not ways:
        raise FieldworkError(
            message("This study is answered by links and posters only: nobody in it is asked by name.")
        )
    found, aside, pool = candidates(fieldwork, ways, pilot=pilot)
    cells = {cell.pk: cell for cell in study.cells.all()}
    needs = _needs(study, cells, found, response_of(fieldwork), ways)
    people = _drawn(found, needs, fieldwork.seed, number, cells)
    aside["not_drawn"] = len(found) - len(people)
    kept = {reason: count for reason, count in aside.items() if count}
    return Choice(people, pool, kept, needs, response_of(fieldwork), fieldwork.seed)


def draw_people(*, fieldwork: Fieldwork, by: User | None, number: int | None = None, pilot: bool = False) -> Draw:
    """Draw and write down who was drawn; nobody is written to yet. The same seed draws the same people."""
    with transaction.atomic():
        # Two draws at once would each lack the other's people.
        locked = Fieldwork.objects.select_for_update().select_related("study").get(pk=fieldwork.pk)
        found = choose(locked, number=number, pilot=pilot)
        return ask(
            study=locked.study,
            source=Source.PEOPLE,
            people=found.people,
            by=by,
            seed=found.seed,
            pool=found.pool,
            pilot=pilot,
            set_aside=found.set_aside,
        )


@transaction.atomic
def undo_draw(*, draw: Draw, by: User | None) -> None:
    """As if nobody had been drawn; not once somebody was invited."""
    now = Draw.objects.select_for_update().get(pk=draw.pk)
    if now.undone_at is not None:
        return
    if now.asked.exclude(state=State.DRAWN).exists():
        raise FieldworkError(
            message("Somebody of this draw was invited already. Take back single invitations, or end the study.")
        )
    now.asked.all().delete()
    Draw.objects.filter(pk=now.pk).update(undone_at=timezone.now())
    record(Event.DRAW_UNDONE, target=now, by=by, study=now.study.public_id, count=now.taken)


def _needs(
    study: Study, cells: Mapping[int, Cell], found: Sequence[Candidate], response: float, ways: Mapping[str, float]
) -> tuple[Need, ...]:
    """Of each cell, in the order of the plan."""
    pools = Counter(one.cell for one in found)
    everybody = study.sample == SampleKind.CENSUS
    if not cells:
        wanted = 0 if everybody else (study.quota or 0)
        return (_need(None, pools[None], wanted, response, ways, _had(study).get(None, (0, 0))),)
    had = _had(study)
    return tuple(
        _need(cell, pools[pk], 0 if everybody else cell.wanted, response, ways, had.get(pk, (0, 0)))
        for pk, cell in cells.items()
    )


def _need(
    cell: Cell | None, pool: int, wanted: int, response: float, ways: Mapping[str, float], had: tuple[int, int]
) -> Need:
    """Answers that are there, and those to be expected of who is still asked, are not asked for again."""
    if not wanted:  # as many as there are
        return Need(cell, pool, 0, pool)
    left = max(0.0, wanted - had[0] - had[1] * response)
    return Need(cell, pool, wanted, math.ceil(left / response * sum(ways.values()) - 1e-9))


def _had(study: Study) -> dict[int | None, tuple[int, int]]:
    """Cell -> (answers that count, people who may still answer)."""
    there = study.responses.counted().filter(complete=True).order_by()
    answers = dict(there.values_list("cell").annotate(n=Count("pk")))
    waiting = Asked.objects.filter(study=study, test=False, state__in=(State.DRAWN, *OPEN)).order_by()
    asked = dict(waiting.values_list("cell").annotate(n=Count("pk")))
    if not study.cells.exists():
        return {None: (sum(answers.values()), sum(asked.values()))}
    return {key: (answers.get(key, 0), asked.get(key, 0)) for key in {*answers, *asked}}


def _drawn(
    found: Sequence[Candidate], needs: Iterable[Need], seed: int, number: int | None, cells: Mapping[int, Cell]
) -> list[Person]:
    """By lot; mixed, for they are invited in this order and no part is to wait for another."""
    if not found:
        return []
    strata = [str(one.cell or ALL) for one in found]
    ids = [one.number for one in found]
    if number is None:
        sizes = {str(need.cell.pk if need.cell else ALL): need.drawn for need in needs if need.pool}
        if not any(sizes.values()):
            return []
        lot = draw_sample(ids, sizes, seed=seed, strata=strata)
    else:
        lot = draw_sample(ids, min(number, len(ids)), seed=seed, strata=strata)
    people = [
        _person(found[row], cells, float(weight))
        for row, weight in zip(lot.rows.tolist(), lot.weights.tolist(), strict=True)
    ]
    random.Random(seed).shuffle(people)  # noqa: S311 - the order of the post, no secret
    return people


def _person(one: Candidate, cells: Mapping[int, Cell], weight: float) -> Person:
    cell = cells.get(one.cell or 0)
    return Person(
        to=one.to,
        name=one.name,
        language=one.language,
        customer=one.customer,
        unit=(cell.unit_id if cell else None) or one.unit,
        cell=one.cell,
        channel=one.channel,
        weight=weight,
    )
