"""Score and keep, once for each state of the facts: what was scored already is read back, what is new begins where the
last fit ended.

With the rows of a day goes a note, in the same commit: of which purchases and answers, on which terms, and the
parameters of the models. Where nothing but lines came in since, what the others bought is read from these rows.
Whoever dies on the way leaves the last scores as they were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from regulars.facts import lock, log, scores
from regulars.facts.bought import Counted, files_since, state_of
from regulars.facts.periods import day_of
from regulars.insights.scoring import Grades, Scoring, score_customers
from regulars.insights.scoring.specify import Before
from regulars.insights.scoring.starting import Starts
from regulars.insights.value.specify import Terms
from regulars.language import Day, Message, plural

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

Progress = Callable[[Message, int, int | None], None]
# What changes how rows lie, or their weights, and none that is scored.
_SAME = frozenset({"compact", "columns", "derive", "weigh"})


@dataclass(frozen=True)
class Kept:
    """The scores that now stand. ``unchanged``: they stood before, and nothing was computed.

    ``models`` are the fitted models by what they are of (``buying``, ``spending``), each with its parameters.
    """

    as_of: date | None
    rows: pa.Table
    models: Mapping[str, Mapping[str, Any]]
    conclusion: Message
    notes: tuple[Message, ...]
    unchanged: bool = False


def score_and_keep(
    facts: Facts,
    *,
    scope: Scope,
    until: date | str | None = None,
    terms: Terms | None = None,
    grades: Grades | None = None,
    progress: Progress | None = None,
    waiting: Callable[[Message], None] | None = None,
    anew: bool = False,
) -> Kept:
    """Score everybody and store the rows; only read them where nothing has changed since they were computed.

    Parameters:
        facts, scope, until, terms, grades: as for ``score_customers``.
        progress: told the step, its number and how many there are.
        waiting: told once when another scoring runs; this one waits for it.
        anew: compute in any case, from no earlier parameters.
    """
    terms, grades = terms or Terms(), grades or Grades()
    with lock.one_scoring(facts.home, wait_seconds=facts.wait_seconds, waiting=waiting):
        # Before anything is read: what comes in meanwhile makes the next scoring compute again.
        asked = _state(facts, until, terms, grades)
        known = [] if anew else scores.last_scorings(facts)
        standing = _standing(facts, known, asked, until)
        if standing is not None:
            return standing
        starts = Starts.read(known[0].note.get("models", "")) if known else Starts()
        about = facts.about_purchases()
        counted = state_of(facts, about.amount, about.currency)
        scoring = score_customers(
            facts,
            scope=scope,
            until=until,
            terms=terms,
            grades=grades,
            starts=starts,
            before=_before(facts, known, counted) if until is None else None,
            progress=progress,
        )
        found = Starts.of(scoring.scores)
        if len(scoring.rows):
            note = {"state": asked, "models": found.written()}
            if until is None:
                note["counted"] = counted.written()
            scores.write_scores(facts, scoring.rows, latest=until is None, known_only=True, note=note)
        return _kept(scoring, found)


def _standing(facts: Facts, known: list[log.Record], asked: str, until: date | str | None) -> Kept | None:
    """The scores of this state, if they stand as they were written."""
    record = next((one for one in known if one.note.get("state") == asked), None)
    if record is None:
        return None
    day = date.fromisoformat(record.note["day"])
    rows = scores.rows_of_day(facts, day, last=until is None)
    if rows is None:
        return None
    return Kept(
        as_of=day,
        rows=rows,
        models=Starts.read(record.note.get("models", "")).told,
        conclusion=plural(
            "Nothing has changed since {count} customer was scored as of {day}. Nothing was computed.",
            "Nothing has changed since {count} customers were scored as of {day}. Nothing was computed.",
            len(rows),
            day=Day(day),
        ),
        notes=(),
        unchanged=True,
    )


def _before(facts: Facts, known: list[log.Record], now: Counted) -> Before | None:
    """What the last scoring counted, where only lines came in since; every other change is counted anew."""
    then = Counted.read(known[0].note.get("counted", "")) if known else None
    if then is None or (then.amount, then.currency, then.rates) != (now.amount, now.currency, now.rates):
        return None
    fresh = files_since(facts, then)
    bought = None if fresh is None else scores.bought_before(facts, date.fromisoformat(known[0].note["day"]))
    return None if fresh is None or bought is None else Before(bought, fresh)


def _kept(scoring: Scoring, found: Starts) -> Kept:
    return Kept(scoring.as_of, scoring.rows, found.told, scoring.conclusion, scoring.notes)


def _state(facts: Facts, until: date | str | None, terms: Terms, grades: Grades) -> str:
    """A mark of all that the scores hang on: purchases, answers and questions, terms, and who computes."""
    tables = [
        (table.contract.name, table.snapshot().rows, _last_change(table.path))
        for table in facts.tables()
        if table.contract.name != scores.NAME
    ]
    surveys = [facts.survey(name).to_dict() for name in facts.surveys()]
    day = str(day_of(until) or "")
    what = (tables, surveys, facts.currency, facts.rates_mark, day, repr(terms), repr(grades), version("regulars"))
    return hashlib.sha256(json.dumps(what, default=str, sort_keys=True).encode()).hexdigest()


def _last_change(path: Path) -> str:
    return next((one.at for one in reversed(log.records(path)) if one.action not in _SAME), "")
